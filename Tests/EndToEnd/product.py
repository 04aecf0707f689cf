"""The programs under test, and common parts of the tests of their screens and outputs.

They are $CCS_TOP and $CCS_SIM, or the debug build.
"""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from session import Session, without_terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOP = os.path.abspath(os.environ.get("CCS_TOP") or ROOT / ".build" / "debug" / "ccs-top")
SIM = os.path.abspath(os.environ.get("CCS_SIM") or ROOT / ".build" / "debug" / "ccs-sim")
#: The name of each pane in its form when it is shown.
_SHOWN = re.compile(r"\[(\d )?(Domains|Seances|Connections|Calls|Failures|Recording|Anomalies|Numbers|Log|Feed|Tree|Events)\]")


def folder_in_memory():
    """A folder in memory, so that a busy disk does not delay the end of the program; None if there is none with enough
    room."""
    shared = "/dev/shm"
    try:
        fits = os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 1 << 30
    except OSError:
        fits = False
    return shared if fits else None


@functools.lru_cache(maxsize=8)
def simulated(*options):
    """The simulator's feed with these options."""
    return subprocess.run([SIM, *map(str, options)], check=True, stdout=subprocess.PIPE).stdout


def compile_preload(source, folder):
    """Compiles a C file beside this one to a library for LD_PRELOAD."""
    source = pathlib.Path(__file__).with_name(source)
    library = os.path.join(folder, source.stem + ".so")
    compiler = shutil.which("cc") or shutil.which("clang")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def first_lines(feed, count):
    return b"".join(feed.splitlines(keepends=True)[:count])


def seances_live(count):
    """A condition: the header counts this many live seances, including unconfirmed ones."""
    def holds(screen):
        found = re.search(r"\bseances ([\d,]+)(?: \(\+([\d,]+) \?\))?", screen.text())
        return found and sum(int(number.replace(",", "")) for number in found.groups() if number) == count
    holds.__doc__ = "%d live seances in the header" % count
    return holds


def titled(title):
    """A condition: the pane or page with this title is shown."""
    def holds(screen):
        return any(re.search(r"\[(\d )?%s\]" % title, line) for line in screen.lines()[:5])
    holds.__doc__ = "the pane or face %s" % title
    return holds


def title_row(screen):
    """The row with the titles of the columns. It follows the row of the panes. The header above has a number of rows that
    depends on the size of the screen."""
    for y, line in enumerate(screen.lines()[:6]):
        if _SHOWN.search(line):
            return y + 1
    raise AssertionError("no row of panes\n" + screen.picture())


def selected(screen):
    """The selected row, or None. It is drawn in reverse over the whole width, unlike the titles."""
    for y in range(2, screen.height - 1):
        row = screen.grid.rows[y]
        if sum(cell.reverse for cell in row) > screen.width * 0.8:
            return y
    return None


def selected_text(screen):
    y = selected(screen)
    return "" if y is None else screen.lines()[y]


def selection(pattern):
    """A condition: a regular expression matches in the selected row."""
    def holds(screen):
        return re.search(pattern, selected_text(screen))
    holds.__doc__ = "/%s/ in the selected row" % pattern
    return holds


class ProductCase(unittest.TestCase):
    """A test of the real programs."""

    def setUp(self):
        for program in (TOP, SIM):
            if not os.access(program, os.X_OK):
                self.fail("no program at %s: build it, or name it in CCS_TOP or CCS_SIM" % program)

    def start(self, *options, feed=None, file=None, **more):
        """The screen of a program that has taken a feed: through a pipe that stays open, or from a file."""
        if file is not None:
            options += (self.file(file),)
        elif feed is not None:
            more["stdin"] = "pipe"
        session = Session([TOP, *options], **more)
        self.addCleanup(session.close)
        if feed is not None:
            session.feed(feed)
        if file is not None:
            session.wait_for(lambda screen: "EOF" in screen.lines()[0])
        return session

    def file(self, content):
        file = tempfile.NamedTemporaryFile(suffix=".ndjson", delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write(content)
        return file.name

    def once(self, *options, feed=b"", status="exit 0", **more):
        """The output of --once."""
        return self.printed("--once", *options, feed=feed, status=status, **more)

    def printed(self, *options, feed=b"", status="exit 0", **more):
        """The standard output. Any status is allowed if `status` is None."""
        got, out, err = without_terminal([TOP, *options], feed, **more)
        if status:
            self.assertEqual(status, got, err)
        return out

    def check_quits(self, session):
        session.send("q")
        session.wait_gone()
        self.assertEqual("exit 0", session.status)
        self.assertEqual([], session.screen.leftovers(), session.screen.picture())
        self.assertEqual([], session.screen.unknown, session.screen.picture())
