"""Looks that stand in a corner or in the middle of the lower edge."""

from __future__ import annotations

from sample_media.scene import Side
from sample_media.scorebugs.look import Fill, Look, Mark, Marks, Panel, Text, What

_WHITE = (245, 246, 248)
_BLACK = (14, 15, 18)


def _corner() -> Look:
    """Bottom right, two rows: team over team, the clock in a dark box beside them."""
    panels = [
        Panel(x=0, y=0, w=252, h=66, fill=Fill(top=(206, 212, 220), bottom=(172, 178, 188), radius=3)),
        Panel(x=172, y=2, w=78, h=62, fill=Fill(top=(44, 52, 62), bottom=(28, 34, 42))),
    ]
    texts = [
        Text(what=What.CLOCK, x=174, y=4, w=74, h=32, face="source-bold", size=18, ink=_WHITE),
        Text(what=What.PERIOD, x=174, y=36, w=42, h=26, face="source-semibold", size=13, ink=(210, 216, 224)),
        Text(what=What.SHOT_CLOCK, x=216, y=36, w=32, h=26, face="source-bold", size=14, ink=(255, 120, 96)),
    ]
    for side, y in (("away", 2.0), ("home", 34.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=2, y=y, w=106, h=30, side=team, fill=Fill(top="shirt")))
        panels.append(Panel(x=2, y=y, w=26, h=30, side=team, fill=Fill(top="accent", alpha=0.85)))
        texts += [
            Text(what=What.NAME, side=team, x=30, y=y, w=76, h=30, face="source-bold", size=17, ink="number"),
            Text(what=What.SCORE, side=team, x=110, y=y, w=60, h=30, face="source-bold", size=20, ink=(36, 42, 52)),
        ]
    return Look(
        name="corner", w=252, h=66, across="right", down="bottom", margin_x=70, margin_y=46, period_style="1ST",
        clock_style="59.9", shot_clock_style="05", flash="spin", slide="fade",
        panels=tuple(panels), texts=tuple(texts),
    )


def _towers() -> Look:
    """Bottom right, side by side: two tall team boxes with fouls, the clock line beneath."""
    panels = [Panel(x=0, y=78, w=196, h=24, fill=Fill(top=(236, 236, 238), bottom=(206, 206, 210)))]
    texts = [
        Text(what=What.PERIOD, x=4, y=78, w=52, h=24, face="manrope-bold", size=13, ink=(40, 40, 46)),
        Text(what=What.CLOCK, x=58, y=78, w=82, h=24, face="manrope-extrabold", size=15, ink=(20, 20, 24)),
        Text(what=What.SHOT_CLOCK, x=142, y=78, w=50, h=24, face="manrope-bold", size=13, ink=(180, 30, 30)),
    ]
    for side, x in (("away", 0.0), ("home", 98.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=0, w=98, h=78, side=team,
                            fill=Fill(top="shirt", bottom="shirt", border=_WHITE, border_width=1.5)))
        texts += [
            Text(what=What.NAME, side=team, x=x + 6, y=3, w=86, h=20, face="manrope-bold", size=13, ink="number"),
            Text(what=What.SCORE, side=team, x=x + 4, y=22, w=90, h=36, face="manrope-extrabold", size=26,
                 ink="number"),
            Text(what=What.FOULS, side=team, x=x + 4, y=59, w=46, h=16, face="manrope-bold", size=8, ink="number",
                 words=("FOULS ",)),
            Text(what=What.TIMEOUTS, side=team, x=x + 52, y=59, w=40, h=16, face="manrope-bold", size=8,
                 ink="number", words=("T.O. ",)),
        ]
    return Look(
        name="towers", w=196, h=102, across="right", down="bottom", margin_x=84, margin_y=40, period_style="1st",
        clock_style=":59.9", shot_clock_style=":24", flash="blink", slide="slide",
        panels=tuple(panels), texts=tuple(texts),
    )


def _terrace() -> Look:
    """Top left, two rows, home first: clock column, city names, scores far right; minutes with two digits."""
    panels = [
        Panel(x=0, y=0, w=390, h=64, fill=Fill(top=(8, 10, 16), alpha=0.9)),
        Panel(x=0, y=31, w=390, h=1.5, fill=Fill(top=(70, 76, 90))),
        Panel(x=112, y=0, w=3, h=64, fill=Fill(top=(40, 108, 255))),
    ]
    texts = [
        Text(what=What.PERIOD, x=2, y=0, w=108, h=31, face="hanken-medium", size=13, ink=(190, 196, 208)),
        Text(what=What.CLOCK, x=2, y=32, w=74, h=31, face="hanken-medium", size=17, ink=_WHITE),
        Text(what=What.SHOT_CLOCK, x=78, y=36, w=32, h=24, face="hanken-bold", size=14, ink=_WHITE,
             fill=Fill(top=(40, 108, 255))),
    ]
    marks = []
    for side, y in (("home", 0.0), ("away", 32.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=318, y=y + 4, w=6, h=23, side=team, fill=Fill(top="shirt")))
        texts += [
            Text(what=What.NAME, side=team, x=124, y=y, w=186, h=25, face="hanken-medium", size=14, ink=_WHITE,
                 align="left"),
            Text(what=What.SCORE, side=team, x=328, y=y, w=60, h=31, face="hanken-bold", size=19, ink=_WHITE),
        ]
        marks += [
            Marks(what=Mark.FOULS, side=team, x=126, y=y + 25, w=120, h=3, shape="bar", count=5,
                  ink=(40, 108, 255), off=(96, 100, 112)),
            Marks(what=Mark.POSSESSION, side=team, x=300, y=y + 10, w=9, h=9, shape="dot", count=1,
                  ink=(255, 200, 40)),
        ]
    return Look(
        name="terrace", w=390, h=64, across="left", down="top", margin_x=64, margin_y=40, names="city",
        period_style="1st QTR", clock_style="00:59", shot_clock_style="24", flash="none", slide="wipe",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


def _pebble() -> Look:
    """Bottom left, round and flat: nicknames in capsules, fouls as numbers, no shot clock."""
    panels = [Panel(x=0, y=0, w=560, h=44, fill=Fill(top=(252, 248, 240), radius=22))]
    texts = [
        Text(what=What.PERIOD, x=424, y=0, w=46, h=44, face="fredoka", size=16, ink=(96, 84, 150)),
        Text(what=What.CLOCK, x=468, y=0, w=84, h=44, face="fredoka", size=20, ink=(46, 40, 80)),
    ]
    marks = []
    for side, x in (("away", 5.0), ("home", 215.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=5, w=204, h=34, side=team, fill=Fill(top="shirt", radius=17)))
        texts += [
            Text(what=What.NAME, side=team, x=x + 14, y=5, w=110, h=26, face="fredoka", size=14, ink="number",
                 align="left"),
            Text(what=What.SCORE, side=team, x=x + 130, y=5, w=66, h=34, face="fredoka", size=22, ink="number"),
        ]
        marks.append(Marks(what=Mark.TIMEOUTS, side=team, x=x + 16, y=31, w=70, h=5, shape="dot", ink="number"))
    return Look(
        name="pebble", w=560, h=44, across="left", down="bottom", margin_x=60, margin_y=42, names="nickname",
        period_style="Q1", clock_style="0:59.9", flash="grow", slide="wipe",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


def _versus() -> Look:
    """Bottom centre, mirrored about the clock: code, score, clock over quarter, score, code."""
    panels = [
        Panel(x=0, y=6, w=640, h=48, fill=Fill(top=(30, 32, 40), bottom=(8, 8, 12), radius=6)),
        Panel(x=250, y=0, w=140, h=60, fill=Fill(top=(60, 64, 76), bottom=(20, 22, 28), radius=8,
                                                 border=(150, 156, 170), border_width=1.2)),
    ]
    texts = [
        Text(what=What.CLOCK, x=254, y=2, w=132, h=34, face="source-bold", size=22, ink=_WHITE),
        Text(what=What.PERIOD, x=256, y=34, w=76, h=24, face="source-semibold", size=13, ink=(255, 196, 60)),
        Text(what=What.SHOT_CLOCK, x=334, y=36, w=46, h=20, face="source-bold", size=14, ink=(255, 110, 80)),
    ]
    marks = []
    for side, name_x, score_x, dots_x in (("away", 10.0, 150.0, 14.0), ("home", 494.0, 394.0, 500.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=name_x, y=10, w=136, h=34, side=team,
                            fill=Fill(top="shirt", bottom="shirt", lean=10 if team == "away" else -10)))
        texts += [
            Text(what=What.NAME, side=team, x=name_x + 10, y=10, w=116, h=34, face="source-black", size=21,
                 ink="number", stretch=1.05),
            Text(what=What.SCORE, side=team, x=score_x, y=8, w=96, h=44, face="source-black", size=28, ink=_WHITE,
                 shadow=True),
        ]
        marks += [
            Marks(what=Mark.TIMEOUTS, side=team, x=dots_x, y=46, w=110, h=5, shape="dot", ink=(250, 204, 80),
                  off=(74, 76, 84)),
        ]
    return Look(
        name="versus", w=640, h=60, across="centre", down="bottom", margin_y=26, period_style="1ST",
        clock_style="59.9", shot_clock_style="4.9", flash="roll", slide="slide",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


BOXES = (_corner(), _towers(), _terrace(), _pebble(), _versus())
