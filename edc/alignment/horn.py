"""When a period's clock ran out, where the display is too coarse to tell.

Comes in: the second at which the display says zero, and where a horn was heard. Goes out: the second
at which the period ended: a clock without tenths shows 0:00 during its whole last second, standing or not.
"""

from __future__ import annotations

import numpy as np

from edc.alignment.looks import Floats
from edc.media.runs import runs

_HEARD = 0.25
_EXACT_S = 0.5
"""A horn this close to the display's zero adds nothing to it."""
_REACH_S = 4.5
_LASTING_STEPS = 5
_HELD_S = 0.2
"""The horn's likeness rises so long after its onset: it looks for a tone that lasts."""


def expired_s(zero_s: float, media_s: Floats, horn: Floats) -> float:
    """The horn's onset soon after the display's zero; that zero itself where none is heard."""
    first, last = np.searchsorted(media_s, [zero_s - 0.3, zero_s + _REACH_S])
    heard = horn[first:last] >= _HEARD
    # a shout or an organ's note is short
    onset_step = next((start for start, end in runs(heard) if end - start >= _LASTING_STEPS), None)
    if onset_step is None:
        return zero_s
    onset = float(media_s[first + onset_step]) - _HELD_S
    return onset if onset > zero_s + _EXACT_S else zero_s
