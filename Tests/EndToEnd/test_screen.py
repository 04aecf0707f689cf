"""The screen, used as a person would: panes, moving, sorting, searching, filters, trees, opening, pausing, sizes."""

import re
import unittest

import feeds
from keys import KEY
from product import (ProductCase, first_lines, seances_live, selected, selected_text, selection, simulated,
                     title_row, titled)

FEED = ("--seed", 7, "--seances", 400)
PANES = ("Seances", "Connections", "Calls", "Failures", "Recording", "Anomalies", "Numbers", "Log", "Feed")
#: Wide enough for complete ids.
WIDE = (130, 24)


def rows(screen):
    """The rows of the list, without blank rows below it."""
    return [line for line in screen.lines()[title_row(screen) + 1:-1] if line]


def column(screen, title):
    """The texts of a column of the list, found by its title."""
    at = title_row(screen)
    titles = screen.grid.text(at)
    start = titles.index(title)
    end = re.compile(r"\s+").search(titles, start).end()
    return [screen.grid.text(at + 1 + y)[start:end].strip() for y in range(len(rows(screen)))]


class Places(ProductCase):
    def test_domains_then_one_of_them_and_back_to_its_row(self):
        session = self.start(file=first_lines(simulated(*FEED), 4000))
        session.wait_for(titled("Domains"))
        # The domain with the most failures comes first.
        session.wait_for(r"^ sales .*\n support .*\n billing ")
        session.send("j")
        session.wait_for(selection("^ support "))
        session.send(KEY.ENTER)
        session.wait_for(titled("Seances"))
        session.wait_for("^ccs-top support ")
        session.send(KEY.ESC)
        session.wait_for(titled("Domains"))
        session.wait_for(selection("^ support "))
        self.check_quits(session)

    def test_d_is_the_list_of_domains_from_anywhere(self):
        session = self.start(file=first_lines(simulated(*FEED), 4000))
        session.wait_for(titled("Domains"))
        session.send(KEY.ENTER, "3")
        session.wait_for(titled("Calls"))
        session.send("d")
        session.wait_for(titled("Domains"))

    def test_a_domain_shows_nothing_of_another(self):
        lines = feeds.seances(3) + feeds.seances(2, first=70, domain="support")
        session = self.start("-d", "sales", feed=lines, size=WIDE)
        session.wait_for(seances_live(3))
        for number, name in enumerate(PANES, 1):
            session.send(str(number))
            session.wait_for(titled(name))
            session.wait_idle()
            self.assertNotRegex(session.text(), r"seance-7\d|caller-7\d|\+74950000070|107\d", session.screen.picture())

    def test_a_domain_of_which_nothing_came_says_what_did(self):
        session = self.start("-d", "sales", file=feeds.seances(5, domain="support"))
        session.wait_for('0 of 50 events are of "sales"; seen: support 50')

    def test_panes_by_number(self):
        session = self.start("-d", "sales", file=first_lines(simulated(*FEED), 4000))
        for number, name in list(enumerate(PANES, 1)) + [(1, PANES[0])]:
            session.send(str(number))
            session.wait_for(titled(name))
            session.wait_for(lambda screen: rows(screen))
        self.check_quits(session)

    def test_panes_by_tab_go_round(self):
        session = self.start("-d", "sales", file=first_lines(simulated(*FEED), 4000))
        session.wait_for(titled(PANES[0]))
        panes = PANES + ("Changes",)
        for name in panes[1:] + panes[:1]:
            session.send(KEY.TAB)
            session.wait_for(titled(name))
        for name in panes[::-1]:
            session.send(KEY.BACKTAB)
            session.wait_for(titled(name))

    def test_pane_to_begin_with(self):
        session = self.start("-d", "sales", "--pane", "log", file=feeds.seances(3))
        session.wait_for(titled("Log"))
        session.wait_for("seance_set_")


class Moving(ProductCase):
    def test_rows_pages_and_ends(self):
        session = self.start("-d", "sales", feed=feeds.seances(60), size=WIDE)
        session.wait_for(seances_live(60))
        session.wait_for(selection(r"seance-1$"))
        for keys, row in (("j", 2), ("jj", 4), ("k", 3), ([KEY.DOWN], 4), ([KEY.UP], 3), ("G", 60), ("k", 59),
                          ("g", 1), ("k", 1), ([KEY.END], 60), ("j", 60), ([KEY.HOME], 1)):
            session.send(*keys)
            session.wait_for(selection(r"seance-%d$" % row))
            session.wait_for(r" %d/60$" % row)
        session.wait_idle()
        page = len(rows(session.screen))
        session.send(KEY.PGDN)
        session.wait_for(lambda screen: not selection(r"seance-1$")(screen))
        session.wait_idle()
        down = int(re.search(r"seance-(\d+)$", selected_text(session.screen)).group(1)) - 1
        self.assertIn(down, range(page - 3, page + 1))
        session.send(KEY.PGUP)
        session.wait_for(selection(r"seance-1$"))

    def test_selection_stays_with_its_id_while_events_come(self):
        session = self.start("-d", "sales", feed=feeds.seances(20), size=WIDE)
        session.wait_for(seances_live(20))
        session.send("j" * 6)
        session.wait_for(selection(r"seance-7$"))
        for batch in range(1, 9):
            # Each has events of old objects too, and some that end above the row.
            more = feeds.seances(10, first=20 + 10 * (batch - 1) + 1)
            more += feeds.event("seance_update", {"idseance": "seance-%d" % batch, "state": "hold"}, 9000 + batch)
            session.feed(more)
            session.wait_for(seances_live(20 + 10 * batch))
            session.wait_idle()
            self.assertRegex(selected_text(session.screen), r"seance-7$", session.screen.picture())
        session.feed(feeds.event("seance_delete", {"idseance": "seance-1"}, 20_000))
        session.wait_for(seances_live(99))
        session.wait_idle()
        self.assertRegex(selected_text(session.screen), r"seance-7$", session.screen.picture())

    def test_selection_stays_with_its_id_when_the_order_turns(self):
        session = self.start("-d", "sales", file=feeds.seances(15), size=WIDE)
        session.send("jjj")
        session.wait_for(selection(r"seance-4$"))
        session.send("I")
        session.wait_for(lambda screen: "▲" in screen.lines()[title_row(screen)])
        session.wait_for(selection(r"seance-4$"))


class Order(ProductCase):
    def test_turned_round(self):
        session = self.start("-d", "sales", "--sort=-age", file=feeds.seances(9), size=WIDE)
        session.wait_for(seances_live(9))
        session.wait_for("AGE▼")
        session.wait_idle()
        before = column(session.screen, "ID")
        self.assertEqual(["seance-%d" % number for number in range(1, 10)], before)
        session.send("I")
        session.wait_for("AGE▲")
        session.wait_for(lambda screen: column(screen, "ID") == before[::-1])
        session.send("I")
        session.wait_for(lambda screen: column(screen, "ID") == before)

    def test_by_the_column_beside(self):
        session = self.start("-d", "sales", "--sort=-age", file=feeds.seances(9), size=WIDE)
        session.wait_for("AGE▼")
        for key, title in ((">", "STATE"), (">", "FROM"), (">", "TO"), ("<", "FROM"), ("<", "STATE")):
            session.send(key)
            session.wait_for(r"\b%s[▲▼]" % title)

    def test_from_the_menu(self):
        session = self.start("-d", "sales", "--sort=-age", file=feeds.seances(9), size=WIDE)
        for opened in ("s", KEY.F6):
            session.send(opened)
            session.wait_for("^Sort by")
            session.send(KEY.ESC)
            session.wait_for(lambda screen: "Sort by" not in screen.text())
        session.send("s")
        session.wait_for("^Sort by")
        session.send("jjj", KEY.ENTER)
        session.wait_for(" TO[▲▼]")
        session.wait_idle()
        self.assertNotIn("Sort by", session.text())
        values = column(session.screen, "TO")
        self.assertIn(values, (sorted(values), sorted(values, reverse=True)))


class Search(ProductCase):
    def test_as_one_types(self):
        session = self.start("-d", "sales", file=feeds.seances(40), size=WIDE)
        session.wait_for(selection(r"seance-1$"))
        session.send("/")
        session.wait_for("^search:")
        session.send("102")
        session.wait_for("^search: 102")
        session.wait_for(selection(r"seance-20$"))
        session.send("5")
        session.wait_for(selection(r"seance-25$"))
        session.send(KEY.BACKSPACE)
        session.wait_for(selection(r"seance-20$"))
        session.send(KEY.ENTER)
        session.wait_for(lambda screen: "search:" not in screen.text())
        session.wait_for(selection(r"seance-20$"))
        for key, row in (("n", 21), ("n", 22), ("N", 21), ("N", 20)):
            session.send(key)
            session.wait_for(selection(r"seance-%d$" % row))

    def test_given_up_goes_back_to_the_row(self):
        session = self.start("-d", "sales", file=feeds.seances(40), size=WIDE)
        session.send("jj")
        session.wait_for(selection(r"seance-3$"))
        session.send("/1030")
        session.wait_for(selection(r"seance-30$"))
        session.send(KEY.ESC)
        session.wait_for(selection(r"seance-3$"))

    def test_what_is_not_there_is_said(self):
        session = self.start("-d", "sales", file=feeds.seances(4), size=WIDE)
        session.send("/nobody")
        session.wait_for("not found")
        session.send(KEY.ENTER)
        session.wait_for(selection(r"seance-1$"))
        self.check_quits(session)

    def test_keys_are_text_while_one_types(self):
        session = self.start("-d", "sales", file=feeds.seances(4), size=WIDE)
        session.send("/q?p1")
        session.wait_for(r"^search: q\?p1")
        self.assertIsNone(session.status)


class Filter(ProductCase):
    def filtered(self, expression, shown, key="\\", size=WIDE):
        session = self.start("-d", "sales", file=feeds.seances(30), size=size)
        session.wait_for(seances_live(30))
        session.send(key)
        session.wait_for("^filter:")
        session.send(expression, KEY.ENTER)
        session.wait_for(lambda screen: not re.search("^filter:", screen.text(), re.MULTILINE))
        session.wait_for(lambda screen: column(screen, "ID") == ["seance-%d" % number for number in shown])
        return session

    def test_keeps_the_rows_that_match(self):
        session = self.filtered("to=1003 or to=1017", [3, 17], size=(150, 24))
        session.wait_idle()
        self.assertIn("filter: to in (1003, 1017)", session.text())
        self.assertRegex(session.text(), r"\b2 of 30\b")

    def filtered_tree(self, expression, number):
        session = self.start("-d", "sales", file=feeds.seances(30), size=WIDE)
        session.wait_for(seances_live(30))
        session.send("\\" + expression, KEY.ENTER)
        session.wait_for(r"filter: .*\b1 of 30\b")
        session.wait_for(lambda screen: re.findall(r"seance-(\d+)$", screen.text(), re.M) == [str(number)])

    def test_by_F4(self):
        self.filtered("to=1003", [3], KEY.F4)

    def test_tests_what_hangs_below(self):
        # One of the seance's calls has the number, but no column of the seance does.
        self.filtered_tree("state=talk and number=1005", 5)

    def test_a_bare_word_is_a_text_in_any_column(self):
        self.filtered("seance-29", [29])

    def test_emptied_shows_all(self):
        session = self.filtered("to=1003", [3])
        session.send("\\")
        session.wait_for("^filter: to=1003")
        session.send(b"\x15", KEY.ENTER)
        session.wait_for(lambda screen: len(rows(screen)) == 19)
        session.wait_for(lambda screen: "filter:" not in screen.text() and "to=1003" not in screen.text())

    def test_where_there_is_less_room_titles_give_way_to_it(self):
        session = self.filtered("to=1003 or to=1017", [3, 17])
        session.wait_for(r"^\[1 Seances\] .* 9 .*filter: to in \(1003, 1017\) \(2 of 30\)$")
        session.resize(80, 24)
        session.wait_for(r"^\[1 Seances\] 2 .* 9 .*\bto in \(1003.* \(2 of 30\)$")

    def test_wrong_one_is_pointed_at_and_changes_nothing(self):
        session = self.start("-d", "sales", file=feeds.seances(5), size=WIDE)
        session.wait_for(seances_live(5))
        session.send("\\")
        session.wait_for("^filter:")
        session.send("state=talk and (", KEY.ENTER)
        session.wait_for(r"\^")
        session.wait_for(r"seance-1\b")
        session.send(KEY.ESC)
        session.wait_for(lambda screen: len(rows(screen)) == 5)


class Tree(ProductCase):
    def started(self):
        session = self.start("-d", "sales", file=feeds.seances(3), size=WIDE)
        session.wait_for(lambda screen: len(rows(screen)) == 3)
        return session

    def wait_rows(self, session, count):
        session.wait_for(lambda screen: len(rows(screen)) == count)

    def test_plus_and_minus(self):
        session = self.started()
        session.send("j+")
        self.wait_rows(session, 6)
        session.wait_for(r"^ ▾.*seance-2$")
        session.wait_for(r"├─ in .*\+74950000002")
        session.wait_for(r"└─ out .*1002")
        session.wait_for(selection(r"seance-2$"))
        session.send("-")
        self.wait_rows(session, 3)
        session.wait_for(selection(r"seance-2$"))

    def test_l_and_h(self):
        session = self.started()
        session.send("l")
        self.wait_rows(session, 6)
        session.send("jjj")
        session.wait_for(selection("out"))
        session.send("h")
        session.wait_for(selection("▾"))
        session.send(KEY.LEFT)
        session.send(KEY.LEFT)
        session.wait_for(selection("seance-1$"))
        session.send(KEY.LEFT)
        self.wait_rows(session, 3)
        session.send(KEY.RIGHT)
        self.wait_rows(session, 4)  # the connection stays collapsed
        session.send(KEY.RIGHT, KEY.DOWN, KEY.RIGHT)
        self.wait_rows(session, 6)

    def test_star_is_all(self):
        session = self.started()
        session.send("*")
        self.wait_rows(session, 12)
        session.send("*")
        self.wait_rows(session, 3)

    def test_t_is_seances_alone(self):
        session = self.started()
        session.send("*")
        self.wait_rows(session, 12)
        session.send("t")
        self.wait_rows(session, 3)
        session.send(KEY.F5)
        session.wait_for(lambda screen: len(rows(screen)) >= 3 and ("▸" in screen.text() or "▾" in screen.text()))


class Drilling(ProductCase):
    def test_into_a_seance_its_faces_and_back_to_the_row(self):
        session = self.start("-d", "sales", "--sort=-age", file=feeds.seances(30), size=(130, 40))
        session.wait_for(seances_live(30))
        session.send("I", "j" * 21)
        session.wait_for(selection(r"seance-9$"))
        at = selected(session.screen)
        session.send(KEY.ENTER)
        session.wait_for(titled("Tree"))
        for expected in ("seance-9", "connection-9", "caller-9", "called-9", r"\+74950000009", "1009", "talk"):
            session.wait_for(expected)
        session.send(KEY.TAB)
        session.wait_for(titled("Events"))
        for kind in ("call_create", "seance_create", "connection_link_call", "seance_set_state"):
            session.wait_for(kind)
        session.wait_idle()
        self.assertNotIn("seance-8", session.text())
        session.send(KEY.TAB)
        session.wait_for(titled("Tree"))
        session.send("2")
        session.wait_for(titled("Events"))
        session.send(KEY.ESC)
        session.wait_for(titled("Seances"))
        session.wait_for(selection(r"seance-9$"))
        session.wait_for(lambda screen: selected(screen) == at)
        session.wait_for("AGE▲")
        self.check_quits(session)

    def test_from_a_call(self):
        session = self.start("-d", "sales", "--pane", "calls", file=feeds.seances(5), size=WIDE)
        session.wait_for(titled("Calls"))
        session.send("/called-4", KEY.ENTER)
        session.wait_for(selection("1004"))
        session.send(KEY.ENTER)
        session.wait_for(titled("Tree"))
        session.wait_for("seance-4")
        session.send(KEY.ESC)
        session.wait_for(titled("Calls"))
        session.wait_for(selection("1004"))

    def test_the_seance_is_followed_live(self):
        session = self.start("-d", "sales", feed=feeds.seances(3), size=WIDE)
        session.wait_for(seances_live(3))
        session.send(KEY.ENTER)
        session.wait_for(titled("Tree"))
        session.feed(feeds.event("call_set_state", {"idcall": "called-1", "state": "hold"}, 9000))
        session.wait_for("hold")
        session.feed(feeds.event("seance_set_next_number", {"idseance": "seance-1", "number": "1777"}, 9500))
        session.wait_for("1777")

    def test_raw_line_of_an_event(self):
        session = self.start("-d", "sales", file=feeds.seances(1), size=WIDE)
        session.wait_for(seances_live(1))
        session.send(KEY.ENTER)
        session.wait_for(titled("Tree"))
        session.send("2")
        session.wait_for(titled("Events"))
        session.send(KEY.ENTER)
        session.wait_for(r'"type":\s*"call_create"')


class Pause(ProductCase):
    def test_data_flows_on_and_the_screen_stays(self):
        session = self.start("-d", "sales", feed=feeds.seances(5), size=WIDE)
        session.wait_for(seances_live(5))
        session.send("p")
        session.wait_for(r"PAUSED \+0 events")
        session.feed(feeds.seances(7, first=6))
        session.wait_for(r"PAUSED \+70 events")
        session.wait_idle()
        self.assertEqual(5, len(rows(session.screen)), session.screen.picture())
        session.send("j")
        session.wait_for(selection(r"seance-2$"))
        session.send(KEY.F8)
        session.wait_for(seances_live(12))
        session.wait_for(lambda screen: len(rows(screen)) == 12 and "PAUSED" not in screen.text())
        session.wait_for(selection(r"seance-2$"))


class Help(ProductCase):
    def test_lists_the_keys(self):
        session = self.start("-d", "sales", file=feeds.seances(2), size=(120, 150))
        session.wait_for(seances_live(2))
        listed = self.printed("--list-keys").splitlines()
        for key in ("?", KEY.F1):
            session.send(key)
            session.wait_for("^Help")
            session.wait_idle()
            shown = re.sub(r"\s+", " ", session.text())
            for line in listed:
                what = re.sub(r"\s+", " ", re.sub(r" \([^)]*\)$", "", re.split(r"\s{2,}", line, maxsplit=2)[-1]))
                self.assertIn(what[:40], shown)
            session.send(KEY.ESC)
            session.wait_for(titled("Seances"))

    def test_scrolls_and_closes(self):
        session = self.start("-d", "sales", file=feeds.seances(2))
        session.send("?")
        session.wait_for(r"^Help .*1-\d+ of")
        session.send(KEY.END)
        session.wait_for(r"^Help .*-(\d+) of \1$")
        session.send("q")
        session.wait_for(titled("Seances"))
        self.assertIsNone(session.status, "q closes the help, not the program")
        session.send("?")
        session.wait_for("^Help")

    def test_a_key_that_means_nothing_says_so(self):
        session = self.start("-d", "sales", file=feeds.seances(2))
        session.wait_for(seances_live(2))
        session.send("Z")
        session.wait_for("no such key")


class Sizes(ProductCase):
    def test_any_size_and_back(self):
        session = self.start("-d", "sales", feed=feeds.seances(30))
        session.wait_for(seances_live(30))
        session.wait_idle()
        for size in ((200, 60), (20, 5), (5, 3), (1, 1), (2, 1), (1, 2), (400, 200), (80, 24)):
            session.resize(*size)
            # A text in the last size, because the emulator drops everything that does not fit.
            session.wait_for(lambda screen: (screen.width, screen.height) == size and screen.text().strip())
            session.feed(feeds.event("call_update", {"idcall": "caller-1", "name": "x%d" % size[0]}, 9000))
            session.wait_idle()
        session.wait_for(lambda screen: screen.lines()[0].startswith("ccs-top sales"))
        session.wait_for(lambda screen: screen.lines()[-1].startswith("F1 Help"))
        session.wait_for(lambda screen: len(rows(screen)) == 19)
        session.wait_for(selection(" 1001 "))
        self.check_quits(session)

    def test_every_place_in_every_size(self):
        session = self.start(file=feeds.seances(30))
        session.wait_for(titled("Domains"))
        session.send(KEY.ENTER)
        session.wait_for(seances_live(30))
        ways = [([str(number)], []) for number in range(1, len(PANES) + 1)]
        ways += [(["1", *keys], [KEY.ESC]) for keys in (
            [KEY.ENTER], [KEY.ENTER, "2"], ["?"], ["s"], ["C"], ["/", "x"], ["\\", "x"])]
        ways += [(["d"], [KEY.ENTER])]
        for into, back in ways:
            session.send(*into)
            for size in ((20, 5), (1, 1), (160, 50), (80, 24)):
                session.resize(*size)
                session.wait_idle(0.05)
                self.assertIsNone(session.status)
            session.send(*back)
            overlay = re.compile("^(Help|search:|filter:|Sort by|Columns )", re.MULTILINE)
            session.wait_for(lambda screen: not overlay.search(screen.text()))
            session.wait_for(titled("(%s)" % "|".join(PANES)))
        self.check_quits(session)

    def test_started_in_one_cell(self):
        session = self.start("-d", "sales", feed=feeds.seances(3), size=(1, 1))
        session.wait_for(lambda screen: screen.text().strip())
        session.resize(80, 24)
        session.wait_for(seances_live(3))
        self.check_quits(session)


class Looks(ProductCase):
    def visit(self, *options, **more):
        """Visits all panes, with traffic of every phase, and returns the session."""
        session = self.start("-d", "sales", *options, file=first_lines(simulated(*FEED), 4000), **more)
        cells = []

        def look():
            session.wait_idle()
            cells.extend(cell for row in session.screen.grid.rows for cell in row)

        look()
        for keys in (["*"], ["2"], ["3"], ["4"], ["5"], ["6"], ["1", KEY.ENTER], ["2"], [KEY.ESC, "?"], [KEY.ESC, "s"],
                     [KEY.ESC, "p"]):
            session.send(*keys)
            look()
        self.assertEqual([], session.screen.unknown)
        return session, cells

    def test_colours_are_used_where_they_may_be(self):
        _, cells = self.visit()
        self.assertGreater(len({cell.fg for cell in cells}), 3)

    def test_no_colour(self):
        for more in ({"env": {"NO_COLOR": "1"}}, {"option": "--no-color"}):
            with self.subTest(more):
                options = [more.pop("option")] if "option" in more else []
                _, cells = self.visit(*options, **more)
                self.assertEqual(set(), {(cell.fg, cell.bg) for cell in cells} - {(None, None)})

    def test_ascii(self):
        session, _ = self.visit("--ascii", size=(120, 30))
        # Names of callers that are not ASCII are also replaced.
        self.assertEqual(b"", bytes(byte for byte in session.raw if byte > 0x7F)[:20])

    def test_terminals(self):
        for term in ("linux", "tmux-256color", "screen", "screen-256color", "vt100", "xterm", "xterm-256color"):
            with self.subTest(term):
                session, _ = self.visit(term=term)
                session.send("p", KEY.F1)
                session.wait_for("^Help")
                session.send(KEY.ESC)
                session.wait_for(titled("Seances"))
                session.send(KEY.DOWN, KEY.DOWN, KEY.END, KEY.HOME, KEY.PGDN)
                session.wait_idle()
                self.check_quits(session)

    def test_themes(self):
        for theme in ("dark", "light", "mono", "high-contrast"):
            with self.subTest(theme):
                session = self.start("-d", "sales", "--theme", theme, file=feeds.seances(3))
                session.wait_for(seances_live(3))
                self.check_quits(session)


class Quiet(ProductCase):
    """Nothing is written while nothing changes."""

    def bytes_without_keys(self, session, seconds=1.5):
        session.wait_idle(quiet=1.2)
        before = session.screen.bytes_seen
        session.wait_idle(quiet=seconds)
        return session.screen.bytes_seen - before

    def test_at_the_end_of_a_file(self):
        session = self.start("-d", "sales", file=first_lines(simulated(*FEED), 4000))
        for keys in ([], ["5"], ["1", KEY.ENTER], [KEY.ESC, "p"]):
            session.send(*keys)
            self.assertEqual(0, self.bytes_without_keys(session), session.screen.picture())

    def test_in_the_list_of_domains(self):
        session = self.start(file=feeds.seances(3))
        session.wait_for(titled("Domains"))
        self.assertEqual(0, self.bytes_without_keys(session), session.screen.picture())


if __name__ == "__main__":
    unittest.main()
