#!/usr/bin/env python3
"""Writes Sources/CCSEvents/DisplayText/WidthTable.swift from the Unicode data that Python carries.

    python3 Scripts/make-width-table.py

Every scalar gets one of six kinds (see CharacterKind in CharacterWidth.swift). Neighbours of one kind form a run,
stored as `first scalar << 3 | kind` in ascending order.
"""

import pathlib
import unicodedata

MARK, NARROW, WIDE, REPLACED, SELECTOR, SPECIAL = range(6)

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt, which Python's module does not contain: these scalars are
# invisible.
IGNORABLE = [
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]
# Variation selectors: valid after a base, and without a width.
SELECTORS = [(0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)]
# Scalars that depend on the scalar before them: zero width joiner, conjoining vowels and finals of Hangul, regional
# indicators, skin tones.
SPECIALS = [(0x200D, 0x200D), (0x1161, 0x11FF), (0xD7B0, 0xD7FF), (0x1F1E6, 0x1F1FF), (0x1F3FB, 0x1F3FF)]


def within(scalar, ranges):
    return any(first <= scalar <= last for first, last in ranges)


def kind_of(scalar):
    character = chr(scalar)
    if within(scalar, SELECTORS):
        return SELECTOR
    category = unicodedata.category(character)
    if category == "Cn":
        return REPLACED
    if within(scalar, SPECIALS):
        return SPECIAL
    # Control, format, surrogate, private use, line and paragraph separators.
    if category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or within(scalar, IGNORABLE):
        return REPLACED
    if category in ("Mn", "Me"):
        return MARK
    # Ambiguous ones (A) count as narrow, as terminals have them outside of East Asian legacy encodings.
    # Symbols that are emoji by default are W here too.
    return WIDE if unicodedata.east_asian_width(character) in ("W", "F") else NARROW


def main():
    runs = []
    previous = None
    for scalar in range(0x110000):
        current = kind_of(scalar)
        if current != previous:
            runs.append(scalar << 3 | current)
            previous = current
    root = pathlib.Path(__file__).resolve().parent.parent
    target = root / "Sources" / "CCSEvents" / "DisplayText" / "WidthTable.swift"
    with target.open("w", encoding="ascii") as out:
        version = unicodedata.unidata_version
        out.write(f"// Made by Scripts/make-width-table.py from Unicode {version}. Change the script, not this file.\n")
        out.write("// swift-format-ignore-file\n\n")
        out.write("/// The kind of every Unicode scalar, as runs of equal kinds.\n")
        out.write("enum WidthTable {\n")
        out.write("    /// `first scalar << 3 | kind`, ascending. A run ends where the next one starts.\n")
        out.write("    static let runs: [UInt32] = [\n")
        for start in range(0, len(runs), 12):
            out.write("        " + ", ".join(f"0x{run:X}" for run in runs[start : start + 12]) + ",\n")
        out.write("    ]\n}\n")


if __name__ == "__main__":
    main()
