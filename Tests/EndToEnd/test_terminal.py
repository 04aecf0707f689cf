"""The emulator: the effect of bytes, and that it agrees with ncurses about the screen."""

import pathlib
import random
import shutil
import sys
import unittest

import curses_program
from grid import Style
from session import Session
from terminal import Terminal, char_width

CURSES_PROGRAM = str(pathlib.Path(__file__).with_name("curses_program.py"))
TERMS = ("xterm-256color", "xterm", "screen", "screen-256color", "tmux-256color", "linux", "vt100")


class TerminalCase(unittest.TestCase):
    def shown(self, data, width=10, height=4, term="xterm-256color"):
        screen = Terminal(width, height, term)
        screen.feed(data.encode() if isinstance(data, str) else data)
        return screen

    def check(self, data, *lines, **more):
        screen = self.shown(data, **more)
        self.assertEqual(list(lines), screen.lines()[:len(lines)], screen.picture())
        self.assertEqual([], screen.unknown)
        return screen


class Text(TerminalCase):
    def test_rows(self):
        self.check("one\r\ntwo\nthree", "one", "two", "   three")

    def test_wrapping_waits_for_the_next_character(self):
        screen = self.check("0123456789", "0123456789", "")
        self.assertEqual((0, 9), (screen.y, screen.x))
        screen.feed(b"a")
        self.assertEqual(["0123456789", "a"], screen.lines()[:2])

    def test_no_wrapping_when_off(self):
        self.check("\x1b[?7l0123456789abc", "012345678c", "")

    def test_return_after_a_full_row_stays_on_it(self):
        self.check("0123456789\rA", "A123456789", "")

    def test_bottom_row_scrolls(self):
        self.check("1\r\n2\r\n3\r\n4\r\n5", "2", "3", "4", "5")

    def test_bytes_may_come_one_by_one(self):
        data = "\x1b[2;3H\x1b[1;38;5;200mд日\x1b]52;c;YWJj\x07\x1bPtmux;\x1b\x1b]0;t\x07\x1b\\z\x1b(0q\x1b(B".encode()
        whole, parts = self.shown(data), Terminal(10, 4)
        for index in range(len(data)):
            parts.feed(data[index:index + 1])
        self.assertEqual(whole.grid.rows, parts.grid.rows)
        self.assertEqual(whole.osc, parts.osc)
        self.assertEqual("  д日z─", parts.lines()[1])
        self.assertEqual(len(data), parts.bytes_seen)
        self.assertEqual([], parts.unknown)

    def test_wide_characters_take_two_cells(self):
        screen = self.check("a日b", "a日b")
        self.assertEqual(["a", "日", "", "b"], [screen.cell(0, x).char for x in range(4)])
        self.assertEqual((0, 3), screen.find("b"))

    def test_a_wide_character_does_not_fit_the_last_cell(self):
        self.check("012345678日", "012345678", "日")

    def test_half_of_a_wide_character_goes_with_the_other(self):
        self.check("日本\x1b[1;2Hx", " x本")
        self.check("日本\x1b[1;3Hx", "日x")
        self.check("日本\x1b[1;2H\x1b[K", "")
        self.check("日本\x1b[1;2H\x1b[P", " 本")

    def test_combining_characters_join_the_cell_before(self):
        screen = self.check("e\u0301x", "e\u0301x")
        self.assertEqual("e\u0301", screen.cell(0, 0).char)
        self.check("012345678e\u0301", "012345678e\u0301", "")

    def test_widths(self):
        self.assertEqual([1, 2, 0, 0, 1, 2], [char_width(char) for char in "a日\u0301\u200d─😀"])


class Sequences(TerminalCase):
    def test_cursor(self):
        self.check("\x1b[2;3Ha", "", "  a")
        self.check("\x1b[2;3H\x1b[Aa", "  a")
        self.check("\x1b[5Ca\x1b[3Db", "   b a")
        self.check("\x1b[2Ba\x1b[Gb\x1b[4`c", "", "", "b  c")
        self.check("xxx\x1b[3da", "xxx", "", "   a")
        self.check("ab\bc", "ac")
        self.check("x\x1b[2Ey\x1b[Fz", "x", "z", "y")
        self.check("x\x1bEy\x1bDz\x1bMq", "x", "y q", " z")

    def test_the_cursor_stays_on_the_screen(self):
        screen = self.shown("\x1b[99;99H")
        self.assertEqual((3, 9), (screen.y, screen.x))
        screen.feed(b"\x1b[99A\x1b[99D")
        self.assertEqual((0, 0), (screen.y, screen.x))

    def test_erasing(self):
        fill = "0123456789\r\nabcdefghij\r\nABCDEFGHIJ\x1b[2;4H"
        self.check(fill + "\x1b[J", "0123456789", "abc", "")
        self.check(fill + "\x1b[1J", "", "    efghij", "ABCDEFGHIJ")
        self.check(fill + "\x1b[2J", "", "", "")
        self.check(fill + "\x1b[K", "0123456789", "abc", "ABCDEFGHIJ")
        self.check(fill + "\x1b[1K", "0123456789", "    efghij", "ABCDEFGHIJ")
        self.check(fill + "\x1b[2K", "0123456789", "", "ABCDEFGHIJ")
        self.check(fill + "\x1b[3X", "0123456789", "abc   ghij")

    def test_inserting_and_deleting(self):
        fill = "0123456789\r\nabcdefghij\r\nABCDEFGHIJ\x1b[2;4H"
        self.check(fill + "\x1b[2@", "0123456789", "abc  defgh")
        self.check(fill + "\x1b[2P", "0123456789", "abcfghij")
        self.check(fill + "\x1b[L", "0123456789", "", "abcdefghij", "ABCDEFGHIJ")
        self.check(fill + "\x1b[M", "0123456789", "ABCDEFGHIJ", "")
        self.check(fill + "\x1b[4hXY\x1b[4lZ", "0123456789", "abcXYZefgh")

    def test_scroll_regions(self):
        fill = "1\r\n2\r\n3\r\n4\x1b[2;3r"
        self.check(fill + "\x1b[3;1H\nx", "1", "3", "x", "4")
        self.check(fill + "\x1b[2;1H\x1bMx", "1", "x", "2", "4")
        self.check(fill + "\x1b[S", "1", "3", "", "4")
        self.check(fill + "\x1b[T", "1", "", "2", "4")
        self.check(fill + "\x1b[2;1H\x1b[M", "1", "3", "", "4")
        self.check(fill + "\x1b[?6h\x1b[Hx\x1b[?6l\x1b[Hy", "y", "x", "3", "4")

    def test_repeat(self):
        self.check("=\x1b[4bx", "=====x")
        self.check("\x1b(0q\x1b[3b\x1b(B", "────")
        self.check("012345678=\x1b[2b", "012345678=", "==")

    def test_tabs(self):
        self.check("a\tb\tc", "a       b       c", width=20)
        self.check("a\x1b[3g\x1b[4G\x1bH\rx\ty\x1b[Zz", "x  z", width=20)

    def test_line_graphics(self):
        self.check("\x1b(0lqk\x1b(Bx", "┌─┐x")
        self.check("\x1b(B\x1b)0\x0emqj\x0fx", "└─┘x", term="screen")
        self.check("\x0e+\x0f", "+", term="vt100")

    def test_save_and_restore(self):
        screen = self.check("\x1b[2;3H\x1b[1m\x1b7\x1b[H\x1b[mx\x1b8y", "x", "  y")
        self.assertTrue(screen.cell(1, 2).bold)

    def test_answers(self):
        screen = self.shown("\x1b[2;3H\x1b[6n\x1b[5n\x1b[c")
        self.assertEqual(b"\x1b[2;3R\x1b[0n\x1b[?62;22c", bytes(screen.answers))


class Looks(TerminalCase):
    def style(self, sequence, term="xterm-256color"):
        screen = self.check(sequence + "x", "x", term=term)
        return screen.cell(0, 0).style

    def test_attributes(self):
        self.assertEqual(Style(bold=True, dim=True, underline=True, reverse=True), self.style("\x1b[1;2;4;7m"))
        self.assertEqual(Style(), self.style("\x1b[1;2;3;4;5;7;8;9m\x1b[22;23;24;25;27;28;29m"))
        self.assertEqual(Style(), self.style("\x1b[1;31m\x1b[m"))
        self.assertEqual(Style(underline=True), self.style("\x1b[4:3m"))

    def test_colours(self):
        self.assertEqual(Style(fg=1, bg=2), self.style("\x1b[31;42m"))
        self.assertEqual(Style(fg=9, bg=10), self.style("\x1b[91;102m"))
        self.assertEqual(Style(fg=200, bg=17, bold=True), self.style("\x1b[38;5;200;48;5;17;1m"))
        self.assertEqual(Style(fg=(1, 2, 3), bg=(4, 5, 6)), self.style("\x1b[38;2;1;2;3;48;2;4;5;6m"))
        self.assertEqual(Style(fg=200, bg=(4, 5, 6), bold=True), self.style("\x1b[38:5:200;48:2::4:5:6;1m"))
        self.assertEqual(Style(), self.style("\x1b[31;42m\x1b[39;49m"))

    def test_standout_of_screen(self):
        self.assertEqual(Style(reverse=True), self.style("\x1b[3m", term="screen"))
        self.assertEqual(Style(italic=True), self.style("\x1b[3m", term="tmux-256color"))

    def test_erasing_takes_the_background_where_the_terminal_does(self):
        self.assertEqual(4, self.shown("\x1b[44m\x1b[K").cell(0, 5).bg)
        self.assertIsNone(self.shown("\x1b[44m\x1b[K", term="screen").cell(0, 5).bg)


class Modes(TerminalCase):
    def test_alternate_screen(self):
        screen = self.check("main\x1b[?1049h\x1b[Hother", "other")
        self.assertTrue(screen.alternate)
        self.assertEqual("main", screen.main_lines()[0])
        screen.feed(b"\x1b[?1049l!")
        self.assertFalse(screen.alternate)
        self.assertEqual("main!", screen.lines()[0])
        screen.feed(b"\x1b[?1049h")
        self.assertEqual("", screen.lines()[0])

    def test_what_is_on(self):
        screen = self.shown("\x1b[?25l\x1b[?1000;1002;1006h\x1b[?2004h\x1b[?1h\x1b=")
        self.assertFalse(screen.cursor_visible)
        self.assertEqual({1000, 1002, 1006}, screen.mouse_modes)
        self.assertTrue(screen.bracketed_paste)
        self.assertTrue(screen.application_cursor)
        self.assertEqual(6, len(screen.leftovers()), screen.leftovers())
        screen.feed(b"\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1006l\x1b[?2004l\x1b[?1l\x1b>")
        self.assertEqual([], screen.leftovers())

    def test_every_leftover_is_told(self):
        for data, word in (("\x1b[?1049h", "alternate"), ("\x1b[4h", "insert"), ("\x1b[7m", "reverse=True"),
                           ("\x1b(0", "graphics"), ("\x0e\x1b)0", "graphics"), ("\x1b[2;3r", "scroll"),
                           ("\x1b[22;0;0t", "title"), ("\x1b[?7l", "mode 7 is off"), ("\x1b[?2026h", "mode 2026 is on"),
                           ("\x1b[?10", "not finished"), ("\xd0".encode("latin-1"), "not finished")):
            self.assertRegex("; ".join(self.shown(data).leftovers()), word)

    def test_resizing(self):
        screen = self.shown("1\r\n2\r\n日本\r\n4")
        screen.resize(3, 2)
        self.assertEqual(["日", "4"], screen.lines())
        screen.resize(6, 3)
        self.assertEqual(["日", "4", ""], screen.lines())
        screen = self.shown("\x1b[?1049h\x1b[H1\r\n2\r\n3\r\n4")
        screen.resize(1, 1)
        self.assertEqual(["1"], screen.lines())


class Strings(TerminalCase):
    def test_osc(self):
        screen = self.check("\x1b]0;title\x07\x1b]52;c;YWJj\x1b\\x", "x")
        self.assertEqual(["0;title", "52;c;YWJj"], screen.osc)

    def test_passed_through_tmux(self):
        screen = self.check("\x1bPtmux;\x1b\x1b]52;c;YWJj\x07\x1b\\x", "x", term="tmux-256color")
        self.assertEqual(["tmux;\x1b]52;c;YWJj\x07"], screen.dcs)
        self.assertEqual(["52;c;YWJj"], screen.osc)

    def test_passed_through_screen(self):
        screen = self.check("\x1bP\x1b]52;c;YWJj\x07\x1b\\x", "x", term="screen")
        self.assertEqual(["52;c;YWJj"], screen.osc)

    def test_the_linux_palette_has_no_terminator(self):
        self.check("\x1b]P1aabbccx\x1b]Ry", "xy", term="linux")

    def test_titles_of_screen(self):
        self.assertEqual(["name"], self.check("\x1bkname\x1b\\x", "x", term="screen").titles)


class Unknown(TerminalCase):
    def test_all_that_is_not_known_is_told(self):
        for data, told in (("\x1b[5z", "CSI 5z"), ("\x1b[?4711h", "mode ?4711 on"), ("\x1b[1;777m", "SGR 777"),
                           ("\x1b#8", "ESC #8"), ("\x05", "control 05"), (b"\x9b", "byte 9b is not UTF-8"),
                           ("\u009b", "C1 control U+009B"), ("\x1b_x\x1b\\", "APC 'x'"), ("\x1b[3\x01", "broken off"),
                           ("\x1b[>4;1m", "CSI >4;1m"), ("\x1b]0;x\x1b[m", "broken off"), ("\x1b[i", "CSI i"),
                           ("\x1b[38;5m", "SGR [38]"), ("\x1b\x1b[m", "broken off")):
            screen = self.shown(data)
            self.assertIn(told, "; ".join(screen.unknown), repr(data))

    def test_bytes_that_are_not_utf8_show_as_replacements(self):
        self.assertEqual("a\ufffdb", self.shown(b"a\xffb").lines()[0])

    def test_nothing_crashes_it(self):
        source = random.Random(7)
        pieces = [b"\x1b", b"[", b"]", b"P", b"?", b"1049", b"h", b"l", b";", b"m", b"\x07", b"\\", b"99", b"H", b"r",
                  b"@", b"L", b"M", b"X", b"b", b"\n", "日".encode(), "\u0301".encode(), b"\xff",
                  b"abc", b"J", b"S", b"T"]
        for width, height in ((1, 1), (2, 1), (1, 5), (13, 7)):
            screen = Terminal(width, height)
            for _ in range(3000):
                screen.feed(source.choice(pieces))
            screen.feed(b"\x18\x1b\\")
            self.assertEqual([width] * height, [len(row) for row in screen._main.rows])
            self.assertEqual([width] * height, [len(row) for row in screen._other.rows])


class Ncurses(unittest.TestCase):
    """ncurses uses every optimisation of a terminal. The intended screen must be the visible one."""

    def looks(self, cell, colours):
        style = cell.style
        if style.reverse:
            return "reverse"
        if style.bg is not None:
            return "background" if colours and (style.fg, style.bg) == (3, 4) or cell.char == " " else str(style)
        if style.bold:
            return "bold"
        return "colour" if style.fg == 2 else ""

    def compare(self, term, seed, size):
        width, height = size
        session = Session([sys.executable, CURSES_PROGRAM, str(seed)], size, term)
        self.addCleanup(session.close)
        colours = term != "vt100"
        for number, rows in enumerate(curses_program.pictures(seed, width, height)):
            session.wait_for(lambda screen: "7778;frame %d" % number in screen.osc)
            for y, row in enumerate(rows):
                x = 0
                for text, columns, attribute in row:
                    cell = session.screen.cell(y, x)
                    if not colours and attribute in ("colour", "background"):
                        attribute = ""
                    seen = self.looks(cell, colours)
                    if cell.char == " " and attribute in ("bold", "colour", "") and seen in ("bold", "colour", ""):
                        seen = attribute  # a blank's foreground cannot be seen
                    if (text, attribute) != (cell.char, seen):
                        self.fail("frame %d, row %d, column %d: %r is not %r\n%s" % (
                            number, y, x, (cell.char, seen), (text, attribute), session.screen.picture()))
                    x += columns
            session.send(" ")
        self.assertEqual("exit 0", session.wait_exit())
        self.assertEqual([], session.screen.unknown)
        self.assertEqual([], session.screen.leftovers())
        self.assertEqual(session.modes_before, session.tty_modes())


def _comparison(term, seed, size):
    return lambda self: self.compare(term, seed, size)


for _term in TERMS:
    for _seed, _size in ((1, (80, 24)), (2, (41, 13))):
        setattr(Ncurses, "test_%s_%dx%d" % ((_term.replace("-", "_"),) + _size), _comparison(_term, _seed, _size))


class Programs(unittest.TestCase):
    """Common programs."""

    def start(self, name, *argv, **more):
        if not shutil.which(name):
            self.skipTest("there is no " + name)
        session = Session([name, *argv], **more)
        self.addCleanup(session.close)
        return session

    def test_less(self):
        for term in TERMS:
            with self.subTest(term):
                text = "".join("line %d of many\n" % number for number in range(1, 200)).encode()
                session = self.start("less", stdin=text, term=term, size=(40, 10),
                                     env={"LESS": "", "LESSHISTFILE": "-"})
                session.wait_for(r"^line 9 of many")
                session.send(" ")
                session.wait_for(r"^line 18 of many")
                self.assertEqual("line 10 of many", session.lines()[0])
                session.send("y")
                session.wait_for(lambda screen: screen.lines()[0] == "line 9 of many")
                session.send("/line 150\r")
                session.wait_for(lambda screen: screen.lines()[0] == "line 150 of many")
                session.send("q")
                self.assertEqual("exit 0", session.wait_exit())
                self.assertEqual([], session.screen.unknown)
                self.assertEqual([], session.screen.leftovers())

    def test_top(self):
        for term in ("xterm-256color", "screen-256color", "linux"):
            with self.subTest(term):
                session = self.start("top", term=term, size=(100, 20))
                session.wait_for(r"PID +USER")
                # Its own key, because a signal may end it inside a sequence.
                session.send("q")
                session.wait_exit()
                self.assertEqual([], session.screen.unknown)
                self.assertEqual(session.modes_before, session.tty_modes())


if __name__ == "__main__":
    unittest.main()
