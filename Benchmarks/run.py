#!/usr/bin/env python3
"""Measures everything there is a budget for, and writes BENCHMARKS.md.

    make bench                      builds what is measured, measures, writes BENCHMARKS.md; some minutes
    Benchmarks/run.py --smoke       everything once with small numbers, nothing written: does it still run?
    Benchmarks/run.py --only keys   one part, nothing written

The programs are measured as they are, in release builds. What has no process of its own is measured by `ccs-bench`
(Sources/ccs-bench).
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

import pipeline
import terminal
from report import Section, machine, number, said

ROOT = pathlib.Path(__file__).resolve().parents[1]


def bench(programs, smoke, *what):
    """What ccs-bench says, by name."""
    command = [programs.bench, "--json"] + ["--smoke"] * smoke + [str(one) for one in what]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {figure["name"]: figure for figure in map(json.loads, out.splitlines())}


def stages(programs, smoke):
    """Where the time of a feed goes; and how fast simdjson's own DOM parse is, for others to compare with."""
    path, events = programs.feed(200 if smoke else 10_000)
    figures = bench(programs, smoke, "stages", path, "sales")
    section = Section("Where the time goes", (
        "%s events in memory, processor time of one thread; each line does all of what the line before it does, and its own part is the "
        "difference. DOM is simdjson's own parse of the same lines and nothing else." % number(events)),
        ["events/s", "ns an event", "own ns", "of DOM"])
    parts = {"frame": None, "frame, decode": "frame", "frame, decode, reduce": "frame, decode",
             "frame, decode, reduce, log": "frame, decode, reduce"}
    for name, figure in figures.items():
        before = figures.get(parts.get(name) or "")
        own = figure["ns an event"] - before["ns an event"] if before else None
        section.add(name, figure["events/s"], figure["ns an event"], "" if own is None else number(own),
                    "%.0f %%" % (100 * figure["of simdjson's DOM"]))
    programs.dom = figures["simdjson DOM"]["events/s"]
    return section


#: What a function belongs to, by its (mangled) name or the library it is in; the first that is found.
ROOMS = (
    ("read", r"kernel"), ("frame", r"LineFramer|memchr"), ("parse (simdjson)", r"simdjson|ccs_parse\b"),
    ("decode (envelope and fields)", r"ccs_parser|ccs_fields|ccs_redacted|EventDecoder"),
    ("intern texts", r"TextPool|TextLists"), ("recognise duplicates and ended ids", r"RecentKeys|XXH|ccs_hash"),
    ("detectors", r"CheckUp|checkUp|Detect|Anomal|5since|NumberStats|judgeFailures"),
    ("reduce (all the rest of the state)", r"8CCSState"),
    ("memory: compare, copy, allocate", r"libc|bcmp|mem(cmp|move|cpy)|swift_(retain|release|alloc|dealloc)"),
    ("other", r""))


def profile(programs, smoke):
    """Shares of the whole program by a sampling profiler, where there is one: what was inlined counts where it is."""
    if not shutil.which("perf"):
        return []
    path, events = programs.feed(200 if smoke else 10_000)
    data = os.path.join(programs.folder, "perf.data")
    done = subprocess.run(["perf", "record", "-q", "-F", "1997", "-o", data, programs.top, "--once", "--format", "json",
                           path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode:
        return []
    out = subprocess.run(["perf", "report", "-i", data, "--stdio", "--no-children", "-F", "overhead,dso,symbol", "-t",
                          ";"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    shares = dict.fromkeys((name for name, _ in ROOMS), 0.0)
    for line in out.splitlines():
        found = re.match(r"\s*([\d.]+)%\s*;(.*)", line)
        if found:
            room = next(name for name, pattern in ROOMS if re.search(pattern, found.group(2)))
            shares[room] += float(found.group(1))
    section = Section("Where the time goes, by a profiler", (
        "`perf record` of `ccs-top --once FILE`, all domains, %s events: shares of the samples by the function they are in. "
        "What is inlined counts where it was inlined to, and what the C library compares and copies is asked for by "
        "interning and decoding above all." % number(events)), ["% of the time"])
    for name, share in shares.items():
        section.add(name, share)
    return section


def reducing(programs, smoke):
    section = Section("Reducing alone", (
        "The reducer without decoding, in the steady state: as many calls end as begin, chosen by chance, so that each "
        "event finds an object that was not touched lately. The time is that of decoding and reducing less that of "
        "decoding the same lines."), ["events/s", "ns an event", "with decoding, events/s"])
    for calls in (1000, 10_000) if smoke else (1000, 100_000, 1_000_000):
        figure, = bench(programs, smoke, "reduce", calls).values()
        section.add("%s live calls" % number(calls), figure["events/s"], figure["ns an event"],
                    figure["with decoding events/s"])
    return section


def completion(figure, when):
    """After what time and how many pages the lists of a kind were complete, as far as they came to be."""
    if when == "quiet":
        return "", ""
    opened = int(figure["complete after pages"])
    return (figure["complete after ms"], str(opened)) if figure["complete"] else ("not in %d pages" % opened, "")


def pages(programs, smoke):
    for seances, budget in ((1000, None),) if smoke else ((10_000, None), (100_000, 10), (1_000_000, 50)):
        figures = bench(programs, smoke, "pages", seances)
        lists, of = (sum(figure[what] for name, figure in figures.items() if "quiet" in name) for what in ("lists", "of"))
        section = Section("A page at %s live seances" % number(seances), (
            "Two calls and a connection each, in one call centre. Each list is opened while the feed runs, with 2,000 events before "
            "each page, and looked at until it is complete (until then its pages are made of slices, and all of them count); then "
            "at its beginning and in its middle with a row selected, and after 20,000 events at once; then while nothing comes. "
            "Only the making of the page is timed, as processor time. Percentiles are of all pages of a pane, whatever their order "
            "or filter (a text in any column; where the pane has such fields, `state=dialog and age>30s`). The ids of all calls begin "
            "with the same 14 bytes, and every other one has the same name of 18: what is ordered by these stands apart. %s In how "
            "many pages, and what time of these, a list was complete is said of the slowest; 120 pages are waited for." % (
                "Every pane with every order of its columns." if lists == of else
                "%d of %d lists: of each pane the usual order, every fourth of the others as they stand in `--list-columns`, "
                "and all filters." % (lists, of))),
            ["median ms", "p99 ms", "longest", "its list", "complete after ms", "pages", "lists", "pages in all"])
        for name, figure in figures.items():
            _, pane, _, when, kind = name.split(", ")
            section.add("%s, %s, %s" % (pane, kind, when), figure["median ms"], figure["p99 ms"], figure["longest ms"],
                        figure.get("note", ""), *completion(figure, when),
                        str(int(figure["lists"])), str(int(figure["samples"])),
                        value=figure["p99 ms"], budget=("<=", budget, "ms") if budget else None)
        yield section


def drawing(programs, smoke):
    section = Section("Drawing alone", (
        "A page to cells, and the cells that differ from those on the screen: processor time, without ncurses. Typical is "
        "after 500 events."), ["full µs", "typical µs", "cells that changed"])
    for name, figure in bench(programs, smoke, "draw").items():
        section.add(name.split(", ")[1].replace("x", " × "), figure["full CPU µs"], figure["typical CPU µs"],
                    figure["typical cells"])
    return section


def memory(programs, smoke):
    calls = 10_000 if smoke else 1_000_000
    section = Section("Memory", (
        "Resident above an empty start, with connections, seances, texts and tables, by live calls; the log keeps 32 MiB "
        "of lines on the screen, and none with `--once`."), ["bytes a live call", "MiB in all"])
    for what, name in (("memory", "without the log"), ("memory-log", "with the log")):
        figure, = bench(programs, smoke, what, calls).values()
        budget = ("<=", 256, "bytes") if what == "memory" and not smoke else None
        section.add("%s live calls, %s" % (number(calls), name), figure["bytes a call"], figure["MiB"],
                    value=figure["bytes a call"], budget=budget)
    return section


#: The parts in the order of the page: a function that returns a section or several, and the seconds it may take.
PARTS = (
    ("stages", stages, 20), ("pipeline", pipeline.pipeline, 65), ("profile", profile, 15), ("reduce", reducing, 40),
    ("pages", pages, 215), ("draw", drawing, 10), ("redraw", terminal.redraws, 20), ("start", terminal.start_and_end, 15),
    ("keys", terminal.keys, 30), ("idle", terminal.idle, 45), ("memory", memory, 45), ("day", pipeline.day, 75))


def measure(programs, smoke, only, took):
    """The sections, one after the other; how long each part took is noted in `took`, by name."""
    for name, part, seconds in PARTS:
        if only and name not in only:
            continue
        begin = time.monotonic()
        found = part(programs, smoke)
        for section in [found] if isinstance(found, Section) else found:
            print(section.plain(), flush=True)
            yield section
        took[name] = time.monotonic() - begin
        print("(%s: %.0f s of %d s%s)" % (name, took[name], seconds, ", too long" * (took[name] > seconds)),
              file=sys.stderr, flush=True)


def page(sections, programs, took):
    """BENCHMARKS.md."""
    simdjson = subprocess.run([programs.bench, "versions"], stdout=subprocess.PIPE, text=True).stdout.split()[-1]
    versions = [("swift", said(["swift", "--version"], r"Swift version (\S+)")), ("simdjson", simdjson),
                ("jq", said(["jq", "--version"], r"jq-(\S+)")), ("lnav", said(["lnav", "-V"]))]
    lines = [
        "# Benchmarks", "",
        "Written by `make bench`, which measures everything anew in some minutes (`Benchmarks/run.py --only PART` for one "
        "part). Leave the machine alone meanwhile. Wall times differ from machine to machine; the ratios, and whether a "
        "budget is met, should not.", "",
        "| | |", "| --- | --- |"]
    lines += ["| %s | %s |" % pair for pair in machine() + versions + [("measured", time.strftime("%Y-%m-%d"))]]
    def count(section, verdict):
        return sum(figure.verdict == verdict for figure in section.figures)

    lines += ["", "| budgets | met | not met |", "| --- | ---: | ---: |"]
    lines += ["| %s | %d | %d |" % (section.title, count(section, "met"), count(section, "**not met**"))
              for section in sections if any(figure.budget for figure in section.figures)]
    lines += ["", "| part | took | may take |", "| --- | ---: | ---: |"]
    lines += ["| %s | %.0f s | %d s |" % (name, took[name], seconds) for name, _, seconds in PARTS]
    lines += ["| in all | %.0f s | %d s |" % (sum(took.values()), sum(seconds for _, _, seconds in PARTS)), ""]
    return "\n".join(lines) + "\n" + "\n".join(section.markdown() for section in sections)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--smoke", action="store_true", help="everything once, with small numbers; writes nothing")
    options.add_argument("--only", nargs="+", metavar="PART", choices=[name for name, _, _ in PARTS],
                         help="these parts; writes nothing: " + ", ".join(name for name, _, _ in PARTS))
    options.add_argument("--bin", default=str(ROOT / ".build" / "release"), help="where ccs-top and ccs-sim are")
    options.add_argument("--output", default=str(ROOT / "BENCHMARKS.md"), help="what to write")
    chosen = options.parse_args()
    took = {}
    with tempfile.TemporaryDirectory(prefix="ccs-bench-") as folder:
        programs = pipeline.Programs(folder, chosen.bin)
        sections = list(measure(programs, chosen.smoke, chosen.only, took))
        if not chosen.smoke and not chosen.only:
            with open(chosen.output, "w") as out:
                out.write(page(sections, programs, took))
    print("\n%d figures in %.0f s" % (sum(len(section.figures) for section in sections), sum(took.values())))


if __name__ == "__main__":
    main()
