"""`python -m flows`: a flow as a command, with Prefect's embedded server: processing a game, or `learn`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from flows.starting import command

LEARN = "learn"


def _process(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m flows", description="Process one game as a Prefect flow.",
        epilog="Another flow: python -m flows learn --help",
    )  # fmt: skip
    parser.add_argument("video", help="the broadcast: a file or s3://…")
    parser.add_argument("--out", required=True, help="the game folder: local or s3://…")
    parser.add_argument("--playbyplay", help="the official play-by-play")
    parser.add_argument("--boxscore", help="the official box score")
    arguments = parser.parse_args(words)
    with command():
        from flows.process_game import process_game

        process_game(
            video=arguments.video, out=arguments.out, playbyplay=arguments.playbyplay, boxscore=arguments.boxscore
        )


def _learn(words: Sequence[str]) -> None:
    about = "Teach the spotter what people corrected."
    parser = argparse.ArgumentParser(prog="python -m flows learn", description=about)
    parser.add_argument("games", nargs="+", help="game folders whose corrections count")
    parser.add_argument("--project", help="the review project's folder; default: `review` beside the games")
    parser.add_argument("--database", help="of the record, where it is not the project's own")
    parser.add_argument("--also", action="append", default=[], help="another folder to learn from and be judged on")
    parser.add_argument("--steps", type=int, help="of the training")
    parser.add_argument("--seed", type=int, default=0, help="the same one gives the same weights (0)")
    arguments = {name: value for name, value in vars(parser.parse_args(words)).items() if value is not None}
    with command():
        from flows.learn import in_words, learn

        print(in_words(learn(**arguments)))


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == [LEARN]:
        _learn(words[1:])
    else:
        _process(words)


if __name__ == "__main__":
    main()
