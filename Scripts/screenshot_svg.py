"""Draws a screen of the terminal emulator as SVG."""

import itertools
from xml.sax.saxutils import escape

CELL, ROW, SIZE, PAD = 8.4, 19, 14, 14
BACKGROUND, FOREGROUND = "#15181e", "#c9d1d9"
#: The sixteen colours of the terminal.
PALETTE = ("#15181e", "#ff6b68", "#7ccf72", "#e3b341", "#6cb6ff", "#d2a8ff", "#56d4dd", "#c9d1d9",
           "#768390", "#ff938a", "#8ddb8c", "#f0cf6e", "#96d0ff", "#dcbdfb", "#76e3ea", "#ffffff")


def colour(value, default):
    """A colour of the emulator for SVG. Of 256 colours, those after the first sixteen are a cube and a grey ramp."""
    if value is None:
        return default
    if isinstance(value, tuple):
        return "#%02x%02x%02x" % value
    if value < 16:
        return PALETTE[value]
    if value >= 232:
        return "#%02x%02x%02x" % ((8 + 10 * (value - 232),) * 3)
    levels = (0, 95, 135, 175, 215, 255)
    value -= 16
    return "#%02x%02x%02x" % (levels[value // 36], levels[value // 6 % 6], levels[value % 6])


def colours(cell):
    """The foreground and background of a cell; None is the background of the picture."""
    front, back = colour(cell.fg, FOREGROUND), colour(cell.bg, None)
    return (back or BACKGROUND, front) if cell.reverse else (front, back)


def drawn(screen):
    """The picture as text."""
    width, height = screen.width * CELL + 2 * PAD, screen.height * ROW + 2 * PAD
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" '
           'aria-label="The screen of ccs-top">' % (width, height, width, height),
           '<rect width="100%%" height="100%%" rx="8" fill="%s"/>' % BACKGROUND,
           '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="%d" xml:space="preserve">' % SIZE]
    for y, row in enumerate(screen.grid.rows):
        out += [*backgrounds(row, PAD + y * ROW), *texts(row, PAD + y * ROW)]
    return "\n".join(out + ["</g>", "</svg>", ""])


def backgrounds(row, y):
    """A rectangle for each run of cells with the same background."""
    x = 0
    for back, cells in itertools.groupby(row, key=lambda cell: colours(cell)[1]):
        count = len(list(cells))
        if back:
            yield '<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s" shape-rendering="crispEdges"/>' % (
                PAD + x * CELL, y, count * CELL, ROW, back)
        x += count


def texts(row, y):
    """A text for each run of characters with the same style, stretched to its columns in the terminal.

    Blanks have no style, because the style of a blank cell depends on what the program drew there before.
    """
    x = 0
    looks = [None if cell.char == " " else (colours(cell)[0], *cell.style[2:]) for cell in row]
    while x < len(row):
        end = x + 1
        if looks[x]:
            while end < len(row) and (looks[end] == looks[x] or looks[end:end + 2] == [None, looks[x]]):
                end += 1
            cell = row[x]
            more = "".join((' font-weight="bold"' * cell.bold, ' opacity="0.6"' * cell.dim,
                            ' font-style="italic"' * cell.italic, ' text-decoration="underline"' * cell.underline))
            yield '<text x="%.1f" y="%.1f" fill="%s" textLength="%.1f"%s>%s</text>' % (
                PAD + x * CELL, y + ROW * 0.74, looks[x][0], (end - x) * CELL, more,
                escape("".join(one.char for one in row[x:end])))
        x = end
