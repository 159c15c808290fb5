"""Draws scenes of a broadcast as pictures."""

from sample_media.drawing.painter import Painter
from sample_media.drawing.style import Style, default_style, random_style

__all__ = ["Painter", "Style", "default_style", "random_style"]
