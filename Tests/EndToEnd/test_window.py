"""Windows larger than any screen: ccs-top uses a part of them, and frees the memory afterwards."""

import time

import feeds
from product import ProductCase
from session import PATIENCE


class LargeWindows(ProductCase):
    def wait_for_megabytes(self, session, holds):
        """Reads output until the program's memory meets the condition. Returns the highest memory seen."""
        most, deadline = 0, time.monotonic() + PATIENCE
        while not holds(session.resident_megabytes()):
            most = max(most, session.resident_megabytes())
            self.assertLess(time.monotonic(), deadline, "%d MB" % session.resident_megabytes())
            session.wait_idle(0.05)
        return most

    def test_memory_is_bounded_and_comes_back(self):
        session = self.start("-d", "sales", feed=feeds.seances(3))
        session.wait_for("seances 3")
        small = session.resident_megabytes()
        session.resize_terminal(5000, 5000)
        self.wait_for_megabytes(session, lambda used: used > small + 150)
        session.wait_idle(1)
        session.resize_terminal(80, 24)
        most = self.wait_for_megabytes(session, lambda used: used < small + 100)
        self.assertLess(most, small + 1000)
        self.check_quits(session)

    def test_it_starts_in_one(self):
        for more in ({"env": {"LINES": "100000", "COLUMNS": "100000"}}, {"terminal_size": (65535, 65535)}):
            with self.subTest(more):
                session = self.start("-d", "sales", feed=feeds.seances(3), **more)
                session.wait_for("seances 3")
                self.check_quits(session)
