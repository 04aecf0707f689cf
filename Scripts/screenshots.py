#!/usr/bin/env python3
"""Draws the screenshots with the real program: the blocks of README.md and docs/screenshot.svg.

The feed is the same each time, so the screenshots change only when the program draws something else. A test fails then.
The programs are $CCS_TOP and $CCS_SIM, or the debug build.
"""

import difflib
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))
sys.dont_write_bytecode = True

import feeds  # noqa: E402
from drill_feeds import Story  # noqa: E402
from product import TOP, simulated  # noqa: E402
from screenshot_svg import drawn  # noqa: E402
from session import Session  # noqa: E402

README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "screenshot.svg"

#: The start and the end of the feeds, in milliseconds after feeds.START, which is midnight.
BEGIN = 14 * 3_600_000
NOW = BEGIN + 150_000


def feed(*options, story=()):
    """The simulator's feed of two and a half minutes, merged with the lines of a story."""
    made = simulated("--seed", 5, "--seances", 900, "--start-at", feeds.START + BEGIN, *options).splitlines(keepends=True)
    lines = [(int(re.search(rb'"eventts":(\d+)', line).group(1)) - feeds.START, line) for line in made]
    lines += story
    return b"".join(line for at, line in sorted(lines, key=lambda line: line[0]) if at <= NOW)


def usual():
    return feed()


def good():
    return feed("--clean")


def bad():
    """1207 is busy, two connections talk unrecorded, and 1027 does not answer."""
    story = Story()
    for index in range(12):
        story.fails(NOW - 50_000 + 4000 * index, "1207", 486, "Busy Here")
    for index in range(2):
        story.whole("%d" % index, NOW - 73_000 + 40_000 * index, "+7495000020%d" % index, "745", "101%d" % index,
                    record=False)
    story.seance("waits", NOW - 70_000, "+74950000101", "745")
    story.rings("waits", NOW - 68_000, "+74950000101", "1027")
    return feed("--clean", story=story.lines)


def screen(make, size, keys, ready, *options):
    """The screen of the program after it has read a feed and taken the keys, once a row contains `ready`.

    It begins with another pane, because a list keeps the widths of columns from the time when the feed was read.
    """
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "feed.ndjson").write_bytes(make())
        command = [TOP, "-d", "sales", "--pane", "feed", *options, "feed.ndjson"]
        with Session(command, size, cwd=folder, env={"TZ": "UTC"}) as session:
            session.wait_for(lambda shown: "EOF" in shown.lines()[0])
            session.send(keys)
            session.wait_for(ready)
            session.wait_idle(quiet=0.5)
            return session.screen


#: For each name: the feed, the size, the keys, a text that shows their effect, and texts whose rows get numbers.
TEXTS = {
    "usual": (usual, (80, 13), "1+", "└", ()),
    "good": (good, (80, 9), "6", "no anomalies", ("fail", "no anomalies")),
    "bad": (bad, (80, 9), "6", "rings too long", ("fail", "talks unrecorded", "too many failures", "rings too long")),
}


def text(name):
    """The screen with this name as text, without blank rows, and with numbers beside some rows."""
    *how, notes = TEXTS[name]
    lines = screen(*how).lines()
    for number, note in enumerate(notes, 1):
        row = next((row for row, line in enumerate(lines) if note in line), None)
        if row is None:
            sys.exit("%s: no row has '%s':\n%s" % (name, note, "\n".join(lines)))
        lines[row] = "%-80s  ← %d" % (lines[row], number)
    return "\n".join(filter(None, lines))


def picture():
    return drawn(screen(usual, (110, 30), "1j+", "└", "--theme", "dark"))


def readme():
    """The expected README.md: each block after `<!-- screenshot NAME -->` is drawn again."""
    def block(found):
        return "%s\n```text\n%s\n```\n" % (found.group(1), text(found.group(2)))
    return re.sub(r"(?s)(<!-- screenshot (\w+) -->)\n```text\n.*?```\n", block, README.read_text())


def files():
    """The files with screenshots, each with its expected content."""
    return (README, readme()), (PICTURE, picture())


def differences(path, wanted):
    """The lines that differ from the expected content."""
    found = path.read_text() if path.exists() else ""
    return list(difflib.unified_diff(found.splitlines(), wanted.splitlines(), path.name, "drawn now", lineterm=""))


if __name__ == "__main__":
    for path, drawn_now in files():
        path.write_text(drawn_now)
