"""Text from the telephone network is only text: no input of a feed moves a cursor, a mode or a column."""

import json
import re
import unicodedata
import unittest

import feeds
from keys import KEY
from product import ProductCase, TOP, title_row, titled
from session import without_terminal

START = feeds.START
HOSTILE = {
    "clear": "\x1b[2J",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "title": "\x1b]0;owned\x1b\\",
    "device control": "\x1bP$q\"p\x1b\\",
    "alternate off": "\x1b[?1049l\x1b[?25h",
    "mouse on": "\x1b[?1003h\x1b[?1006h",
    "reset": "\x1bc",
    "C1 CSI": "\u009b2J\u009b31m",
    "C1 OSC": "\u009d52;c;cm0=\u009c",
    "bidi": "\u202eabc\u202d\u2066def\u2069\u200f",
    "joiners": "a\u200d\u200db\u200c\ufeffc\u2060d",
    "combining": "e" + "\u0301\u0327\u0489" * 40,
    "CJK": "漢字仮名交じり文",
    "emoji": "👩‍👩‍👧‍👦🇫🇮👍🏽❤️",
    "lines": "one\ntwo\r\nthree\u2028four\u2029five\x0b\x0c",
    "nul": "a\0b\x07\x08\x08\x08\x7f\x0e\x0f",
    "tab": "a\tb\tc",
    "long": "x" * 512,
    "longer": "漢" * 300,
    "shift in": "\x1b(0lqk",
    "tags": "\U000e0041\U000e0042z",
    "soft hyphen": "a\u00adb\u00adc",
    "hangul": "\u1100\u1161\u11a8\u1160\u115f",
    "variation": "\ufe0f\ufe0e1\u20e3",
}
PANES = ("seances", "connections", "calls", "failures", "recording", "anomalies", "numbers", "log", "feed")


def line(kind, data, at, domain="sales"):
    return feeds.event(kind, data, at, domain)


def seance(text, number, at):
    """Every type of event with a text in every field. The ids contain the text and a number."""
    s, c, a = ("%s%s%d" % (text[:150], kind, number) for kind in "sca")
    call = {"idcall": a, "number": text, "name": text, "dir": text, "state": text}
    conn = {"idconn": c, "from": text, "to": text, "state": text}
    seance = {"idseance": s, "from": text, "to": text, "state": text}
    return b"".join(line(kind, data, at + step) for step, (kind, data) in enumerate((
        ("call_create", call), ("call_update", call), ("call_set_state", call),
        ("seance_create", seance), ("seance_update", seance), ("seance_set_state", seance),
        ("seance_set_next_number", {"idseance": s, "number": text}),
        ("connection_create", conn), ("connection_update", conn),
        ("connection_attach_to_seance", dict(conn, idseance=s)),
        ("connection_link_call", {"idconn": c, "idcall": a}),
        ("call_attach_to_seance", dict(call, idseance=s)),
        ("call_dtmf", {"idcall": a, "digit": text}),
        ("connection_start_record", {"idconn": c}),
        ("connection_set_record_info", {"idconn": c, "key": text}),
        ("connection_failure", {"idconn": c, "idcall": a, "idseance": s, "code": text, "reason": text, "number": text}),
        ("call_delete", {"idcall": a + "gone", text or "x": text}),
        ("connection_delete", {"idconn": c + "gone"}),
        ("seance_delete", {"idseance": s + "gone", "extra": [text, {text: text}]}),
    )))


def hostile_feed():
    feed = b"".join(seance(text, number, number * 100) for number, text in enumerate(HOSTILE.values()))
    feed += seance("plain", 99, 5000)
    # Invalid UTF-8, and control characters that JSON forbids, make lines malformed.
    feed += b'{"class":"ccsevents","type":"call_create","domain":"sales","eventts":1,"data":{"idcall":"\x9b2J"}}\n'
    feed += b'{"class":"ccsevents","type":"call_create","domain":"sales","eventts":1,"data":{"idcall":"\x1b[2J"}}\n'
    feed += b"\x1b]52;c;cm0=\x07\x1b[2J\x9b31m\n"
    return feed


def talking_feed():
    """The hostile feed, and for every text a connection that talks unrecorded and one whose recording was not finished.
    Without them the pane Recording would be empty, and Anomalies nearly empty."""
    feed = hostile_feed()
    for number, text in enumerate(HOSTILE.values()):
        for kind in ("missing", "lost"):
            at, seance_id, conn, call = 6000 + number * 10, *("%s%s%s%d" % (text[:150], part, kind, number)
                                                             for part in "sca")
            feed += line("call_create", {"idcall": call, "state": "talk", "number": text, "dir": "in"}, at)
            feed += line("seance_create", {"idseance": seance_id, "state": "dialog", "fromnumber": text,
                                           "tonumber": text}, at)
            feed += line("connection_create", {"idconn": conn, "state": "dialog", "from": text, "to": text}, at)
            feed += line("connection_attach_to_seance", {"idconn": conn, "idseance": seance_id}, at)
            feed += line("connection_link_call", {"idconn": conn, "idcall": call}, at)
            if kind == "lost":
                feed += line("connection_start_record", {"idconn": conn}, at + 1)
                feed += line("connection_delete", {"idconn": conn}, at + 2)
    # Long enough after them that both raise an alarm.
    return feed + seance("last", 98, 90_000)


#: The name of one domain is hostile too.
DOMAINS = hostile_feed() + b"".join(
    line("call_create", {"idcall": "d%d" % number, "number": "1"}, 6000 + number, text[:150] + str(number))
    for number, text in enumerate(HOSTILE.values()))


def forbidden(char):
    """Whether a character must never reach the terminal: it controls the terminal, or changes the direction of text."""
    return (unicodedata.category(char) == "Cc" or char in "\u2028\u2029\u200e\u200f\u061c\ufeff\u2060"
            or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069")


class OnTheScreen(ProductCase):
    def check(self, session):
        session.wait_idle()
        # A pane may be drawn before its rows are known.
        session.wait_for(lambda screen: "waiting for data" not in screen.text())
        session.wait_idle()
        screen = session.screen
        self.assertEqual([], screen.unknown, screen.picture())
        self.assertEqual([], screen.osc, "an operating system command went out")
        self.assertEqual([], screen.dcs)
        self.assertEqual([], screen.titles)
        self.assertEqual(0, screen.bells)
        # The cursor may be visible while the user types.
        self.assertEqual(self.modes, screen.modes - {25}, screen.picture())
        self.assertEqual(self.alternate, screen.alternate)
        self.assertEqual((0, screen.height), (screen.top, screen.bottom))
        shown = {char for row in screen.grid.rows for cell in row for char in cell.char}
        self.assertEqual(set(), {"U+%04X" % ord(char) for char in shown if forbidden(char)}, screen.picture())
        self.assertRegex(screen.lines()[0], "^(ccs-top |sales )", screen.picture())
        return screen

    def begin(self, *options, feed, **more):
        session = self.start(*options, file=feeds.seance(1), **more)
        session.wait_idle()
        self.modes, self.alternate = set(session.screen.modes), session.screen.alternate
        session.close()
        return self.start(*options, file=feed, **more)

    def look_around(self, size, term="xterm-256color", *options):
        session = self.begin("-d", "sales", *options, feed=talking_feed(), size=size, term=term)
        for number, pane in enumerate(PANES, 1):
            session.send(str(number), "g")
            session.wait_for(titled(pane.capitalize()))
            screen = self.check(session)
            self.check_columns(screen)
            if pane in ("recording", "anomalies"):
                shown = [text for text in screen.lines()[title_row(screen) + 1:-1] if text]
                self.assertGreater(len(shown), 10, screen.picture())
            for keys in (KEY.PGDN, "G", "l", "ll", "hhh"):
                session.send(keys)
                self.check(session)
        session.send("1", "g", "*")
        self.check(session)
        for _ in range(6):
            session.send(KEY.PGDN)
            self.check(session)
        self.check_quits(session)

    def check_columns(self, screen):
        """Checks that a column of numbers has only numbers in every row, so nothing before it shifts it."""
        top = title_row(screen)
        titles = screen.grid.text(top)
        for title in ("CONN", "CALLS", "DTMF"):
            found = re.search(r"(?<= )%s[▲▼]?(?= |$)" % title, titles)
            if not found:
                continue
            for y in range(top + 1, screen.height - 1):
                cells = screen.grid.rows[y]
                if not any(cell.char.strip() for cell in cells):
                    continue
                value = "".join(cell.char for cell in cells[found.start():found.end()]).strip()
                self.assertRegex(value, r"^(\d+|–|-)$", "%s in row %d\n%s" % (title, y, screen.picture()))

    def test_in_every_pane(self):
        self.look_around((80, 24))

    def test_in_every_pane_of_a_wide_screen(self):
        self.look_around((200, 60))

    def test_in_every_pane_of_a_narrow_screen(self):
        self.look_around((40, 24))

    def test_in_every_pane_in_ascii(self):
        self.look_around((100, 30), "xterm-256color", "--ascii")

    def test_in_every_pane_on_the_console(self):
        self.look_around((80, 25), "linux")

    def test_the_column_after_a_hostile_one_begins_where_its_title_does(self):
        # One row for each text, between plain ones: the column after the name must be aligned.
        session = self.begin("-d", "sales", "--pane", "calls", size=(150, 60), feed=b"".join(
            line("call_create", {"idcall": "call-%d" % number, "number": "1%03d" % number, "name": text,
                                 "state": "talk", "dir": "in"}, number)
            for number, text in enumerate(HOSTILE.values())))
        session.wait_for(titled("Calls"))
        screen = self.check(session)
        top = title_row(screen)
        titles = screen.grid.text(top)
        at = titles.index("DTMF")
        rows = [y for y in range(top + 1, screen.height - 1) if screen.grid.text(y).strip()]
        self.assertEqual(len(HOSTILE), len(rows), screen.picture())
        column = titles.index(" ID") + 1
        for y in rows:
            with self.subTest(screen.lines()[y]):
                cells = screen.grid.rows[y]
                self.assertEqual("0", "".join(cell.char for cell in cells[at:at + 4]).strip())
                self.assertRegex("".join(cell.char for cell in cells[column:]), r"^call-\d+ *$")

    def test_in_the_seance_view_of_each(self):
        session = self.begin("-d", "sales", feed=hostile_feed())
        session.wait_for(titled("Seances"))
        # The newest rows are first or last. Each is opened in turn.
        session.send("g")
        for _ in HOSTILE:
            session.send(KEY.ENTER)
            session.wait_for(titled("Tree"))
            self.check(session)
            session.send("G")
            self.check(session)
            session.send(KEY.TAB)
            session.wait_for(titled("Events"))
            self.check(session)
            session.send(KEY.ENTER)  # the raw line
            self.check(session)
            session.send("G")
            self.check(session)
            session.send(KEY.ESC)
            session.wait_for(titled("Seances"))
            session.send("j")
            session.wait_idle()

    def test_in_the_list_of_domains(self):
        session = self.begin(feed=DOMAINS, size=(80, 40))
        session.wait_for(titled("Domains"))
        screen = self.check(session)
        self.check_columns(screen)
        for _ in HOSTILE:
            session.send(KEY.ENTER)
            session.wait_for(titled("Seances"))
            self.check(session)
            session.send(KEY.ESC)
            session.wait_for(titled("Domains"))
            session.send("j")
            self.check(session)

    def test_searched_and_filtered_for(self):
        session = self.begin("-d", "sales", feed=hostile_feed())
        for keys in (["/"], ["漢字"], [KEY.ENTER], ["\\"], ["name~漢"], [KEY.ENTER]):
            session.send(*keys)
            self.check(session)
        session.send("/")
        session.paste("\x1b[2J\u009b31m\u202e")
        self.check(session)

    def test_copied_as_base64_alone(self):
        session = self.begin("-d", "sales", "--pane", "calls", feed=line(
            "call_create", {"idcall": "\x1b]52;c;AAAA\x07", "number": "1", "name": "\x1b[2J"}, 1))
        session.wait_for(titled("Calls"))
        session.send("y")
        session.wait_for(lambda screen: screen.osc)
        session.send("Y")
        session.wait_for(lambda screen: len(screen.osc) == 2)
        for payload in session.screen.osc:
            self.assertRegex(payload, r"^52;c;[A-Za-z0-9+/=]+$")
        session.wait_idle()
        self.assertEqual([], session.screen.unknown, session.screen.picture())


class InTheOutputs(ProductCase):
    def test_text_has_no_control_but_the_newline(self):
        for pane in PANES + ("domains",):
            with self.subTest(pane):
                options = [] if pane == "domains" else ["-d", "sales"]
                out = self.once("--format", "text", "--pane", pane, *options, feed=DOMAINS)
                self.assertTrue(out.strip())
                self.assertNotIn("\ufffd\ufffd\ufffd\ufffd", out)
                found = {"U+%04X" % ord(char) for char in out if forbidden(char)} - {"U+000A"}
                self.assertEqual(set(), found)

    def test_json_has_no_raw_control_and_gives_the_texts_back(self):
        out = self.once("--format", "json", "-d", "sales", feed=hostile_feed())
        found = {"U+%04X" % ord(char) for char in out if unicodedata.category(char) == "Cc"} - {"U+000A"}
        self.assertEqual(set(), found)
        snapshot = json.loads(out)
        self.assertEqual(3, snapshot["feed"]["malformed"])
        domain, = snapshot["domains"]
        got = {seance["from"] for seance in domain["seances"]}
        self.assertEqual({kept(text) for text in HOSTILE.values()} | {"plain"}, got)
        calls = [call for seance in domain["seances"] for each in seance["connections"] for call in each["calls"]]
        self.assertEqual(got, {call["name"] for call in calls})
        self.assertEqual(got, {failure["reason"] for failure in domain["failures"]["last"]})
        ids = {"%ss%d" % (text[:150], number) for number, text in enumerate(HOSTILE.values())}
        self.assertEqual(ids | {"plains99"}, {seance["id"] for seance in domain["seances"]})

    def test_hostile_options_in_the_messages_about_them(self):
        for options in (["--theme", "\x1b]52;c;AA\x07"], ["--filter", "\x1b[2J="],
                        ["/nowhere/\x1b[2J\u202e"], ["--connect", "\x1b[2J"]):
            with self.subTest(options):
                status, out, err = without_terminal([TOP, "--once", *options])
                self.assertIn(status, ("exit 1", "exit 2"))
                self.assertEqual(set(), {"U+%04X" % ord(c) for c in out + err if forbidden(c)} - {"U+000A"}, err)


def kept(text):
    """The stored part of a text field: 512 bytes, cut between characters."""
    data = text.encode()[:512]
    return data.decode("utf-8", "ignore")


if __name__ == "__main__":
    unittest.main()
