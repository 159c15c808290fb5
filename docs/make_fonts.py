"""Makes the fonts in `edc/recap/fonts`: Noto Sans cut down to the characters that captions can hold.

Run with fonttools installed, and the fonts of Debian's packages fonts-noto-core and fonts-noto-cjk unpacked in FOLDER:

    python docs/make_fonts.py FOLDER

Captions are sentences of `edc/captions/languages` with names of plays, periods and numbers from `edc/taxonomy.toml`
and names of people and teams: in Latin letters as feeds write them, or as a file of names gives them in the language.
For those the common characters of Chinese and Japanese are in (GB 2312 and JIS X 0208, level 1). A game whose names
hold other characters still gets its captions as WebVTT; `recap.json` says which a burned-in text lacks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
OUT = ROOT / "edc" / "recap" / "fonts"
LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x1E00, 0x1EFF), (0x2010, 0x2026), (0x2190, 0x2193), (0x218, 0x21B)]
KANA = [(0x3000, 0x303F), (0x3041, 0x30FF), (0xFF01, 0xFF5E)]


def characters(code: str) -> set[str]:
    """Everything that stands in a language's sentences, in the words a model may use, and in the taxonomy."""
    folder = ROOT / "edc" / "captions" / "languages" / code
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml")))
    texts += (ROOT / "edc" / "taxonomy.toml").read_text(encoding="utf-8")
    return {character for character in texts if ord(character) >= 0x3000}


def common(encoding: str, last: int) -> set[str]:
    """The characters of a standard's first level: its rows from 16 on, in bytes from B0A1 to `last`."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return {row.decode(encoding) for row in rows if int.from_bytes(row, "big") <= last}


def subset(source: Path, number: int, wanted: set[str], ranges: list[tuple[int, int]], target: Path) -> None:
    points = {ord(character) for character in wanted} | {p for a, b in ranges for p in range(a, b + 1)}
    subprocess.run(
        [sys.executable, "-m", "fontTools.subset", str(source), f"--font-number={number}",
         "--unicodes=" + ",".join(f"{p:x}" for p in sorted(points)), "--layout-features=kern,liga,mark,mkmk,ccmp,locl",
         "--name-IDs=*", "--no-hinting", f"--output-file={target}"],
        check=True,
    )  # fmt: skip


def main(folder: Path) -> None:
    core, cjk = "usr/share/fonts/truetype/noto", "usr/share/fonts/opentype/noto"
    latin = next(folder.rglob(f"{core}/NotoSans-Bold.ttf"))
    collection = next(folder.rglob(f"{cjk}/NotoSansCJK-Bold.ttc"))
    subset(latin, 0, set(), LATIN, OUT / "NotoSans-Bold.ttf")
    subset(collection, 0, characters("ja") | common("euc_jp", 0xCFD3), [*LATIN, *KANA], OUT / "NotoSansJP-Bold.otf")
    subset(collection, 2, characters("zh") | common("gb2312", 0xD7F9), [*LATIN, *KANA], OUT / "NotoSansSC-Bold.otf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
