"""EDC: event detection and classification for basketball broadcasts."""

__version__ = "0.1.0"
