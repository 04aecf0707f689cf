"""One screen in several terminals, compared cell by cell with the files in golden/.

With CCS_RECORD_GOLDEN, the files are written again, and the tests fail on purpose.
"""

import itertools
import os
import pathlib
import tempfile
import unittest

import feeds
from grid import PLAIN
from product import ProductCase

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"


def feed():
    """All phases and signs: ringing, talking, held, recorded, failed, ended, transferred, too long."""
    lines = [feeds.seances(6)]
    for number, state in ((2, "ringing"), (3, "hold"), (4, "finishing")):
        lines.append(feeds.event("call_set_state", {"idcall": "called-%d" % number, "state": state}, 6000))
        lines.append(feeds.event("seance_set_state", {"idseance": "seance-%d" % number, "state": state}, 6000))
    lines += [
        feeds.event("connection_start_record", {"idconn": "connection-1"}, 6100),
        feeds.event("seance_set_next_number", {"idseance": "seance-1", "number": "1777"}, 6200),
        feeds.event("call_dtmf", {"idcall": "caller-1", "digit": "5"}, 6300),
        feeds.event("connection_failure", {"idseance": "seance-5", "code": 486, "reason": "Busy", "number": "1005"},
                    6400),
        feeds.event("call_update", {"idcall": "caller-6", "name": "Анна 田中"}, 50_000),
        feeds.event("seance_delete", {"idseance": "seance-6"}, 59_000),
        feeds.event("call_update", {"idcall": "caller-1", "name": "Anna Orlova"}, 60_000),
    ]
    return b"".join(lines)


def colour(value):
    return "-" if value is None else "#%02x%02x%02x" % value if isinstance(value, tuple) else str(value)


def visible(cell):
    """The visible style of a cell. Of a blank, only the background is visible."""
    style = cell.style
    if cell.char == " " and not (style.reverse or style.underline or style.strike):
        return PLAIN._replace(bg=style.bg)
    return style


def annotated(screen):
    """The rows as text, and below the cells that are not plain: row, columns, colours, attributes."""
    text = ["|%s|" % screen.grid.text(y) for y in range(screen.height)]
    looks = []
    for y, row in enumerate(screen.grid.rows):
        x = 0
        for style, cells in itertools.groupby(row, key=visible):
            count = len(list(cells))
            if style != PLAIN:
                flags = [name for name in style._fields[2:] if getattr(style, name)]
                looks.append("%2d %3d-%-3d %s on %s %s" % (y, x, x + count - 1, colour(style.fg), colour(style.bg),
                                                          " ".join(flags)))
            x += count
    return "\n".join(line.rstrip() for line in text + looks) + "\n"


class Golden(ProductCase):
    maxDiff = None

    def looks_as_before(self, name, *options, **more):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "feed.ndjson").write_bytes(feed())
            session = self.start("-d", "sales", "--sort=-age", *options, "feed.ndjson", cwd=folder, **more)
            session.wait_for(lambda screen: "EOF" in screen.lines()[0])
            session.send("*", "j")
            session.wait_for("Anna Orlova")
            session.wait_idle()
            found = annotated(session.screen)
            self.check_quits(session)
        path = GOLDEN / (name + ".txt")
        if os.environ.get("CCS_RECORD_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found)
            self.fail("%s was written: look at it, and run the tests again without CCS_RECORD_GOLDEN" % path)
        self.assertTrue(path.exists(), "there is no %s: write it with CCS_RECORD_GOLDEN=1" % path)
        self.assertMultiLineEqual(path.read_text(), found)

    def test_xterm(self):
        self.looks_as_before("xterm-256color", term="xterm-256color")

    def test_tmux(self):
        self.looks_as_before("tmux-256color", term="tmux-256color")

    def test_linux(self):
        self.looks_as_before("linux", term="linux")

    def test_no_color(self):
        self.looks_as_before("no-color", env={"NO_COLOR": "1"})

    def test_ascii(self):
        self.looks_as_before("ascii", "--ascii")

    def test_light(self):
        self.looks_as_before("light", "--theme", "light")

    def test_high_contrast(self):
        self.looks_as_before("high-contrast", "--theme", "high-contrast")


if __name__ == "__main__":
    unittest.main()
