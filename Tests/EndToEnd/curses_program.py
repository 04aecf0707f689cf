#!/usr/bin/env python3
"""Draws frames with ncurses. The expected terminal content of each frame is known cell by cell.

After each frame, it writes an operating system command. A key requests the next frame.
"""

import curses
import locale
import os
import random
import sys

LETTERS = "abcdefghij 0123456789 .-+ "
LINES = "─│┌┐└┘├┤┬┴┼"
WIDE = "日本語한글中"
COMBINED = "é"
ATTRIBUTES = ("", "bold", "reverse", "colour", "background")
FRAMES = 40


def glyphs(source, width, attribute):
    """A row of (text, columns, attribute)."""
    row, columns = [], 0
    while columns < width:
        kind = source.random()
        if kind < 0.05 and columns + 2 <= width:
            row.append((source.choice(WIDE), 2, attribute))
        elif kind < 0.15:
            row.append((source.choice(LINES), 1, attribute))
        elif kind < 0.17:
            row.append((COMBINED, 1, attribute))
        else:
            row.append((source.choice(LETTERS), 1, attribute))
        columns += row[-1][1]
    return row


def blank(width):
    return [(" ", 1, "")] * width


def changed(source, rows, width, height):
    """The next frame: the last one with a change for which ncurses has an optimisation."""
    kind = source.randrange(8)
    y = source.randrange(height)
    attribute = source.choice(ATTRIBUTES)
    if kind == 0:
        rows[y] = glyphs(source, width, attribute)
    elif kind == 1:
        rows = rows[y:] + [glyphs(source, width, "") for _ in range(y)]
    elif kind == 2:
        rows = [blank(width) for _ in range(y)] + rows[:height - y]
    elif kind == 3:
        rows[y] = [(source.choice("=#x "), 1, attribute)] * width
    elif kind == 4:
        rows[y] = rows[y][:source.randrange(len(rows[y]))]
        rows[y] += blank(width - sum(glyph[1] for glyph in rows[y]))
    elif kind == 5:
        new = [("X", 1, attribute)] * source.randrange(1, 6) + rows[y]
        rows[y] = fitted(new, width)
    elif kind == 6:
        cut = source.randrange(len(rows[y]))
        rows[y] = fitted(rows[y][:cut] + rows[y][cut + source.randrange(1, 6):], width)
    else:
        for _ in range(height):
            row = rows[source.randrange(height)]
            at = source.randrange(len(row))
            row[at] = ("日" if row[at][1] == 2 else "o", row[at][1], attribute)
    return rows


def fitted(row, width):
    kept, columns = [], 0
    for glyph in row:
        if columns + glyph[1] > width:
            break
        kept.append(glyph)
        columns += glyph[1]
    return kept + blank(width - columns)


def pictures(seed, width, height):
    """The frames, each a list of rows of glyphs. The program and the test compute the same ones."""
    source = random.Random(seed)
    rows = [glyphs(source, width, "") for _ in range(height)]
    for _ in range(FRAMES):
        yield rows
        rows = changed(source, [list(row) for row in rows], width, height)


def main(seed):
    locale.setlocale(locale.LC_ALL, "")
    window = curses.initscr()
    curses.raw()
    curses.noecho()
    looks = {"": 0, "bold": curses.A_BOLD, "reverse": curses.A_REVERSE}
    if curses.has_colors():
        curses.start_color()
        curses.use_default_colors()
        curses.init_pair(1, curses.COLOR_GREEN, -1)
        curses.init_pair(2, curses.COLOR_YELLOW, curses.COLOR_BLUE)
        looks.update(colour=curses.color_pair(1), background=curses.color_pair(2))
    window.idlok(True)
    window.idcok(True)
    height, width = window.getmaxyx()
    for number, rows in enumerate(pictures(seed, width, height)):
        for y, row in enumerate(rows):
            x = 0
            for text, columns, attribute in row:
                # Writing the last cell of the screen would scroll it.
                if y == height - 1 and x + columns == width:
                    window.insstr(y, x, text, looks.get(attribute, 0))
                else:
                    window.addstr(y, x, text, looks.get(attribute, 0))
                x += columns
        window.refresh()
        os.write(1, b"\x1b]7778;frame %d\x07" % number)
        os.read(0, 1)
    curses.endwin()


if __name__ == "__main__":
    main(int(sys.argv[1]))
