"""The sound of a sample broadcast, synthesised.

In: a broadcast's cues and the crowd's mood. Out: 48 kHz stereo in blocks of 16-bit samples, of
constant memory for a game of any length, the same bytes for the same seed.
"""

from __future__ import annotations

from sample_media.sound.mixing import CHANNELS, soundtrack
from sample_media.sound.voice import Commentator, commentator
from sample_media.sound.waves import RATE

__all__ = ["CHANNELS", "RATE", "Commentator", "commentator", "soundtrack"]
