"""The pane Changes on a terminal."""

import unittest

import feeds
from product import ProductCase, titled


class Changes(ProductCase):
    def feed(self):
        """A call rings too long and ends. Another one still rings."""
        return b"".join((
            feeds.event("call_create", {"idcall": "c", "state": "ringing", "number": "+74950000001"}, 0),
            feeds.event("call_create", {"idcall": "d", "state": "ringing", "number": "+74950000002"}, 5000),
            feeds.event("call_delete", {"idcall": "c"}, 50_000),
            feeds.event("seance_create", {"idseance": "s"}, 60_000)))

    def test_key_0_lists_what_began_and_ended(self):
        session = self.start("-d", "sales", file=self.feed(), size=(120, 24))
        session.wait_for("seances 1")
        session.send("0")
        session.wait_for(titled("Changes"))
        session.wait_for("Last minute: 2 began, 1 ended")
        rows = [line for line in session.screen.lines() if "rings too long" in line]
        self.assertEqual(3, len(rows))
        for row, words in zip(rows, ((" ended ", "call c"), (" began ", "call d"), (" began ", "call c"))):
            for word in words:
                self.assertIn(word, row)
        session.send("\\change=ended\r")
        session.wait_for(r"change is ended \(1 of 3\)")
        # Tab cycles: after the last pane comes the first, and before it the pane Feed.
        session.send("\t")
        session.wait_for(titled("Seances"))
        session.send("9\t")
        session.wait_for(titled("Changes"))
        session.send("6")
        session.wait_for(titled("Anomalies"))
        session.wait_for("open 1  facts 0  ended 1")
        first, second = (line for line in session.screen.lines() if "rings too long" in line)
        self.assertIn("call d", first)
        self.assertRegex(second, "ended +rings too long .*call c")
        self.check_quits(session)


if __name__ == "__main__":
    unittest.main()
