"""The index in the formats of others: WebVTT, Podcasting 2.0 chapters, schema.org, HLS date ranges.

Comes in: the dictionary of `key_moments.json`. Goes out: text. Retracted moments are left out: none
of these formats can say that something is no longer so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from edc.gameclock import period_name
from edc.keymoments.media_name import at_time

Document = Mapping[str, Any]

HLS_CLASS = "edc.keymoment"
UNKNOWN_START = datetime(1970, 1, 1, tzinfo=UTC)
"""Date of media second 0 where the broadcast's is not known: date ranges need one, and only differences count."""


def standing(document: Document) -> list[Mapping[str, Any]]:
    return [m for m in document["moments"] if m["status"] != "retracted"]


def heading(moment: Mapping[str, Any]) -> str:
    """"Q4 1:12 A. Edwards step-back three"."""
    when = [] if moment["period"] is None else [period_name(moment["period"])]
    when += [] if moment["clock"] is None else [moment["clock"]]
    return " ".join([*when, moment["title"]])


def game_name(document: Document) -> str:
    away, home = (document["game"][side]["tricode"] or side for side in ("away", "home"))
    return f"{away} @ {home}"


def _ends(moments: Sequence[Mapping[str, Any]]) -> list[float]:
    """A chapter ends where it ends, or where the next begins."""
    starts = [m["start_s"] for m in moments]
    return [
        m["end_s"] if at + 1 == len(moments) or starts[at + 1] <= m["start_s"] else min(m["end_s"], starts[at + 1])
        for at, m in enumerate(moments)
    ]


# ------------------------------------------------------------------ WebVTT
def vtt_time(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    hours, rest = divmod(milliseconds, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02d}:{minutes:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def vtt(document: Document) -> str:
    """Chapters; a cue's text may hold no markup."""
    moments = sorted(standing(document), key=lambda m: m["start_s"])
    cues = [
        f"{moment['id']}\n{vtt_time(moment['start_s'])} --> {vtt_time(end_s)}\n{_vtt_text(heading(moment))}\n"
        for moment, end_s in zip(moments, _ends(moments), strict=True)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _vtt_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ------------------------------------------------------------------ Podcasting 2.0
def chapters(document: Document) -> dict[str, Any]:
    moments = sorted(standing(document), key=lambda m: m["start_s"])
    return {
        "version": "1.2.0",
        "title": game_name(document),
        "fileName": document["game"]["media_url"],
        "chapters": [_chapter(moment, end_s) for moment, end_s in zip(moments, _ends(moments), strict=True)],
    }


def _chapter(moment: Mapping[str, Any], end_s: float) -> dict[str, Any]:
    chapter = {"startTime": moment["start_s"], "endTime": end_s, "title": heading(moment)}
    if moment["thumbnail"]:
        chapter["img"] = moment["thumbnail"]
    return chapter


# ------------------------------------------------------------------ schema.org
def iso_duration(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + f"{rest}S"


def json_ld(document: Document) -> dict[str, Any]:
    """A VideoObject with a Clip for each moment; offsets in whole seconds, as search engines want them."""
    game = document["game"]
    moments = standing(document)
    value = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": game_name(document),
        "description": f"Key moments of {game_name(document)}" + (f", {game['date']}" if game["date"] else ""),
        "uploadDate": game["date"] or document["generated_at"],
        "duration": iso_duration(game["duration_s"]),
        "contentUrl": game["media_url"],
        "hasPart": [_clip(moment, game["media_url"]) for moment in moments],
    }
    first = next((m for m in moments if m["thumbnail"]), None)
    return value | ({"thumbnailUrl": [first["thumbnail"]], "thumbnail": _picture(first)} if first else {})


def _clip(moment: Mapping[str, Any], url: str) -> dict[str, Any]:
    start, end = math.floor(moment["start_s"]), math.ceil(moment["end_s"])
    clip = {
        "@type": "Clip", "name": heading(moment), "description": moment["caption"], "startOffset": start,
        "endOffset": end, "url": at_time(url, start),
    }  # fmt: skip
    return clip | ({"thumbnail": _picture(moment)} if moment["thumbnail"] else {})


def _picture(moment: Mapping[str, Any]) -> dict[str, str]:
    """With what it shows, for those who do not see it."""
    return {"@type": "ImageObject", "contentUrl": moment["thumbnail"], "caption": moment["alt"]}


# ------------------------------------------------------------------ HLS
def _quoted(text: str) -> str:
    """An attribute's string may hold neither quotes nor line ends."""
    return '"' + text.replace('"', "'").replace("\r", " ").replace("\n", " ") + '"'


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def hls(document: Document, start_utc: str | None) -> str:
    """A media playlist of the whole file with a date range for each moment."""
    game = document["game"]
    zero = datetime.fromisoformat(start_utc) if start_utc else UNKNOWN_START
    zero = zero if zero.tzinfo else zero.replace(tzinfo=UTC)
    lines = [
        "#EXTM3U", "#EXT-X-VERSION:6", f"#EXT-X-TARGETDURATION:{math.ceil(game['duration_s'])}",
        "#EXT-X-PLAYLIST-TYPE:VOD", f"#EXT-X-PROGRAM-DATE-TIME:{_date(zero)}",
    ]  # fmt: skip
    lines += [_date_range(moment, zero) for moment in standing(document)]
    lines += [f"#EXTINF:{game['duration_s']:.3f},", game["media_url"], "#EXT-X-ENDLIST"]
    return "\n".join(lines) + "\n"


def _date_range(moment: Mapping[str, Any], zero: datetime) -> str:
    attributes = {
        "ID": _quoted(moment["id"]),
        "CLASS": _quoted(HLS_CLASS),
        "START-DATE": _quoted(_date(zero + timedelta(seconds=moment["start_s"]))),
        "DURATION": f"{moment['end_s'] - moment['start_s']:.3f}",
        "X-EDC-LABEL": _quoted(moment["label"]),
        "X-EDC-TITLE": _quoted(moment["title"]),
        "X-EDC-SAFE-TITLE": _quoted(moment["safe_title"]),
        "X-EDC-ALT": _quoted(moment["alt"]),
        "X-EDC-SAFE-ALT": _quoted(moment["safe_alt"]),
        "X-EDC-STARS": str(moment["stars"]),
    }
    return "#EXT-X-DATERANGE:" + ",".join(f"{name}={value}" for name, value in attributes.items())


def outside_files(document: Document, start_utc: str | None) -> dict[str, str]:
    """File suffix → content, beside `key_moments.json`."""
    return {
        ".vtt": vtt(document),
        ".chapters.json": json.dumps(chapters(document), ensure_ascii=False, indent=1) + "\n",
        ".jsonld": json.dumps(json_ld(document), ensure_ascii=False, indent=1) + "\n",
        ".m3u8": hls(document, start_utc),
    }
