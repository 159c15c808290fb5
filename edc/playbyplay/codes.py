"""The numbers that the older stats feeds use for what a play was, in liveData's words.

stats playbyplayv2 calls them EVENTMSGTYPE and EVENTMSGACTIONTYPE, data.nba.com etype and mtype.
"""

from __future__ import annotations

from types import MappingProxyType

MADE, MISSED, FREE_THROW, REBOUND, TURNOVER, FOUL, VIOLATION = 1, 2, 3, 4, 5, 6, 7
SUBSTITUTION, TIMEOUT, JUMP_BALL, EJECTION, PERIOD_START, PERIOD_END, REPLAY = 8, 9, 10, 11, 12, 13, 18

SHOT_PHRASES = MappingProxyType({
    1: "jump shot", 2: "running jump shot", 3: "hook shot", 5: "layup", 6: "driving layup", 7: "dunk",
    41: "running layup", 42: "driving layup", 43: "alley oop layup", 44: "reverse layup", 45: "jump shot",
    46: "running jump shot", 47: "turnaround jump shot", 48: "dunk", 49: "driving dunk", 50: "running dunk",
    51: "reverse dunk", 52: "alley oop dunk", 55: "hook shot", 57: "driving hook", 58: "turnaround hook",
    63: "fadeaway jump shot", 66: "bank jump shot", 67: "bank hook", 71: "finger roll layup", 72: "putback layup",
    73: "driving reverse layup", 74: "running reverse layup", 75: "driving finger roll layup",
    76: "running finger roll layup", 77: "driving jump shot", 78: "floating jump shot", 79: "pullup jump shot",
    80: "step back jump shot", 81: "pullup bank jump shot", 82: "driving bank jump shot",
    83: "fadeaway bank jump shot", 84: "running bank jump shot", 85: "turnaround bank jump shot",
    86: "turnaround fadeaway jump shot", 87: "putback dunk", 88: "driving finger roll layup", 93: "driving bank hook",
    96: "turnaround bank hook", 97: "tip layup", 98: "cutting layup", 99: "cutting finger roll layup",
    100: "running alley oop layup", 101: "driving floating jump shot", 102: "driving floating bank jump shot",
    103: "running pullup jump shot", 104: "step back bank jump shot", 105: "turnaround fadeaway bank jump shot",
    106: "running alley oop dunk", 107: "tip dunk", 108: "cutting dunk", 109: "driving reverse dunk",
    110: "running reverse dunk",
})  # fmt: skip

TURNOVERS = MappingProxyType({
    0: "no turnover", 1: "bad pass", 2: "lost ball", 4: "traveling", 5: "foul", 6: "double dribble",
    7: "discontinue dribble", 8: "3-second-violation", 9: "5-second-violation", 10: "8-second-violation",
    11: "shot clock", 12: "inbound", 13: "backcourt", 15: "offensive goaltending", 17: "laneviolation",
    18: "jump ball violation", 19: "kicked ball", 20: "illegal assist", 21: "palming", 33: "inbound",
    37: "offensive foul", 39: "out-of-bounds", 40: "out-of-bounds", 41: "lost ball", 42: "punched ball",
    44: "excess timeout", 45: "out-of-bounds",
})  # fmt: skip

FOULS = MappingProxyType({
    1: ("personal", ""), 2: ("personal", "shooting"), 3: ("personal", "loose ball"), 4: ("offensive", ""),
    5: ("personal", "inbound"), 6: ("personal", "away-from-play"), 9: ("personal", "clear-path"),
    10: ("personal", "double"), 11: ("technical", ""), 12: ("technical", ""), 13: ("technical", ""),
    14: ("personal", "flagrant-type-1"), 15: ("personal", "flagrant-type-2"), 16: ("technical", "double"),
    17: ("technical", "defensive-3-second"), 18: ("technical", "delay-of-game"), 19: ("technical", ""),
    25: ("technical", ""), 26: ("offensive", "charge"), 27: ("personal", "block"), 28: ("personal", "take"),
    29: ("personal", "shooting"), 30: ("technical", ""), 31: ("personal", "transition take"),
})  # fmt: skip

VIOLATIONS = MappingProxyType({
    1: "delay-of-game", 2: "defensive goaltending", 3: "lane", 4: "jump ball", 5: "kicked ball", 6: "double lane",
})  # fmt: skip

REPLAYS = MappingProxyType({0: "", 4: "supported", 5: "overturned", 6: "stands"})

ACTION_TYPES = MappingProxyType({
    FREE_THROW: "freethrow", REBOUND: "rebound", TURNOVER: "turnover", FOUL: "foul", VIOLATION: "violation",
    SUBSTITUTION: "substitution", TIMEOUT: "timeout", JUMP_BALL: "jumpball", EJECTION: "ejection",
    PERIOD_START: "period", PERIOD_END: "period", REPLAY: "instantreplay",
})  # fmt: skip

MAIN_ROLES = MappingProxyType({
    MADE: "shooter", MISSED: "shooter", FREE_THROW: "shooter", REBOUND: "rebounder", TURNOVER: "turnover",
    FOUL: "fouler", VIOLATION: "violator", SUBSTITUTION: "out", JUMP_BALL: "jumper", EJECTION: "ejected",
})  # fmt: skip

SECOND_ROLES = MappingProxyType({
    MADE: "assist", TURNOVER: "stealer", FOUL: "fouled", SUBSTITUTION: "in", JUMP_BALL: "jumper",
})  # fmt: skip
