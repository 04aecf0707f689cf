"""The questions of an engineer on call, answered on 80×24 with at most three keystrokes (see docs/drills.md)."""

import re
import time
import unittest

import drill_feeds
from keys import KEY
from product import ProductCase, selection, titled

#: The limit of keystrokes until the answer. A text typed into a line counts as one, including the key that opens it and
#: Enter.
STROKES = 3


def rows(screen):
    """The rows of the list, without blank rows below. They follow the panes and the titles of the columns."""
    for y, line in enumerate(screen.lines()[:6]):
        if re.search(r"\[(\d )?[A-Z][a-z]+\]", line):
            return [row for row in screen.lines()[y + 2:-1] if row]
    return []


def list_begins_with(*patterns):
    """A condition: the first rows of the list match these regular expressions, one for each row."""
    def holds(screen):
        shown = rows(screen)
        return len(shown) >= len(patterns) and all(map(re.search, patterns, shown))
    holds.__doc__ = "a list that begins with %s" % " and then ".join("/%s/" % pattern for pattern in patterns)
    return holds


def list_is(*patterns):
    """A condition: the rows of the list match these regular expressions, one for each row, and there are no more rows."""
    def holds(screen):
        return len(rows(screen)) == len(patterns) and list_begins_with(*patterns)(screen)
    holds.__doc__ = "a list of %s alone" % " and ".join("/%s/" % pattern for pattern in patterns)
    return holds


def shows(*patterns):
    """A condition: all these regular expressions match the screen's text at once."""
    def holds(screen):
        return all(re.search(pattern, screen.text(), re.MULTILINE) for pattern in patterns)
    holds.__doc__ = " and ".join("/%s/" % pattern for pattern in patterns)
    return holds


class DrillCase(ProductCase):
    """A question, asked at the first screen of the program."""

    def begin(self, *options, first="Seances", **feed):
        self.strokes = 0
        self.session = self.start(*options, size=(80, 24), **feed)
        self.session.wait_for(titled(first))

    def press(self, *keys):
        """One keystroke. Further keys are part of it."""
        self.strokes += 1
        self.assertLessEqual(self.strokes, STROKES, "a keystroke too many\n" + self.session.screen.picture())
        self.session.send(*keys)

    def type_filter(self, text):
        self.press("\\", text, KEY.ENTER)

    def type_search(self, text):
        self.press("/", text, KEY.ENTER)

    def pane(self, number, title):
        self.press(str(number))
        self.session.wait_for(titled(title))

    def answer(self, condition):
        """Waits until the answer appears, and checks that it stays when the screen is stable."""
        self.session.wait_for(condition)
        self.session.wait_idle()
        self.assertTrue(condition(self.session.screen), self.session.screen.picture())

    def hides(self, pattern):
        self.assertNotRegex(self.session.text(), pattern, self.session.screen.picture())


class Drills(DrillCase):
    def test_01_which_seances_ring_too_long(self):
        self.begin("-d", "sales", file=drill_feeds.ringing())
        self.type_filter("wrong=ringing")
        self.answer(list_is(r"^!.* \+74950000101 +745 +\S+ +1012 ", r"^!.* \+74950000102 +745 +\S+ +1019 "))

    def test_01_for_how_long_they_ring(self):
        self.begin("-d", "sales", file=drill_feeds.ringing())
        self.pane(6, "Anomalies")
        self.answer(list_is(r"^!.*caller waits +00:01:22 ", r"^!.*rings too long +00:00:44 .*1019",
                            r"^!.*rings too long +00:01:19 .*1012"))

    def test_02_which_number_fails_most_now_and_with_what_cause(self):
        self.begin("-d", "sales", file=drill_feeds.failing())
        self.pane(4, "Failures")
        self.answer(list_begins_with(r"\b1207 +8 .* 486 +Busy Here", r"\b1044 +3 .* 408 +Request T"))

    def test_03_which_talking_connections_are_not_recorded(self):
        self.begin("-d", "sales", file=drill_feeds.unrecorded())
        self.pane(5, "Recording")
        self.answer(list_begins_with(r"^!missing +00:01:09 .*\+74950000201 +1012 .*seance-noon",
                                     r"^!missing +00:00:29 .*\+74950000202 +1019 .*seance-dusk"))
        self.assertIn("missing 2 ", self.session.lines()[-1])
        self.hides(r"missing.*\+7495000020[34]")

    def test_04_which_recordings_were_never_finished(self):
        self.begin("-d", "sales", file=drill_feeds.unfinished())
        self.pane(5, "Recording")
        self.answer(list_begins_with(r"^!lost +00:01:29 +00:00:26 +\+74950000301 +1012 .*seance-lost"))
        self.answer(shows(r"^ finishing +00:00:09 .*\+74950000302"))
        self.assertIn("lost 1 ", self.session.lines()[-1])
        self.hides(r"\+74950000303")

    def test_05_where_a_caller_is_and_through_which_numbers_it_went(self):
        self.begin("-d", "sales", file=drill_feeds.transferred())
        self.type_search("7654321")
        self.session.wait_for(selection(r"\+74957654321"))
        self.press(KEY.ENTER)
        self.answer(shows(r"numbers +1012 → 1207 → 2044$", r"connection-moves-3 +dialog$"))

    def test_06_who_was_held_longest(self):
        self.begin("-d", "sales", file=drill_feeds.held())
        self.pane(6, "Anomalies")
        self.answer(list_is(r"^!.*held too long +00:02:05 call caller-dusk +\+74950000402 ",
                            r"^!.*held too long +00:02:20 call caller-noon +\+74950000401 "))

    def test_07_which_domain_is_in_trouble(self):
        self.begin(first="Domains", file=drill_feeds.trouble())
        self.answer(list_is(r"^!support .* 24/28 ", r"^ billing ", r"^ sales "))

    def test_07_and_what_the_trouble_is(self):
        self.begin(first="Domains", file=drill_feeds.trouble())
        self.press(KEY.ENTER)
        self.session.wait_for(titled("Seances"))
        self.pane(6, "Anomalies")
        self.answer(shows(r"^!.*too many failures .*number 2092 .* 24/24 "))

    def test_08_whether_the_feed_lost_or_refused_anything(self):
        self.begin("-d", "sales", file=drill_feeds.refused())
        self.answer(shows(r"^.*\b(refused |\?)5\b"))
        self.pane(9, "Feed")
        self.answer(shows("^ duplicate +4 ", "^ late +5 ", "^ orphan +0 ", "^ unknownType +2 ", "^ malformed +3 ",
                          "^ oversized +0 "))
        self.type_search("evicted")
        self.answer(shows("^ live objects +0 ", "^ ended objects +0 ", "^ events of the log +0 "))

    def test_09_how_late_the_feed_is(self):
        self.begin("-d", "sales", feed=drill_feeds.late(int(time.time() * 1000)))
        self.session.wait_for(r"^ccs-top sales .*\bLIVE\b.*\blag [\d.]+s")
        lag = float(re.search(r"\blag ([\d.]+)s", self.session.lines()[0]).group(1))
        self.assertGreaterEqual(lag, 8.0)
        self.pane(6, "Anomalies")
        self.answer(shows(r"^!.*feed is late"))

    def test_10_what_set_this_state_and_when(self):
        self.begin("-d", "sales", file=drill_feeds.state_set())
        self.type_search("0000901")
        self.session.wait_for(selection(r"hold +\+74950000901"))
        self.press("w")
        self.answer(shows(r"state hold — set by seance_set_state at 00:02:20\.000, 00:00:10 ago",
                          r'"idseance":"seance-asked","state":"hold"'))

    def test_11_what_happened_in_the_last_seance_that_failed(self):
        self.begin("-d", "sales", file=drill_feeds.failed())
        self.type_filter("ended and fail>0")
        self.session.wait_for(r"\b2 of \d+\b")
        self.press(KEY.ENTER)
        self.session.wait_for(titled("Tree"))
        self.press(KEY.TAB)
        self.session.wait_for(titled("Events"))
        self.answer(shows(r"Seance seance-final +\+74950001102 → 745 .*ended",
                          r"00:01:52\.000 .*seance_set_next_number .*next number 1012$",
                          r"00:01:55\.000 .*connection_failure +applied 486, Busy Here, 1012$",
                          r"00:02:05\.001 .*seance_delete +applied ended$"))

    def test_12_which_calls_outlived_their_seance(self):
        self.begin("-d", "sales", file=drill_feeds.outlived())
        self.pane(6, "Anomalies")
        self.answer(shows(r"^!.*outlived its seance +00:00:5\d call caller-ghost +\+74950001201 ",
                          r"^!.*outlived its seance +00:00:5\d call called-ghost +1012 "))

    def test_a_fourth_keystroke_is_refused(self):
        self.begin("-d", "sales", file=drill_feeds.held())
        for number, title in ((2, "Connections"), (3, "Calls"), (1, "Seances")):
            self.pane(number, title)
        with self.assertRaisesRegex(AssertionError, "a keystroke too many"):
            self.press("2")


if __name__ == "__main__":
    unittest.main()
