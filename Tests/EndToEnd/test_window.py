"""Windows larger than any screen: ccs-top uses a part of them, and gives the memory back."""

import feeds
from product import ProductCase


class LargeWindows(ProductCase):
    def test_memory_is_bounded_and_comes_back(self):
        session = self.start("-d", "sales", feed=feeds.seances(3))
        session.wait_for("seances 3")
        small = session.resident_megabytes()
        session.resize_terminal(5000, 5000)
        session.wait_idle(1)
        self.assertLess(session.resident_megabytes(), small + 700)
        session.resize_terminal(80, 24)
        session.send("9")
        session.wait_for("Feed")
        session.wait_idle(1)
        self.assertLess(session.resident_megabytes(), small + 150)
        self.check_quits(session)

    def test_it_starts_in_one(self):
        for more in ({"env": {"LINES": "100000", "COLUMNS": "100000"}}, {"terminal_size": (65535, 65535)}):
            with self.subTest(more):
                session = self.start("-d", "sales", feed=feeds.seances(3), **more)
                session.wait_for("seances 3")
                self.check_quits(session)
