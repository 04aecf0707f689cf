"""A terminal emulator without a window: it turns bytes into a grid of cells, and lists unknown sequences."""

import functools
import re
import unicodedata

import modes
from grid import BLANK, PLAIN, Cell, Grid
from sgr import restyled
from vtparse import Parser

_DEC_GRAPHICS = dict(zip(
    "_`abcdefghijklmnopqrstuvwxyz{|}~",
    " ◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"))
# The linux console, screen and tmux also draw these characters of that set.
_MORE_GRAPHICS = dict(zip("+,-.0", "→←↑↓█"))
_INNER_OSC = re.compile("\x1b\\]([^\x07\x1b]*)(?:\x07|\x1b\\\\)")


@functools.lru_cache(maxsize=4096)
def char_width(char):
    """Columns of a character: 0 (combining), 1 or 2."""
    if char == "\u00ad":
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


class Terminal:
    """The screen of a terminal of type `term` after the bytes it received."""

    def __init__(self, width=80, height=24, term="xterm-256color"):
        self.term = term
        self._erases_with_background = term.startswith(("xterm", "linux"))
        self._italic_is_standout = term.startswith("screen")
        self._graphics = dict(_DEC_GRAPHICS, **(_MORE_GRAPHICS if term.startswith(("linux", "screen", "tmux")) else {}))
        self._parser = Parser(self, keeps_escapes_in_dcs=self._italic_is_standout)
        self.bytes_seen = 0   #: how many bytes came in
        self.unknown = []     #: unknown sequences, as text
        self.osc = []         #: payloads of operating system commands, those passed through tmux or screen too
        self.dcs = []         #: payloads of device control strings
        self.titles = []      #: titles set by screen's own sequence
        self.bells = 0
        self.answers = bytearray()  #: the terminal's answers to the program
        self.title_stack = 0
        self._main = Grid(width, height)
        self._other = Grid(width, height)
        self._reset()

    def _reset(self):
        self.modes = set(modes.INITIAL)
        self.insert = False
        self.application_keypad = False
        self.alternate = False
        self.x = self.y = 0
        self.style = PLAIN
        self.top, self.bottom = 0, self.height
        self._wraps = False
        self._charsets, self._shifted = ["B", "B"], 0
        self._last = " "
        self._saved = {}
        self._tabs = set(range(8, 1000, 8))

    # What can be seen

    @property
    def grid(self):
        return self._other if self.alternate else self._main

    @property
    def width(self):
        return self._main.width

    @property
    def height(self):
        return self._main.height

    @property
    def cursor_visible(self):
        return 25 in self.modes

    @property
    def mouse_modes(self):
        """The active mouse modes, by number."""
        return self.modes & modes.MOUSE

    @property
    def bracketed_paste(self):
        return 2004 in self.modes

    @property
    def application_cursor(self):
        return 1 in self.modes

    @property
    def unfinished(self):
        return self._parser.unfinished

    def cell(self, y, x):
        return self.grid.rows[y][x]

    def lines(self):
        """The rows as text, without trailing blanks."""
        return [self.grid.text(y).rstrip() for y in range(self.height)]

    def main_lines(self):
        """The rows of the main screen, also while the alternate one is shown."""
        return [self._main.text(y).rstrip() for y in range(self.height)]

    def text(self):
        return "\n".join(self.lines())

    def find(self, text):
        """The cell (y, x) of the beginning of a text, or None."""
        for y, row in enumerate(self.grid.rows):
            starts = [x for x, cell in enumerate(row) for _ in cell.char]
            at = "".join(cell.char for cell in row).find(text)
            if at >= 0:
                return y, starts[at]
        return None

    def leftovers(self):
        """The modes that a program has not reset."""
        left = []
        if self.alternate:
            left.append("the alternate screen is on")
        if not self.cursor_visible:
            left.append("the cursor is hidden")
        left += ["mouse mode %d is on" % mode for mode in sorted(self.mouse_modes)]
        if self.bracketed_paste:
            left.append("bracketed paste is on")
        if self.application_cursor or self.application_keypad:
            left.append("the keys are in application mode")
        changed = (self.modes ^ modes.INITIAL) - modes.MOUSE - {1, 25, 2004} - modes.WITHOUT_HARM
        left += ["mode %d is %s" % (mode, "on" if mode in self.modes else "off") for mode in sorted(changed)]
        if self.insert:
            left.append("insert mode is on")
        if self.style != PLAIN:
            left.append("what is written next looks like %s" % (self.style,))
        if self._charsets[self._shifted] != "B":
            left.append("line graphics are on")
        if (self.top, self.bottom) != (0, self.height):
            left.append("rows %d to %d scroll" % (self.top, self.bottom - 1))
        if self.title_stack:
            left.append("the window's title is still put aside")
        if self.unfinished:
            left.append("a sequence was not finished: %r" % self.unfinished)
        return left

    def picture(self):
        """The screen and its state, for the message of a failed test."""
        edge = "+" + "-" * self.width + "+"
        rows = ["|" + self.grid.text(y) + "|" for y in range(self.height)]
        state = "%s %dx%d, %s screen, cursor %s at row %d column %d, modes %s, %d bytes seen" % (
            self.term, self.width, self.height, "alternate" if self.alternate else "main",
            "shown" if self.cursor_visible else "hidden", self.y, self.x, sorted(self.modes), self.bytes_seen)
        unknown = ["not understood: %s" % what for what in self.unknown[-10:]]
        return "\n".join([state, edge] + rows + [edge] + unknown)

    # What can be done to it

    def feed(self, data):
        self.bytes_seen += len(data)
        self._parser.feed(data)

    def resize(self, width, height):
        # A shrinking main screen keeps the cursor's row. The alternate screen loses rows at the bottom.
        drop = 0 if self.alternate else max(0, self.y - height + 1)
        self._main.resize(width, height, drop)
        self._other.resize(width, height)
        self.y = min(max(self.y - drop, 0), height - 1)
        self.x = min(self.x, width - 1)
        self.top, self.bottom = 0, height
        self._wraps = False

    # Called by the parser

    def on_text(self, text):
        charset = self._charsets[self._shifted]
        if charset != "B":
            text = "".join(self._graphics.get(char, char) for char in text)
        if self.insert or not text.isascii():
            for char in text:
                self._put(char)
            return
        while text:
            if self._wraps:
                self._wrap()
            piece, text = text[:self.width - self.x], text[self.width - self.x:]
            self.grid.write(self.y, self.x, [Cell(char, self.style) for char in piece])
            self._last = piece[-1]
            self._advance(len(piece))

    def on_control(self, char):
        if char == "\a":
            self.bells += 1
        elif char == "\b":
            self._to(self.y, self.x - 1)
        elif char == "\t":
            self._tab(1)
        elif char in "\n\v\f":
            self._index()
        elif char == "\r":
            self._to(self.y, 0)
        elif char in "\x0e\x0f":
            self._shifted = 1 if char == "\x0e" else 0
        elif char not in "\0\x7f":
            self.on_bad("control %02x" % ord(char))

    def on_escape(self, intermediates, final):
        whole = intermediates + final
        if intermediates in ("(", ")") and final in "B0A":
            self._charsets["()".index(intermediates)] = "0" if final == "0" else "B"
        elif whole == "7":
            self._save()
        elif whole == "8":
            self._restore()
        elif whole in "=>":
            self.application_keypad = whole == "="
        elif whole == "D":
            self._index()
        elif whole == "E":
            self._to(self.y, 0)
            self._index()
        elif whole == "M":
            self._reverse_index()
        elif whole == "H":
            self._tabs.add(self.x)
        elif whole == "g":
            self.bells += 1  # screen's visible bell
        elif whole == "c":
            self._main = Grid(self.width, self.height)
            self._other = Grid(self.width, self.height)
            self._reset()
        elif whole != "\\":  # a string terminator by itself ends nothing
            self.on_bad("ESC " + whole)

    def on_csi(self, private, parameters, intermediates, final):
        numbers = [group[0] for group in parameters]
        name = private + intermediates + final
        if name == "m":
            self.style, strange = restyled(self.style, parameters, self._italic_is_standout)
            for what in strange:
                self.on_bad("SGR " + what)
        elif name in ("h", "l", "?h", "?l"):
            for number in numbers:
                self._set_mode(private, number, final == "h")
        elif not self._edit(name, numbers) and not self._report(name, numbers):
            self.on_bad("CSI %s%s%s%s" % (
                private, ";".join(":".join("" if n is None else str(n) for n in group) for group in parameters),
                intermediates, final))

    def on_string(self, kind, payload):
        if kind == "OSC":
            self.osc.append(payload)
        elif kind == "DCS":
            self.dcs.append(payload)
            self.osc += _INNER_OSC.findall(payload)
        elif kind == "title":
            self.titles.append(payload)
        else:
            self.on_bad("%s %r" % (kind, payload))

    def on_bad(self, what):
        self.unknown.append(what)

    # What sequences do

    def _edit(self, name, numbers):
        """Moves the cursor or changes cells. Returns False for other sequences."""
        first = numbers[0]
        n = first or 1
        second = (numbers[1] if len(numbers) > 1 else None) or 1
        blank, grid = self._blank(), self.grid
        if name in "Hf":
            self._to(n - 1 + (self.top if 6 in self.modes else 0), second - 1)
        elif name in "AF":
            self._to(max(self.y - n, self.top if self.y >= self.top else 0), 0 if name == "F" else self.x)
        elif name in "BeE":
            self._to(min(self.y + n, self.bottom - 1 if self.y < self.bottom else self.height),
                     0 if name == "E" else self.x)
        elif name in "Ca":
            self._to(self.y, self.x + n)
        elif name == "D":
            self._to(self.y, self.x - n)
        elif name in "G`":
            self._to(self.y, n - 1)
        elif name == "d":
            self._to(n - 1 + (self.top if 6 in self.modes else 0), self.x)
        elif name == "I":
            self._tab(n)
        elif name == "Z":
            for _ in range(n):
                self._to(self.y, max((stop for stop in self._tabs if stop < self.x), default=0))
        elif name == "J" and first in (None, 0, 1, 2, 3):
            self._erase_display(first or 0)
        elif name == "K" and first in (None, 0, 1, 2):
            grid.fill(self.y, 0 if first else self.x, self.x + 1 if first == 1 else self.width, blank)
            self._wraps = False
        elif name == "X":
            grid.fill(self.y, self.x, self.x + n, blank)
            self._wraps = False
        elif name == "@":
            grid.insert(self.y, self.x, n, blank)
            self._wraps = False
        elif name == "P":
            grid.delete(self.y, self.x, n, blank)
            self._wraps = False
        elif name in "LM":
            if self.top <= self.y < self.bottom:
                grid.scroll(self.y, self.bottom, n if name == "M" else -n, blank)
                self._to(self.y, 0)
        elif name in "ST":
            grid.scroll(self.top, self.bottom, n if name == "S" else -n, blank)
        elif name == "b":
            for _ in range(n):
                self._put(self._last)
        elif name == "r":
            end = (numbers[1] if len(numbers) > 1 else None) or self.height
            if n < end <= self.height:
                self.top, self.bottom = n - 1, end
                self._to(self.top if 6 in self.modes else 0, 0)
        elif name == "g" and first in (None, 0):
            self._tabs.discard(self.x)
        elif name == "g" and first == 3:
            self._tabs.clear()
        elif name == "s":
            self._save()
        elif name == "u":
            self._restore()
        elif name == "!p":
            self.modes = set(modes.INITIAL) | (self.modes & modes.KEPT_BY_SOFT_RESET)
            self.insert = self.application_keypad = False
            self.style, self.top, self.bottom = PLAIN, 0, self.height
            self._charsets, self._shifted = ["B", "B"], 0
        else:
            return False
        return True

    def _report(self, name, numbers):
        """Sends answers, and accepts sequences without a visible effect. Returns False for other sequences."""
        first = numbers[0]
        if name == "c" and not first:
            self.answers += b"\x1b[?62;22c"
        elif name == ">c" and not first:
            self.answers += b"\x1b[>1;10;0c"
        elif name == "n" and first == 5:
            self.answers += b"\x1b[0n"
        elif name == "n" and first == 6:
            self.answers += b"\x1b[%d;%dR" % (self.y + 1, self.x + 1)
        elif name == "t" and first in (22, 23):
            self.title_stack = max(0, self.title_stack + (1 if first == 22 else -1))
        elif name == "?c" or name == " q":
            pass  # the shape of the cursor, on the linux console and on others
        else:
            return False
        return True

    def _set_mode(self, private, number, on):
        if not private:
            if number == 4:
                self.insert = on
            elif number != 34:  # 34: screen's bold cursor
                self.on_bad("mode %s %s" % (number, "on" if on else "off"))
            return
        if number not in modes.KNOWN:
            self.on_bad("mode ?%s %s" % (number, "on" if on else "off"))
        if number in (47, 1047, 1049):
            self._switch(number, on)
        elif number == 1048:
            self._save() if on else self._restore()
        elif on:
            self.modes.add(number)
        else:
            self.modes.discard(number)
        if number == 6:
            self._to(self.top if on else 0, 0)

    def _switch(self, number, on):
        if number == 1049 and on and not self.alternate:
            self._save()
        was, self.alternate = self.alternate, on
        if on and number == 1049 or was and not on and number == 1047:
            self._other = Grid(self.width, self.height)
        if number == 1049 and not on:
            self._restore()

    def _save(self):
        self._saved[self.alternate] = (
            self.y, self.x, self.style, list(self._charsets), self._shifted, self._wraps, 6 in self.modes)

    def _restore(self):
        saved = self._saved.get(self.alternate, (0, 0, PLAIN, ["B", "B"], 0, False, False))
        y, x, self.style, charsets, self._shifted, wraps, origin = saved
        self._charsets = list(charsets)
        (self.modes.add if origin else self.modes.discard)(6)
        self._to(y, x)
        self._wraps = wraps

    # What those are made of

    def _blank(self):
        return Cell(" ", PLAIN._replace(bg=self.style.bg)) if self._erases_with_background else BLANK

    def _to(self, y, x):
        self.y = min(max(y, 0), self.height - 1)
        self.x = min(max(x, 0), self.width - 1)
        self._wraps = False

    def _put(self, char):
        columns = char_width(char)
        if columns == 0:
            self._combine(char)
            return
        if self._wraps:
            self._wrap()
        if columns > self.width - self.x:
            if columns > self.width or 7 not in self.modes:
                return
            self._wrap()
        if self.insert:
            self.grid.insert(self.y, self.x, columns, self._blank())
        self.grid.write(self.y, self.x, [Cell(char, self.style)] + [Cell("", self.style)] * (columns - 1))
        self._last = char
        self._advance(columns)

    def _combine(self, char):
        row = self.grid.rows[self.y]
        x = self.x if self._wraps else self.x - 1
        if x > 0 and row[x].char == "":
            x -= 1
        if x >= 0:
            row[x] = row[x]._replace(char=row[x].char + char)

    def _advance(self, columns):
        self.x += columns
        if self.x >= self.width:
            # The next character goes to the next row, but not this one.
            self.x = self.width - 1
            self._wraps = 7 in self.modes

    def _wrap(self):
        self._to(self.y, 0)
        self._index()

    def _index(self):
        if self.y == self.bottom - 1:
            self.grid.scroll(self.top, self.bottom, 1, self._blank())
        else:
            self.y = min(self.y + 1, self.height - 1)
        self._wraps = False

    def _reverse_index(self):
        if self.y == self.top:
            self.grid.scroll(self.top, self.bottom, -1, self._blank())
        else:
            self.y = max(self.y - 1, 0)
        self._wraps = False

    def _tab(self, count):
        for _ in range(count):
            self._to(self.y, min((stop for stop in self._tabs if stop > self.x), default=self.width - 1))

    def _erase_display(self, part):
        grid, blank = self.grid, self._blank()
        if part == 3:
            return  # the lines scrolled away, of which none are kept
        if part in (0, 2):
            grid.fill(self.y, 0 if part == 2 else self.x, self.width, blank)
        if part == 1:
            grid.fill(self.y, 0, self.x + 1, blank)
        for y in range(self.height):
            if part == 2 or (y > self.y if part == 0 else y < self.y):
                grid.fill(y, 0, self.width, blank)
        self._wraps = False
