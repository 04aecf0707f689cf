"""Tables of figures with their limits: for the terminal, as Markdown, and as JSON."""

import os
import platform
import re
import shutil
import subprocess


class Figure:
    """A row of a table. `value` is compared with `budget`, which is ("<=", 10, "ms") or None, in the same unit."""

    def __init__(self, what, shown, value=None, budget=None):
        self.what = what
        self.shown = shown
        self.value = value
        self.budget = tuple(budget) if budget else None

    @property
    def wanted(self):
        if not self.budget:
            return ""
        relation, limit, unit = self.budget
        return "%s %s%s" % ({"<=": "≤", ">=": "≥", "<": "<"}[relation], number(limit), " " + unit if unit else "")

    @property
    def verdict(self):
        if not self.budget:
            return ""
        if self.value is None:
            return "not measured"
        relation, limit, _ = self.budget
        met = {"<=": self.value <= limit, ">=": self.value >= limit, "<": self.value < limit}[relation]
        return "met" if met else "**not met**"


def number(value):
    """A number with three significant digits, and commas between thousands."""
    if value is None:
        return "–"
    if abs(value) >= 100 or value == int(value):
        return format(int(round(value)), ",")
    return "%.3g" % value


class Section:
    """Figures under one heading. `titles` are the titles of the columns, from the second one on."""

    def __init__(self, title, text, titles, figures=()):
        self.title = title
        self.text = text
        self.titles = titles
        self.figures = [Figure(**figure) for figure in figures]

    def json(self):
        """The arguments for `Section(**…)` to restore the section."""
        return {"title": self.title, "text": self.text, "titles": self.titles, "figures": [vars(one) for one in self.figures]}

    def add(self, what, *shown, value=None, budget=None):
        self.figures.append(Figure(what, [one if isinstance(one, str) else number(one) for one in shown], value, budget))

    def rows(self):
        has_budget = any(figure.budget for figure in self.figures)
        head = ["", *self.titles] + (["limit", ""] if has_budget else [])
        yield head
        for figure in self.figures:
            yield [figure.what, *figure.shown] + ([figure.wanted, figure.verdict] if has_budget else [])

    def plain(self):
        rows = [[cell.replace("**", "") for cell in row] for row in self.rows()]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines = ["", self.title]
        for row in rows:
            cells = [cell.ljust(width) if place == 0 else cell.rjust(width)
                     for place, (cell, width) in enumerate(zip(row, widths))]
            lines.append("  " + "  ".join(cells).rstrip())
        return "\n".join(lines)

    def markdown(self):
        lines = ["## " + self.title, "", self.text, ""]
        for place, row in enumerate(self.rows()):
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
            if place == 0:
                lines.append("| --- |" + " ---: |" * len(self.titles) + " --- | --- |" * (len(row) > len(self.titles) + 1))
        return "\n".join(lines) + "\n"


def said(command, pattern=r"(\d[\w.+-]*)"):
    """The version that a program prints, or "not installed"."""
    if not shutil.which(command[0]):
        return "not installed"
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    found = re.search(pattern, out)
    return found.group(1) if found else "unknown"


def machine():
    """The machine: pairs of a word and a text."""
    with open("/proc/cpuinfo") as info:
        models = re.findall(r"^(?:model name|CPU part)\s*:\s*(.*)$", info.read(), re.M)
    with open("/proc/meminfo") as info:
        memory = int(re.search(r"MemTotal:\s*(\d+)", info.read()).group(1)) / 1048576
    return [
        ("processor", "%d cores, %s" % (len(os.sched_getaffinity(0)), models[0] if models else platform.machine())),
        ("memory", "%.0f GiB" % memory),
        ("system", "%s, %s" % (system(), platform.machine())),
    ]


def system():
    try:
        with open("/etc/os-release") as info:
            return re.search(r'^PRETTY_NAME="?([^"\n]*)', info.read(), re.M).group(1)
    except (OSError, AttributeError):
        return platform.system()
