"""The flow that an editor triggers: a recap of a processed game, as wished."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task

from edc.config import load_config
from edc.gamefolder import open_game_folder, require_game_folder
from edc.recap.make import make_recap
from edc.recap.request import FixedClip, RecapRequest, named
from edc.store.games import game_folder
from flows.observing import LogReporter, recap_artifact
from flows.retries import TRIED_AGAIN


@task(task_run_name="{name}", **TRIED_AGAIN)
def make_recap_task(name: str, folder: str, request: RecapRequest) -> dict[str, Any]:
    with open_game_folder(Path(folder)) as game:
        return make_recap(game, request, load_config().recap, LogReporter("recap"))


@flow(name="recap", flow_run_name="{game}")
def recap(
    game: str,
    name: str | None = None,
    seconds: float = 120.0,
    team: str | None = None,
    players: list[str] | None = None,
    labels: list[str] | None = None,
    periods: list[int] | None = None,
    up_to_s: float | None = None,
    since_s: float | None = None,
    must_have: list[str] | None = None,
    exclude: list[str] | None = None,
    language: str | None = None,
    spoilers: str = "full",
    clips: list[tuple[float, float]] | None = None,
    aspect: str = "16:9",
    burn: bool = False,
    opening: bool = False,
    lower_third: bool = False,
    closing: bool = True,
) -> dict[str, Any]:
    """Cuts a recap of a processed game; gives back its `recap.json`.

    Args:
        game: the game folder, local or in S3.
        name: the folder under `recaps/` to write; made from the wishes if not given.
        seconds: longest it may be, 15 to 600.
        team: only this team's plays (its three letters).
        players: only plays of these players, by name or id.
        labels: only plays below these nodes of the taxonomy, such as `shot.made.three`.
        periods: only these; 5 is the first overtime.
        up_to_s: show and use nothing after this second of the video.
        since_s: only plays after this second of the video.
        must_have: ids of moments that have to be in.
        exclude: ids of moments that must not be in.
        language: of the captions.
        spoilers: full, watched (with up_to_s), or hidden: no score in any text.
        clips: of an editor's, in and out in seconds of the video: in, as they are.
        aspect: 16:9, 9:16 or 1:1.
        burn: whether the captions are written into the picture.
        opening: whether it begins with a card that says who plays.
        lower_third: whether each play's title is shown as it begins.
        closing: whether it ends on the final score.
    """
    request = named(name, {
        "seconds": seconds, "team": team, "players": tuple(players or ()), "labels": tuple(labels or ()),
        "periods": tuple(periods or ()), "up_to_s": up_to_s, "since_s": since_s, "must_have": tuple(must_have or ()),
        "exclude": tuple(exclude or ()), "language": language, "spoilers": spoilers, "aspect": aspect, "burn": burn,
        "opening": opening, "lower_third": lower_third, "closing": closing,
        "fixed": tuple(FixedClip(start_s=a, end_s=b) for a, b in clips or ()),
    })  # fmt: skip
    with game_folder(game) as folder:
        require_game_folder(folder)
        document: dict[str, Any] = make_recap_task(request.name, str(folder), request)
        recap_artifact(folder, request.name)
    get_run_logger().info("%s: %.1f s, %d clips", request.name, document["duration_s"], len(document["clips"]))
    return document
