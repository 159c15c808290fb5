"""Looks that run along an edge of the picture."""

from __future__ import annotations

from sample_media.scene import Side
from sample_media.scorebugs.look import Fill, Look, Mark, Marks, Panel, Text, What

_WHITE = (245, 246, 248)
_BLACK = (14, 15, 18)
_GREY = (120, 126, 136)


def _harbour() -> Look:
    """A full-width bottom bar: away left, home right of it, clock, then a sponsor."""
    panels = [
        Panel(x=0, y=0, w=1280, h=46, fill=Fill(top=(38, 42, 52), bottom=(12, 14, 20))),
        Panel(x=0, y=0, w=1280, h=2, fill=Fill(top=(210, 214, 222))),
        Panel(x=866, y=2, w=414, h=44, fill=Fill(top=(20, 60, 128), bottom=(10, 30, 74))),
        Panel(x=600, y=6, w=170, h=36, fill=Fill(top=(236, 238, 242), bottom=(200, 204, 212))),
    ]
    texts = [
        Text(what=What.PERIOD, x=604, y=6, w=62, h=36, face="roboto-bold", size=16, ink=(30, 34, 44)),
        Text(what=What.CLOCK, x=668, y=6, w=100, h=36, face="roboto-bold", size=21, ink=(10, 10, 14)),
        Text(what=What.SHOT_CLOCK, x=776, y=6, w=60, h=36, face="roboto-bold", size=19, ink=(255, 214, 64)),
        Text(what=What.WORDS, x=880, y=4, w=390, h=40, face="source-semibold", size=16, ink=_WHITE,
             words=("NORTHLINE TOOLS · BUILT TO HOLD",)),
    ]
    marks = []
    for side, x in (("away", 40.0), ("home", 320.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=4, w=160, h=34, side=team, fill=Fill(top="shirt", alpha=0.97)))
        texts += [
            Text(what=What.NAME, side=team, x=x + 8, y=4, w=120, h=34, face="roboto-black", size=20,
                 ink="number", align="left"),
            Text(what=What.SCORE, side=team, x=x + 162, y=3, w=84, h=38, face="roboto-black", size=26, ink=_WHITE),
            Text(what=What.BONUS, side=team, x=x + 118, y=12, w=40, h=18, face="roboto-bold", size=9,
                 ink="number"),
        ]
        marks.append(Marks(what=Mark.TIMEOUTS, side=team, x=x, y=40, w=160, h=3, shape="bar",
                           ink=(250, 216, 90), off=(70, 74, 84)))
    return Look(
        name="harbour", w=1280, h=46, across="left", down="bottom", margin_y=20, period_style="1ST",
        clock_style="59.9", shot_clock_style=":24", flash="blink",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


def _canopy() -> Look:
    """A thin bar along the top: nicknames, serifs, whole words for the quarter, no shot clock."""
    panels = [
        Panel(x=0, y=0, w=1280, h=34, fill=Fill(top=(242, 238, 226), bottom=(212, 204, 184), alpha=0.96)),
        Panel(x=0, y=34, w=1280, h=3, fill=Fill(top=(130, 28, 34))),
        Panel(x=532, y=0, w=216, h=34, fill=Fill(top=(120, 24, 30), bottom=(84, 12, 18))),
    ]
    texts = [
        Text(what=What.PERIOD, x=536, y=0, w=122, h=34, face="caladea-bold", size=13, ink=_WHITE),
        Text(what=What.CLOCK, x=660, y=0, w=86, h=34, face="caladea-bold", size=19, ink=(255, 240, 200)),
        Text(what=What.SERIES, x=1030, y=0, w=240, h=34, face="caladea-bold", size=12, ink=(90, 20, 24),
             align="right"),
        Text(what=What.WORDS, x=10, y=0, w=160, h=34, face="caladea-bold", size=13, ink=(90, 20, 24),
             align="left", words=("CANOPY SPORTS",)),
        Text(what=What.NAME, side="home", x=190, y=0, w=220, h=34, face="caladea-bold", size=17,
             ink=(34, 30, 28), align="right"),
        Text(what=What.SCORE, side="home", x=420, y=0, w=100, h=34, face="caladea-bold", size=23, ink=_WHITE),
        Text(what=What.SCORE, side="away", x=760, y=0, w=100, h=34, face="caladea-bold", size=23, ink=_WHITE),
        Text(what=What.NAME, side="away", x=872, y=0, w=160, h=34, face="caladea-bold", size=17,
             ink=(34, 30, 28), align="left"),
    ]
    for side, x in (("home", 420.0), ("away", 760.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=0, w=100, h=34, side=team, fill=Fill(top=(44, 40, 38), bottom=(20, 18, 18))))
        panels.append(Panel(x=x, y=30, w=100, h=4, side=team, fill=Fill(top="shirt")))
    return Look(
        name="canopy", w=1280, h=37, across="left", down="top", margin_y=0, names="nickname",
        period_style="1ST QUARTER", clock_style="0:59", flash="roll",
        panels=tuple(panels), texts=tuple(texts),
        marks=(
            Marks(what=Mark.POSSESSION, side="home", x=524, y=12, w=7, h=10, shape="arrow", ink=(200, 40, 40)),
            Marks(what=Mark.POSSESSION, side="away", x=750, y=12, w=7, h=10, shape="arrow", ink=(200, 40, 40)),
        ),
    )


def _wire() -> Look:
    """A bottom bar full of clutter: clock first, home first, ranks, and a ticker of other games."""
    panels = [
        Panel(x=0, y=0, w=1280, h=30, fill=Fill(top=(246, 247, 249))),
        Panel(x=0, y=30, w=1280, h=22, fill=Fill(top=(24, 26, 30))),
        Panel(x=0, y=0, w=196, h=30, fill=Fill(top=(226, 32, 44))),
        Panel(x=0, y=30, w=90, h=22, fill=Fill(top=(226, 32, 44))),
    ]
    texts = [
        Text(what=What.PERIOD, x=4, y=0, w=60, h=30, face="hanken-bold", size=15, ink=_WHITE),
        Text(what=What.CLOCK, x=66, y=0, w=88, h=30, face="hanken-bold", size=18, ink=_WHITE),
        Text(what=What.SHOT_CLOCK, x=156, y=5, w=36, h=20, face="hanken-bold", size=13, ink=(226, 32, 44),
             fill=Fill(top=_WHITE, radius=3)),
        Text(what=What.WORDS, x=2, y=31, w=86, h=20, face="hanken-bold", size=11, ink=_WHITE, words=("WIRE 9",)),
        Text(what=What.TICKER, x=100, y=30, w=1160, h=22, face="source-semibold", size=12, ink=(214, 218, 226),
             align="left", words=(
                 "FINAL  PORT ELLIS 101  GRANBY 96     3RD 4:12  CALDER 71  WEST VALE 70     HALF  OAKLEY 55  TARN 48",
                 "LEADERS  MARLOW 24 PTS  OSEI 11 REB  DIALLO 9 AST     NEXT: DUNMORE AT KESTREL BAY 10:30",
                 "1ST 8:45  HOLLIN 6  ASHBY 9     TRADE: FAIRWAY SENDS TWO SECOND-ROUND PICKS TO BRIGG",
             )),
        Text(what=What.SERIES, x=880, y=0, w=390, h=30, face="hanken-medium", size=13, ink=(60, 64, 72),
             align="right", words=("LIVE FROM DOWNTOWN",)),
    ]
    marks = []
    for side, x, rank in (("home", 204.0, "3"), ("away", 540.0, "6")):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=0, w=8, h=30, side=team, fill=Fill(top="shirt")))
        panels.append(Panel(x=x + 236, y=3, w=76, h=24, side=team, fill=Fill(top="shirt", radius=2)))
        texts += [
            Text(what=What.WORDS, side=team, x=x + 10, y=0, w=20, h=30, face="hanken-medium", size=10, ink=_GREY,
                 words=(rank,)),
            Text(what=What.NAME, side=team, x=x + 30, y=0, w=150, h=30, face="hanken-bold", size=16,
                 ink=_BLACK, align="left"),
            Text(what=What.SCORE, side=team, x=x + 236, y=3, w=76, h=24, face="hanken-bold", size=18, ink="number"),
            Text(what=What.BONUS, side=team, x=x + 200, y=6, w=30, h=18, face="hanken-bold", size=9, ink=_WHITE,
                 words=("B+",), fill=Fill(top=(226, 32, 44), radius=9)),
        ]
        marks.append(Marks(what=Mark.TIMEOUTS, side=team, x=x + 186, y=3, w=5, h=24, shape="bar", down=True,
                           ink=(40, 44, 52), off=(208, 212, 218)))
    return Look(
        name="wire", w=1280, h=52, across="left", down="bottom", margin_y=0, names="city", period_style="Q1",
        clock_style="0:59.9", shot_clock_style="24", flash="grow", slide="slide",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


def _ribbon() -> Look:
    """Bottom centre, half transparent: coloured team blocks, a white pill for the clock, the series below."""
    panels = [
        Panel(x=0, y=0, w=760, h=58, fill=Fill(top=(22, 22, 26), bottom=(10, 10, 12), alpha=0.72)),
        Panel(x=556, y=6, w=110, h=26, fill=Fill(top=(250, 250, 250), radius=13)),
    ]
    texts = [
        Text(what=What.WORDS, x=6, y=0, w=92, h=36, face="source-black-italic", size=18, ink=_WHITE, words=("HSN",)),
        Text(what=What.PERIOD, x=500, y=4, w=54, h=30, face="roboto-medium", size=16, ink=_WHITE, raised=True),
        Text(what=What.CLOCK, x=558, y=6, w=106, h=26, face="roboto-black", size=18, ink=_BLACK, stretch=1.12),
        Text(what=What.SHOT_CLOCK, x=672, y=4, w=60, h=30, face="roboto-medium", size=18, ink=(230, 230, 230)),
        Text(what=What.SERIES, x=500, y=36, w=250, h=20, face="source-semibold", size=12, ink=(226, 226, 230),
             words=("REGULAR SEASON",)),
    ]
    marks = []
    for side, x in (("away", 100.0), ("home", 298.0)):
        team: Side = "home" if side == "home" else "away"
        panels.append(Panel(x=x, y=0, w=196, h=36, side=team, fill=Fill(top="shirt", bottom="shirt", alpha=0.92)))
        texts += [
            Text(what=What.NAME, side=team, x=x + 10, y=0, w=90, h=36, face="roboto-bold", size=19, ink="number",
                 align="left", stretch=0.92),
            Text(what=What.SCORE, side=team, x=x + 112, y=0, w=80, h=36, face="roboto-black", size=22,
                 ink="number", align="right", stretch=1.1),
            Text(what=What.BONUS, side=team, x=x + 128, y=38, w=64, h=16, face="source-bold", size=10,
                 ink=(255, 206, 70)),
        ]
        marks.append(Marks(what=Mark.TIMEOUTS, side=team, x=x + 8, y=46, w=118, h=3, shape="bar",
                           ink=(232, 232, 236), off=(84, 84, 90)))
    return Look(
        name="ribbon", w=760, h=58, across="centre", down="bottom", margin_y=34, period_style="1ST",
        clock_style="59.9", shot_clock_style="24", flash="takeover", slide="fade",
        panels=tuple(panels), texts=tuple(texts), marks=tuple(marks),
    )


BARS = (_harbour(), _canopy(), _wire(), _ribbon())
