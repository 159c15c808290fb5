"""What the outside is told about where the media lies: a public address, or a name, never a local path."""

from __future__ import annotations

from pathlib import Path


def media_url(uri: str, public_url: str | None) -> str:
    """The public address where there is one, an address as it is, of a local file its name."""
    if public_url:
        return public_url
    if "://" in uri and not uri.startswith("file:"):
        return uri
    return Path(uri).name


def at_time(url: str, start_s: float, end_s: float | None = None) -> str:
    """A W3C media fragment: a player that knows them seeks there."""
    span = f"{start_s:.3f}".rstrip("0").rstrip(".")
    if end_s is not None:
        span += "," + f"{end_s:.3f}".rstrip("0").rstrip(".")
    return f"{url}#t={span}"
