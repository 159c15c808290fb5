"""The looks that only the benchmark draws: nothing is developed against them."""

from __future__ import annotations

from sample_media.scene import Side
from sample_media.scorebugs.look import Fill, Look, Mark, Marks, Panel, Text, What

_WHITE = (245, 246, 248)
_BLACK = (14, 15, 18)


def _comet() -> Look:
    """Bottom, wide, leaning to the right: italics, gradients, the quarter as "1st QTR"."""
    panels = [
        Panel(x=0, y=4, w=940, h=44, fill=Fill(top=(44, 10, 70), bottom=(18, 4, 34), lean=18)),
        Panel(x=640, y=0, w=230, h=52, fill=Fill(top=(255, 150, 30), bottom=(214, 84, 10), lean=18)),
    ]
    texts = [
        Text(what=What.PERIOD, x=664, y=2, w=84, h=48, face="source-black-italic", size=15, ink=(40, 8, 20)),
        Text(what=What.CLOCK, x=748, y=2, w=106, h=48, face="source-black-italic", size=24, ink=(30, 4, 12)),
        Text(what=What.SHOT_CLOCK, x=874, y=6, w=44, h=40, face="source-black-italic", size=18, ink=_WHITE),
    ]
    marks = []
    for side, x in (("away", 26.0), ("home", 332.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=4, w=190, h=44, side=team, fill=Fill(top="shirt", bottom="shirt", lean=18)))
        texts += [
            Text(what=What.NAME, side=team, x=x + 20, y=4, w=150, h=38, face="source-black-italic", size=20,
                 ink="number"),
            Text(what=What.SCORE, side=team, x=x + 196, y=2, w=96, h=48, face="source-black-italic", size=30,
                 ink=_WHITE, shadow=True),
        ]
        marks.append(Marks(what=Mark.TIMEOUTS, side=team, x=x + 30, y=43, w=120, h=3, shape="bar", ink="number"))
    return Look(
        name="comet", w=940, h=52, across="centre", down="bottom", margin_y=30, held_out=True,
        period_style="1st QTR", clock_style="59.9", shot_clock_style="24", flash="spin", slide="wipe",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


def _glass() -> Look:
    """Top right, see-through, thin digits: home over away, the clock above them."""
    panels = [
        Panel(x=0, y=0, w=230, h=98, fill=Fill(top=(18, 24, 34), alpha=0.58, radius=8)),
        Panel(x=10, y=31, w=210, h=1, fill=Fill(top=(200, 210, 224), alpha=0.5)),
    ]
    texts = [
        Text(what=What.PERIOD, x=8, y=2, w=60, h=28, face="manrope-bold", size=13, ink=(206, 216, 230), align="left"),
        Text(what=What.CLOCK, x=70, y=2, w=96, h=28, face="roboto-light", size=18, ink=_WHITE),
        Text(what=What.SHOT_CLOCK, x=172, y=2, w=50, h=28, face="roboto-light", size=16, ink=(255, 220, 120)),
    ]
    marks = []
    for side, y in (("home", 33.0), ("away", 64.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=10, y=y + 4, w=5, h=23, side=team, fill=Fill(top="shirt")))
        texts += [
            Text(what=What.NAME, side=team, x=22, y=y, w=130, h=31, face="roboto-light", size=15, ink=_WHITE,
                 align="left"),
            Text(what=What.SCORE, side=team, x=160, y=y, w=62, h=31, face="roboto-light", size=21, ink=_WHITE,
                 align="right"),
        ]
        marks.append(Marks(what=Mark.POSSESSION, side=team, x=154, y=y + 11, w=8, h=8, shape="dot", count=1,
                           ink=(255, 220, 120)))
    return Look(
        name="glass", w=230, h=98, across="right", down="top", margin_x=56, margin_y=36, held_out=True,
        names="nickname", period_style="Q1", clock_style=":59.9", shot_clock_style="05", flash="roll", slide="fade",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


def _slab() -> Look:
    """Bottom left, white with tall black letters; the clock stands over the quarter, fouls as words."""
    panels = [
        Panel(x=0, y=0, w=590, h=60, fill=Fill(top=_WHITE)),
        Panel(x=480, y=36, w=108, h=22, fill=Fill(top=(52, 30, 160))),
    ]
    texts = [
        Text(what=What.CLOCK, x=482, y=0, w=104, h=36, face="roboto-medium", size=23, ink=_BLACK),
        Text(what=What.PERIOD, x=482, y=36, w=58, h=22, face="roboto-bold", size=13, ink=_WHITE),
        Text(what=What.SHOT_CLOCK, x=544, y=36, w=42, h=22, face="roboto-bold", size=13, ink=(200, 190, 255)),
    ]
    for side, x in (("away", 2.0), ("home", 240.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=2, w=128, h=56, side=team, fill=Fill(top="shirt")))
        texts += [
            Text(what=What.NAME, side=team, x=x + 4, y=2, w=120, h=40, face="roboto-bold", size=28, ink="number",
                 stretch=0.8),
            Text(what=What.FOULS, side=team, x=x + 4, y=40, w=60, h=16, face="roboto-medium", size=9, ink="number",
                 words=("FLS ",)),
            Text(what=What.BONUS, side=team, x=x + 66, y=40, w=60, h=16, face="roboto-bold", size=9, ink="number"),
            Text(what=What.SCORE, side=team, x=x + 130, y=2, w=104, h=56, face="roboto-bold", size=34, ink=_BLACK,
                 stretch=0.85),
        ]
    return Look(
        name="slab", w=590, h=60, across="left", down="bottom", margin_x=48, margin_y=30, held_out=True,
        period_style="1ST", clock_style="0:59.9", shot_clock_style="05", flash="takeover", slide="slide",
        panels=tuple(panels), texts=tuple(texts),
    )


def _crown() -> Look:
    """Top centre, mirrored, home first, condensed: the quarter as a word, the series in a tab below."""
    panels = [
        Panel(x=0, y=0, w=620, h=40, fill=Fill(top=(10, 40, 58), bottom=(4, 20, 32))),
        Panel(x=236, y=0, w=148, h=40, fill=Fill(top=(240, 244, 246))),
        Panel(x=150, y=40, w=320, h=20, fill=Fill(top=(240, 244, 246), alpha=0.85)),
    ]
    texts = [
        Text(what=What.CLOCK, x=238, y=0, w=92, h=40, face="hanken-bold", size=21, ink=(6, 34, 50), stretch=0.85),
        Text(what=What.PERIOD, x=152, y=40, w=110, h=20, face="hanken-bold", size=11, ink=(6, 34, 50)),
        Text(what=What.SHOT_CLOCK, x=332, y=6, w=46, h=28, face="hanken-bold", size=17, ink=_WHITE, stretch=0.85,
             fill=Fill(top=(200, 40, 60), radius=4)),
        Text(what=What.SERIES, x=266, y=40, w=200, h=20, face="hanken-medium", size=11, ink=(6, 34, 50),
             words=("CROWN NETWORK",)),
    ]
    marks = []
    for side, name_x, score_x in (("home", 16.0, 152.0), ("away", 468.0, 388.0)):
        team: Side = "home" if side == "home" else "away"
        edge = 0.0 if team == "home" else 608.0
        panels.append(Panel(x=edge, y=0, w=12, h=40, side=team, fill=Fill(top="shirt")))
        texts += [
            Text(what=What.NAME, side=team, x=name_x, y=0, w=134, h=36, face="hanken-bold", size=18, ink=_WHITE,
                 stretch=0.8),
            Text(what=What.SCORE, side=team, x=score_x, y=0, w=80, h=40, face="hanken-bold", size=26,
                 ink=(255, 230, 140), stretch=0.85),
        ]
        marks.append(Marks(what=Mark.TIMEOUTS, side=team, x=name_x + 30, y=35, w=80, h=3, shape="bar",
                           ink=(220, 230, 236), off=(50, 76, 92)))
    return Look(
        name="crown", w=620, h=60, across="centre", down="top", margin_y=22, held_out=True, names="city",
        period_style="1ST QUARTER", clock_style="59.9", shot_clock_style="24", flash="blink", slide="slide",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


HELD_OUT_LOOKS = (_comet(), _glass(), _slab(), _crown())
