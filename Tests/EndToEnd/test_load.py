"""The screen under load and at rest: a terminal that does not read, storms, floods of keys, silence."""

import re
import time
import unittest

import feeds
from keys import KEY
from product import ProductCase, TOP, seances_live, selected, selection
from session import Session, without_terminal

#: The limits of frames a second: for events, and for keys in addition.
FRAMES, KEY_FRAMES = 10, 25


def steady(seconds, rate, first=1, begin=0):
    """Updates of one call at `rate` a second of feed time, starting with the second `begin`."""
    step = 1000 // rate
    return b"".join(
        feeds.event("call_update", {"idcall": "caller-1", "name": "n%d" % (first + number)},
                    1000 * begin + number * step)
        for number in range(seconds * rate))


class Unread(ProductCase):
    def test_a_terminal_that_is_not_read_does_not_hold_up_the_feed(self):
        session = self.start("-d", "sales", feed=feeds.seances(5))
        session.wait_for(seances_live(5))
        session.wait_idle()
        session.fill_output()
        # Far more than the pipe, the mailbox and all buffers hold. It ends only if the events are taken.
        rounds, batch = 24, feeds.seances(500, first=10)
        for _ in range(rounds):
            session.feed(batch, reading=False)
        self.assertGreater(rounds * len(batch), 2 * (8 << 20))
        session.feed(feeds.seances(1, first=900))
        session.wait_for(seances_live(506))
        self.check_quits(session)


class Frames(ProductCase):
    def seen(self, session, until, what):
        """The number of different values of `what` (a function of the screen) until `until` is true. It waits for at least
        three values, which takes longer on a slow machine."""
        values = []

        def look():
            value = what(session.screen)
            if not values or value != values[-1]:
                values.append(value)
            return until() and len(values) >= 3

        session.wait_for(lambda _: look())
        return len(values)

    def test_a_storm_is_drawn_ten_times_a_second_at_most(self):
        for options, frames in (((), FRAMES), (("--delay", "0.1"), FRAMES), (("--delay", "0.5"), 2)):
            session = self.start("-d", "sales", *options, feed=feeds.seances(1))
            session.wait_for(seances_live(1))
            session.wait_idle()
            begin = time.monotonic()
            number = [1]

            def over():
                # A few events after each check, so that there is always a change to show.
                number[0] += 1
                session.feed(feeds.seance(number[0], number[0] * 10))
                return time.monotonic() - begin > 2

            count = self.seen(session, over, lambda screen: re.findall(r"seances [\d,]+", screen.text()))
            # A slow machine draws less often, never more often. But it draws during the feed, and everything at the end.
            elapsed = time.monotonic() - begin
            self.assertLessEqual(count, elapsed * frames + 2, options)
            session.wait_for(seances_live(number[0]))
            session.close()

    def test_more_than_ten_frames_a_second_cannot_be_asked_for(self):
        status, _, problem = without_terminal([TOP, "--delay", "0.05", "--once"])
        self.assertNotEqual("exit 0", status)
        self.assertIn("--delay takes 0.1 to 60 seconds", problem)

    def test_a_flood_of_keys_is_drawn_as_often_as_eyes_can_see(self):
        session = self.start("-d", "sales", feed=feeds.seances(400), size=(130, 24))
        session.wait_for(seances_live(400))
        session.wait_idle()
        begin = time.monotonic()
        pressed = [0]

        def over():
            pressed[0] += 1
            # Twenty keys for each frame, far more than are drawn one by one.
            session.send(("j" if pressed[0] % 10 < 5 else "k") * 20)
            return time.monotonic() - begin > 2

        count = self.seen(session, over, selected)
        elapsed = time.monotonic() - begin
        self.assertLessEqual(count, elapsed * (FRAMES + KEY_FRAMES) + 2)
        # All keys take effect, drawn or not.
        session.send(KEY.HOME, "jj")
        session.wait_for(selection("seance-3$"))
        self.check_quits(session)

    def test_each_of_a_flood_of_letters_arrives(self):
        session = self.start("-d", "sales", feed=feeds.seances(3))
        session.wait_for(seances_live(3))
        session.send("/")
        session.wait_for("^search:")
        for letter in "abcdefghijklmnopqrstuvwxyz":
            session.send(letter)
        session.wait_for("^search: abcdefghijklmnopqrstuvwxyz")


class Silence(ProductCase):
    def test_nothing_is_written_after_the_end_of_a_feed(self):
        session = self.start("-d", "sales", file=feeds.seances(3))
        session.wait_for(seances_live(3))
        session.wait_idle()
        before = len(session.raw)
        self.pass_time(session, 2.5)
        self.assertEqual(b"", bytes(session.raw[before:]))
        self.check_quits(session)

    def test_a_silent_feed_is_drawn_when_the_second_changes_and_not_between(self):
        session = self.start("-d", "sales", feed=feeds.seances(3))
        session.wait_for(seances_live(3))
        # The colour of new rows fades.
        session.wait_for(r"LIVE [5-9]")
        bursts, last, begin = 0, time.monotonic(), time.monotonic()
        while time.monotonic() - begin < 4:
            size = len(session.raw)
            session.wait_idle(0.05, timeout=60)
            if len(session.raw) > size:
                bursts += 1
        elapsed = time.monotonic() - begin
        self.assertLessEqual(bursts, elapsed + 1)
        self.assertGreaterEqual(bursts, 1)
        self.check_quits(session)

    def pass_time(self, session, seconds):
        """Reads the output of this many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            session.wait_idle(0.2)


class Storms(ProductCase):
    def test_a_storm_is_said(self):
        calm = feeds.seance(1) + steady(120, 10)
        session = self.start("-d", "sales", feed=calm)
        session.wait_for(seances_live(1))
        session.wait_idle()
        self.assertNotIn("STORM", session.text())
        session.feed(steady(10, 500, first=5000, begin=120))
        session.wait_for(r"^ccs-top sales .*STORM")
        self.check_quits(session)

    def test_a_feed_that_begins_fast_has_no_storm(self):
        session = self.start("-d", "sales", file=feeds.seance(1) + steady(40, 500))
        session.wait_for(seances_live(1))
        session.wait_for(r"ev/s 500")
        self.assertNotIn("STORM", session.text())

    def test_a_demo_that_catches_up_on_its_past_is_not_behind(self):
        session = Session([TOP, "--demo"], size=(120, 24))
        self.addCleanup(session.close)
        clocks, headers = [], []

        def has_shown_four_seconds(screen):
            head = screen.lines()[0]
            clock = re.search(r"· (\d\d:\d\d:\d\d) ·", head)
            if clock and clock.group(1) not in clocks:
                clocks.append(clock.group(1))
            headers.append(head)
            return len(clocks) > 4
        session.wait_for(has_shown_four_seconds)
        self.assertEqual([], [head for head in headers if "BEHIND" in head])
        self.check_quits(session)

    def test_a_live_feed_that_is_held_back_is_said_to_be_behind(self):
        # As fast as possible: the pipe is always full.
        session = Session([TOP, "-d", "sales"], stdin="pipe")
        self.addCleanup(session.close)
        batch = feeds.seances(2000)
        found = None
        for _ in range(40):
            session.feed(batch)
            if "BEHIND" in session.lines()[0]:
                found = True
                break
        self.assertTrue(found, session.screen.picture())
        session.wait_for(lambda screen: "BEHIND" not in screen.lines()[0])
        self.check_quits(session)


if __name__ == "__main__":
    unittest.main()
