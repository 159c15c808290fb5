"""What the commentator says, and when.

In: a programme. Out: speech cues on the media timeline. He speaks after what he saw, one sentence at
a time, and leaves out what he has no time for.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from sample_media.scene import SoundCue, SoundKind
from sample_media.simulation.atmosphere import reaction
from sample_media.simulation.model import Play
from sample_media.simulation.reel import Cut
from sample_media.simulation.smalltalk import small_talk

if TYPE_CHECKING:
    from sample_media.simulation.programme import Programme

_WORDS_A_SECOND = 2.7
_PAUSE_S = 0.35
_LATEST_S = 2.5
"""What cannot be said this soon after it happened is not said."""

_LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shot.made.three", ("{p} from downtown. Got it!", "{p}, for three. Yes!", "{p} lets it fly. It's good!")),
    ("shot.made.dunk.alley_oop", ("The lob. {p} throws it down!",)),
    ("shot.made.dunk", ("{p} throws it down!", "{p} with the slam!")),
    ("shot.made.layup.tip", ("Tipped in by {p}.",)),
    ("shot.made.layup.putback", ("{p} with the putback.",)),
    ("shot.made.layup", ("{p} lays it in.", "{p} gets to the rim, and scores.", "{p} off the glass.")),
    ("shot.made.floater", ("{p} with the floater. Good.", "Soft touch from {p}.")),
    ("shot.made.hook", ("{p}, the hook. It drops.",)),
    ("shot.made", ("{p}, the jumper. Good.", "{p} pulls up, and hits.", "{p} knocks it down.")),
    ("shot.missed.three", ("{p} for three. No good.", "{p} from deep. Off the mark.")),
    ("shot.missed.heave", ("{p} from way out. No!",)),
    ("shot.missed", ("{p}, no good.", "{p} misses.", "It won't go for {p}.")),
    ("rebound.offensive", ("{p} keeps it alive.", "Second chance. {p}.")),
    ("rebound.defensive", ("{p} with the rebound.", "Pulled down by {p}.")),
    ("block", ("Rejected by {p}!", "{p} with the block!")),
    ("steal", ("Stolen by {p}!", "{p} picks his pocket!")),
    ("turnover.travel", ("They call the travel on {p}.",)),
    ("turnover.shot_clock", ("Shot clock violation.",)),
    ("turnover", ("Turnover, {p}.", "{p} gives it away.")),
    ("foul.offensive", ("Offensive foul on {p}.",)),
    ("foul.technical", ("Technical foul. {p}.",)),
    ("foul", ("Whistle. Foul on {p}.", "{p} is called for the foul.")),
    ("free_throw.made", ("{p} makes the free throw.", "Good, from the line.")),
    ("free_throw.missed", ("The free throw is no good.", "{p} misses from the line.")),
    ("jump_ball.tipoff", ("And we are under way here tonight.",)),
    ("timeout", ("Timeout on the floor.",)),
    ("review.overturned", ("The call is overturned. The basket does not count.",)),
    ("period.end", ("And that is the end of the period.",)),
)


def speech_cues(programme: Programme) -> list[SoundCue]:
    """The speech of the whole programme, in order, never two sentences at once."""
    rng = Random(programme.seed * 613 + 11)
    wanted: list[Wanted] = [*_about_plays(programme, rng), *_about_cuts(programme, rng)]
    wanted += small_talk(programme, wanted)
    cues: list[SoundCue] = []
    free_s = 0.0
    for at, latest, level, text in sorted(wanted):
        start = max(at, free_s)
        if start > latest:
            continue
        length_s = len(text.split()) / _WORDS_A_SECOND + 0.3
        if start + length_s > programme.duration_s:
            continue
        cues.append(SoundCue(at_s=start, kind=SoundKind.SPEECH, level=level, duration_s=length_s, text=text))
        free_s = start + length_s + _PAUSE_S
    return cues


Wanted = tuple[float, float, float, str]
"""From when, at the latest when, how excited, what."""


def _about_plays(programme: Programme, rng: Random) -> list[Wanted]:
    wanted: list[Wanted] = []
    for play in programme.log.plays:
        text = _sentence(play, rng)
        at = programme.walls.media(play.wall_s)
        if text is None or at is None or not programme.reel.cuts[programme.reel.at(at)].real_time:
            continue
        excitement = min(1.0, 0.35 + 0.8 * reaction(play))
        start = at + rng.uniform(0.25, 0.6)
        wanted.append((start, start + _LATEST_S * (0.4 + excitement), excitement, text))
        if play.points and play.counted and rng.random() < 0.45:
            later = start + rng.uniform(2.2, 3.2)
            wanted.append((later, later + 2.0, 0.4, _score(programme, play)))
    return wanted


def _sentence(play: Play, rng: Random) -> str | None:
    if not play.counted and play.label.startswith("shot.made"):
        return "It goes. But wait. They are looking at this one."
    if play.label == "period.end" and play.clock_s > 0:
        return None
    lines = next((lines for label, lines in _LINES if play.label.startswith(label)), None)
    if lines is None:
        return None
    possible = [line for line in lines if play.player is not None or "{p}" not in line]
    if not possible:
        return None
    name = play.player.family_name if play.player else ""
    text = rng.choice(possible).format(p=name)
    helper = play.actor("assist")
    if helper is not None and rng.random() < 0.4:
        text += f" {helper.family_name} with the assist."
    return text


def _score(programme: Programme, play: Play) -> str:
    home, away = play.home_score, play.away_score
    if home == away:
        return f"And we are tied at {home}."
    leader = programme.home if home > away else programme.away
    return f"{leader.nickname} lead, {max(home, away)} to {min(home, away)}."


def _about_cuts(programme: Programme, rng: Random) -> list[Wanted]:
    wanted: list[Wanted] = []
    welcomed = False
    for cut in programme.reel.cuts:
        text = _introduction(programme, cut, rng)
        if cut.filling == "intro":
            text, welcomed = (None if welcomed else f"Welcome to {programme.home.city}. {text}"), True
        if text:
            start = cut.media_0 + 0.5
            wanted.append((start, start + 1.5, 0.3, text))
    return wanted


def _introduction(programme: Programme, cut: Cut, rng: Random) -> str | None:
    match cut.filling:
        case "intro":
            return f"The {programme.away.nickname} against the {programme.home.nickname}. Great to have you with us."
        case "replay":
            return rng.choice(("Let's see that again.", "Here is another look at it.", "Watch this, once more."))
        case "commercial":
            return f"{cut.title or ''}. {cut.subtitle or ''}.".title()
        case "studio" | "halftime":
            return rng.choice(("Let's look at the numbers so far.", "Plenty to talk about in this one.",
                               "What a game we have on our hands."))  # fmt: skip
        case "outro":
            return "That is the final score. Thank you for watching, and good night."
        case _:
            return None
