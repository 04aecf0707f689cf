"""A screen of the terminal emulator as a picture (SVG)."""

import itertools
from xml.sax.saxutils import escape

CELL, ROW, SIZE, PAD = 8.4, 19, 14, 14
BACKGROUND, FOREGROUND = "#15181e", "#c9d1d9"
#: The sixteen colours of the terminal.
PALETTE = ("#15181e", "#ff6b68", "#7ccf72", "#e3b341", "#6cb6ff", "#d2a8ff", "#56d4dd", "#c9d1d9",
           "#768390", "#ff938a", "#8ddb8c", "#f0cf6e", "#96d0ff", "#dcbdfb", "#76e3ea", "#ffffff")


def colour(value, default):
    """A colour of the emulator as SVG has it: of the 256, those beyond the first sixteen are a cube and a ramp of grey."""
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


def drawn(screen):
    """The picture, as text. Each run of cells that look alike is stretched to the columns that it has in the terminal."""
    width, height = screen.width * CELL + 2 * PAD, screen.height * ROW + 2 * PAD
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" role="img" '
           'aria-label="The screen of ccs-top">' % (width, height, width, height),
           '<rect width="100%%" height="100%%" rx="8" fill="%s"/>' % BACKGROUND,
           '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="%d" xml:space="preserve">' % SIZE]
    for y, row in enumerate(screen.grid.rows):
        x = 0
        for style, cells in itertools.groupby(row, key=lambda cell: cell.style):
            cells = list(cells)
            out += run("".join(cell.char for cell in cells), style, x, y, len(cells))
            x += len(cells)
    return "\n".join(out + ["</g>", "</svg>", ""])


def run(text, style, x, y, columns):
    """The elements of one run of cells: what is behind it, and its text."""
    front, back = colour(style.fg, FOREGROUND), colour(style.bg, None)
    if style.reverse:
        front, back = back or BACKGROUND, front
    if back:
        yield '<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s" shape-rendering="crispEdges"/>' % (
            PAD + x * CELL, PAD + y * ROW, columns * CELL, ROW, back)
    x += len(text) - len(text.lstrip())
    columns -= len(text) - len(text.strip())
    text = text.strip()
    if not text or style.invisible:
        return
    more = "".join((' font-weight="bold"' * style.bold, ' opacity="0.6"' * style.dim,
                    ' font-style="italic"' * style.italic, ' text-decoration="underline"' * style.underline))
    yield '<text x="%.1f" y="%.1f" fill="%s" textLength="%.1f"%s>%s</text>' % (
        PAD + x * CELL, PAD + y * ROW + ROW * 0.74, front, columns * CELL, more, escape(text))
