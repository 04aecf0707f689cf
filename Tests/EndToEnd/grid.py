"""A grid of character cells, and the operations of a terminal on it."""

from typing import NamedTuple, Optional, Tuple, Union

Colour = Optional[Union[int, Tuple[int, int, int]]]


class Style(NamedTuple):
    """The look of a cell. A colour is None (the terminal's default), 0 to 255, or (red, green, blue)."""

    fg: Colour = None
    bg: Colour = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    blink: bool = False
    reverse: bool = False
    invisible: bool = False
    strike: bool = False


PLAIN = Style()


class Cell(NamedTuple):
    """A character with its combining characters. "" is the right half of the wide character before it."""

    char: str = " "
    style: Style = PLAIN

    fg = property(lambda self: self.style.fg)
    bg = property(lambda self: self.style.bg)
    bold = property(lambda self: self.style.bold)
    dim = property(lambda self: self.style.dim)
    italic = property(lambda self: self.style.italic)
    underline = property(lambda self: self.style.underline)
    reverse = property(lambda self: self.style.reverse)


BLANK = Cell()


class Grid:
    """Rows of cells. An edit that takes half of a wide character blanks its other half."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.rows = [[BLANK] * width for _ in range(height)]

    def text(self, y):
        return "".join(cell.char for cell in self.rows[y])

    def write(self, y, x, cells):
        """Replaces cells. They must fit."""
        row = self.rows[y]
        self._cut(row, x)
        self._cut(row, x + len(cells))
        row[x:x + len(cells)] = cells

    def fill(self, y, x, end, cell):
        end = min(end, self.width)
        if x < end:
            self.write(y, x, [cell] * (end - x))

    def insert(self, y, x, count, cell):
        row = self.rows[y]
        count = min(count, self.width - x)
        self._cut(row, x)
        self._cut(row, self.width - count)
        row[x:] = [cell] * count + row[x:self.width - count]

    def delete(self, y, x, count, cell):
        row = self.rows[y]
        count = min(count, self.width - x)
        self._cut(row, x)
        self._cut(row, x + count)
        row[x:] = row[x + count:] + [cell] * count

    def scroll(self, top, end, count, cell):
        """Moves rows top..<end up by count (down if negative). New rows are blank."""
        size = min(abs(count), end - top)
        blank = [[cell] * self.width for _ in range(size)]
        if count > 0:
            self.rows[top:end] = self.rows[top + size:end] + blank
        elif count < 0:
            self.rows[top:end] = blank + self.rows[top:end - size]

    def resize(self, width, height, drop_top=0):
        """Removes `drop_top` rows at the top, and others at the bottom. No line is wrapped again."""
        rows = self.rows[drop_top:][:height]
        for row in rows:
            if width < self.width:
                self._cut(row, width)
            row[:] = row[:width] + [BLANK] * (width - len(row))
        rows += [[BLANK] * width for _ in range(height - len(rows))]
        self.width, self.height, self.rows = width, height, rows

    @staticmethod
    def _cut(row, x):
        if x < len(row) and row[x].char == "":
            row[x - 1] = Cell(" ", row[x - 1].style)
            row[x] = Cell(" ", row[x].style)
