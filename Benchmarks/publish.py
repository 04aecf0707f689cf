"""Writes the results of a run: docs/benchmarks/results.json, the tables and the plot beside it, and BENCHMARKS.md."""

import json
import pathlib

import plots
from report import Section

ROOT = pathlib.Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "benchmarks"
RESULTS = FOLDER / "results.json"

ONE_DOMAIN = "ccs-top --once FILE, one domain of three"
ALL_DOMAINS = "ccs-top --once FILE, all domains"

#: The ten figures of BENCHMARKS.md: the text, the section, the row, the column, and the rows whose limits apply. Without a
#: row, the figure is the largest of the column.
TEN = (
    ("events a second from a file, only one domain of three", "The whole pipeline", ONE_DOMAIN, "events/s",
     (ONE_DOMAIN + ": × jq", ONE_DOMAIN + ": × lnav")),
    ("events a second from a file, all domains", "The whole pipeline", ALL_DOMAINS, "events/s", ()),
    ("the same, one domain of three: share of the speed of simdjson alone", "The whole pipeline", ONE_DOMAIN, "of DOM",
     (ONE_DOMAIN + ": of simdjson's DOM",)),
    ("time for a page of the slowest list, 100,000 live seances, p99, ms",
     "A page at 100,000 live seances", None, "p99 ms", ()),
    ("time for a page of the slowest list, 1,000,000 live seances, p99, ms",
     "A page at 1,000,000 live seances", None, "p99 ms", ()),
    ("time from start to first screen, p99, ms",
     "Start and end", "start to first screen", "p99 ms", ("start to first screen",)),
    ("time from a key to its effect on the screen, at 100,000 events a second, p99, ms",
     "Keys under load", "key to screen", "p99 ms", ("key to screen",)),
    ("processor time while no events come, % of a core", "At rest", "silent feed: processor, % of a core", "figure",
     ("silent feed: processor, % of a core",)),
    ("memory of a live call, bytes", "Memory", "1,000,000 live calls, without the log", "bytes a live call",
     ("1,000,000 live calls, without the log",)),
    ("growth of memory in the second half of a day with 20 million events", "A day in fast motion",
     "growth over the second half", "figure", ("growth over the second half",)),
)


class Results:
    """The saved results of `run.py`, by section and row."""

    def __init__(self, saved):
        self.facts = saved["facts"]
        self.parts = [(part["name"], part["seconds"], part["limit"], [Section(**one) for one in part["sections"]])
                      for part in saved["parts"]]
        self.sections = {section.title: section for part in self.parts for section in part[3]}

    def row(self, title, what):
        """A row of a section, or None if it was not measured."""
        section = self.sections.get(title)
        return next((figure for figure in section.figures if figure.what == what), None) if section else None

    def shown(self, title, what, column):
        """A figure in the form of the tables, or a dash."""
        figure = self.row(title, what)
        return figure.shown[self.sections[title].titles.index(column)] if figure else "–"

    def largest(self, title):
        """The row of a section with the largest value."""
        figures = self.sections[title].figures if title in self.sections else []
        return max((one for one in figures if one.value is not None), key=lambda one: one.value, default=None)


def ten(results):
    """The rows of the first table of BENCHMARKS.md."""
    for text, title, what, column, limits in TEN:
        rows = [results.row(title, limit) for limit in limits]
        if what is None:
            rows = [results.largest(title)]
            what = rows[0].what if rows[0] else None
        rows = [row for row in rows if row]
        beside = ""
        if column == "events/s":
            beside = "%s × jq, %s × lnav" % (results.shown(title, what, "× jq"), results.shown(title, what, "× lnav"))
        verdicts = {row.verdict for row in rows}
        yield (text, results.shown(title, what, column), beside, ", ".join(wanted(row) for row in rows),
               "**not met**" if "**not met**" in verdicts else "met" if verdicts == {"met"} else "")


def wanted(row):
    """The limit of a row. For a ratio, it names the other program."""
    name = row.what.rpartition(": × ")[2] if ": × " in row.what else ""
    return (row.wanted + " " + name).strip()


def table(head, align, rows):
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join(align) + " |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def first_page(results):
    """The text of BENCHMARKS.md."""
    limits = [figure for section in results.sections.values() for figure in section.figures if figure.budget]
    met = sum(figure.verdict == "met" for figure in limits)
    return "\n".join((
        "# Benchmarks\n",
        "`make bench` measures the programs and writes this page, the plot and the tables. It takes some minutes and needs a\n"
        "machine that does nothing else. Times differ between machines. Ratios should not.\n",
        "The project has a limit for each of %d figures. %d of them are met. This table has the most important figures:\n" % (
            len(limits), met),
        table(("figure", "ccs-top", "compared with other programs", "limit", ""), ("---", "---:", "---", "---", "---"),
              ten(results)),
        "![Events a second beside other programs, and figures beside their limits](docs/benchmarks/figures.svg)\n",
        "- *13 × jq* means: 13 times as fast as jq. *jq* prints the type of every event. *lnav* reads and indexes the file, without\n"
        "  a screen.\n"
        "- *One domain of three*: the file has events of three domains, and ccs-top runs with `--domain`.\n"
        "- *simdjson* is the JSON parser that ccs-top uses. Alone, it only parses the same lines in memory. ccs-top also reads the\n"
        "  file, decodes the events, and keeps the state.\n"
        "- *p99*: 99 of 100 pages, starts or keys take at most this time.\n"
        "- A *page* is the part of a list that the screen shows. Its time is that of computing it, without drawing.\n"
        "  [The tables of pages](docs/benchmarks/pages.md) have every list at 10,000, 100,000 and 1,000,000 live seances.\n",
        "[More tables](docs/benchmarks/tables.md) have all other figures. `docs/benchmarks/results.json` has all of them for\n"
        "programs. `Benchmarks/run.py --redraw` writes these pages again from that file, without a measurement.\n",
        "## The machine\n",
        table(("", ""), ("---", "---"), results.facts)))


def tables(results, title, text, wants):
    """A page with the sections of the chosen parts (`wants` takes a name), and the time of each part."""
    parts = [part for part in results.parts if wants(part[0])]
    return "\n".join((
        "# %s\n" % title, text + " [BENCHMARKS.md](../../BENCHMARKS.md) explains the words and names the machine.\n",
        table(("part", "time", "limit"), ("---", "---:", "---:"),
              [(name, "%.0f s" % seconds, "%d s" % limit) for name, seconds, limit, _ in parts]),
        "\n".join(section.markdown() for part in parts for section in part[3])))


def documents(results):
    """The pages: their paths and their texts."""
    yield ROOT / "BENCHMARKS.md", first_page(results)
    yield FOLDER / "pages.md", tables(
        results, "Benchmarks: pages", "How long a page of a list takes.", lambda name: name == "pages")
    yield FOLDER / "tables.md", tables(
        results, "Benchmarks: tables", "All figures except those of pages.", lambda name: name != "pages")


def saved_results():
    return Results(json.loads(RESULTS.read_text()))


def write(measured=None):
    """Saves new results, if there are any, and writes the pages and the plot from the saved results."""
    if measured:
        FOLDER.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n")
    results = saved_results()
    for path, text in documents(results):
        path.write_text(text)
    plots.draw(results, FOLDER / "figures.svg")
