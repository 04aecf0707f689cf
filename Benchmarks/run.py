#!/usr/bin/env python3
"""Measures everything that has a limit, and writes docs/benchmarks and BENCHMARKS.md.

    make bench                      builds the programs, measures for some minutes, and writes the pages and plots
    Benchmarks/run.py --smoke       measures everything once with small numbers, writes nothing
    Benchmarks/run.py --only keys   measures one part, writes nothing
    Benchmarks/run.py --redraw      measures nothing, writes the pages and plots from docs/benchmarks/results.json

The programs are release builds. `ccs-bench` (Sources/ccs-bench) measures code inside one process.
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
import publish
import terminal
from report import Section, machine, number, said

ROOT = pathlib.Path(__file__).resolve().parents[1]


def bench(programs, smoke, *what):
    """The figures of ccs-bench, by name."""
    command = [programs.bench, "--json"] + ["--smoke"] * smoke + [str(one) for one in what]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return {figure["name"]: figure for figure in map(json.loads, out.splitlines())}


def stages(programs, smoke):
    """The time of each stage of a feed, and the speed of simdjson's own DOM parser, for comparison."""
    path, events = programs.feed(200 if smoke else 10_000)
    figures = bench(programs, smoke, "stages", path, "sales")
    section = Section("Where the time goes", (
        "%s events in memory, processor time of one thread. Each row adds a step to an earlier row; *own ns* is the time of "
        "that step. DOM is simdjson's own parse of the same lines." % number(events)),
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


#: The parts of the program, each with a pattern for the mangled names or the libraries of its functions. The first match counts.
ROOMS = (
    ("read", r"kernel"), ("frame", r"LineFramer|memchr"), ("parse (simdjson)", r"simdjson|ccs_parse\b"),
    ("decode (envelope and fields)", r"ccs_parser|ccs_fields|ccs_redacted|EventDecoder"),
    ("intern texts", r"TextPool|TextLists"), ("recognise duplicates and ended ids", r"RecentKeys|XXH|ccs_hash"),
    ("detectors", r"CheckUp|checkUp|Detect|Anomal|5since|NumberStats|judgeFailures"),
    ("reduce (all the rest of the state)", r"8CCSState"),
    ("memory: compare, copy, allocate", r"libc|bcmp|mem(cmp|move|cpy)|swift_(retain|release|alloc|dealloc)"),
    ("other", r""))


def profile(programs, smoke):
    """Shares of the program's time by a sampling profiler, if one is installed."""
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
        "`perf record` of `ccs-top --once FILE`, all domains, %s events: the share of samples in the functions of each part. "
        "An inlined function counts for its caller. Interning and decoding cause most of the work in the C library." %
        number(events)), ["% of the time"])
    for name, share in shares.items():
        section.add(name, share)
    return section


def reducing(programs, smoke):
    section = Section("Reducing alone", (
        "The reducer in the steady state: as many calls end as begin. They are chosen at random, so most events meet an object "
        "that is not in the processor's cache. The time is that of decoding and reducing minus that of decoding the same "
        "lines."), ["events/s", "ns an event", "with decoding, events/s"])
    for calls in (1000, 10_000) if smoke else (1000, 100_000, 1_000_000):
        figure, = bench(programs, smoke, "reduce", calls).values()
        section.add("%s live calls" % number(calls), figure["events/s"], figure["ns an event"],
                    figure["with decoding events/s"])
    return section


def completion(figure, when):
    """The time and the number of pages until the lists of a kind were complete, as far as they were."""
    if when == "quiet":
        return "", ""
    opened = int(figure["complete after pages"])
    return (figure["complete after ms"], str(opened)) if figure["complete"] else ("not in %d pages" % opened, "")


def pages(programs, smoke):
    for seances, budget in ((1000, None),) if smoke else ((10_000, None), (100_000, 10), (1_000_000, 50)):
        figures = bench(programs, smoke, "pages", seances)
        lists, of = (sum(figure[what] for name, figure in figures.items() if "quiet" in name) for what in ("lists", "of"))
        section = Section("A page at %s live seances" % number(seances), (
            "Each seance has a connection with two calls, in one domain. %s Only the making of the page is timed, as processor "
            "time. A list is opened while 2,000 events come before each page. A long list fills over several pages, and all of "
            "them count. Then come pages at its beginning, in its middle with a selected row, and after 20,000 events at once. "
            "*Quiet* pages follow, without events. Filters are a text in any column and, if the pane has these fields, "
            "`state=dialog and age>30s`. All ids of calls begin with the same 14 bytes, and every other call has the same name of "
            "18 bytes; orders by these columns have rows of their own. *Its list* is the order or filter of the longest page. "
            "*Complete after* is of the slowest list, within 120 pages." % (
                "All panes are measured, with every order of their columns." if lists == of else
                "%d of %d lists are measured: the default order of each pane, every fourth other order in `--list-columns`, and "
                "all filters." % (lists, of))),
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
        "From a page to cells, and to the list of changed cells: processor time, without ncurses. A typical drawing follows "
        "500 events."), ["full µs", "typical µs", "changed cells"])
    for name, figure in bench(programs, smoke, "draw").items():
        section.add(name.split(", ")[1].replace("x", " × "), figure["full CPU µs"], figure["typical CPU µs"],
                    figure["typical cells"])
    return section


def memory(programs, smoke):
    calls = 10_000 if smoke else 1_000_000
    section = Section("Memory", (
        "Resident memory above that of an empty program, divided by live calls. It includes connections, seances, texts and "
        "tables. The log keeps 32 MiB of lines on the screen, and none with `--once`."), ["bytes a live call", "MiB in all"])
    for what, name in (("memory", "without the log"), ("memory-log", "with the log")):
        figure, = bench(programs, smoke, what, calls).values()
        budget = ("<=", 272, "bytes") if what == "memory" and not smoke else None
        section.add("%s live calls, %s" % (number(calls), name), figure["bytes a call"], figure["MiB"],
                    value=figure["bytes a call"], budget=budget)
    return section


def domains(programs, smoke):
    many = 1000 if smoke else 100_000
    section = Section("Many domains", (
        "The processor time of an event, from bytes to state with the log, beside that of three domains with as many calls. "
        "Each event concerns a call picked by chance, or domains that come and go at the limit. The ratio is the median of "
        "runs that take turns. Memory is resident, of domains with one call each."),
        ["ns an event", "with three domains, ns", "times", "bytes a domain"])
    for name, figure in bench(programs, smoke, "domains", many).items():
        name = name.partition(", ")[2]
        if "bytes a domain" in figure:
            section.add(name, "", "", "", figure["bytes a domain"], value=figure["bytes a domain"],
                        budget=None if smoke else ("<=", 16_384, "bytes"))
        else:
            section.add(name, figure["ns an event"], figure["with three ns"], figure["times"], "", value=figure["times"],
                        budget=None if smoke else ("<=", 2, "times"))
    return section


#: The parts in the order of the pages: a function that returns one section or several, and the seconds it may take.
PARTS = (
    ("stages", stages, 20), ("pipeline", pipeline.pipeline, 65), ("profile", profile, 15), ("reduce", reducing, 40),
    ("pages", pages, 215), ("draw", drawing, 10), ("redraw", terminal.redraws, 20), ("start", terminal.start_and_end, 15),
    ("keys", terminal.keys, 30), ("idle", terminal.idle, 45), ("memory", memory, 45),
    ("domains", domains, 60), ("day", pipeline.day, 75))


def measure(programs, smoke, only):
    """Measures the parts. Returns the time, the limit and the sections of each."""
    took = []
    for name, part, seconds in PARTS:
        if only and name not in only:
            continue
        begin = time.monotonic()
        found, sections = part(programs, smoke), []
        for section in [found] if isinstance(found, Section) else found:
            print(section.plain(), flush=True)
            sections.append(section.json())
        used = time.monotonic() - begin
        took.append({"name": name, "seconds": used, "limit": seconds, "sections": sections})
        print("(%s: %.0f s of %d s%s)" % (name, used, seconds, ", too long" * (used > seconds)), file=sys.stderr, flush=True)
    return took


def facts(programs):
    """The machine and the measured programs: pairs of a word and a text."""
    simdjson = subprocess.run([programs.bench, "versions"], stdout=subprocess.PIPE, text=True).stdout.split()[-1]
    versions = [("swift", said(["swift", "--version"], r"Swift version (\S+)")), ("simdjson", simdjson),
                ("jq", said(["jq", "--version"], r"jq-(\S+)")), ("lnav", said(["lnav", "-V"]))]
    return machine() + versions + [("measured", time.strftime("%Y-%m-%d"))]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--smoke", action="store_true", help="everything once, with small numbers; writes nothing")
    options.add_argument("--redraw", action="store_true", help="measure nothing; write the pages from the saved results")
    options.add_argument("--only", nargs="+", metavar="PART", choices=[name for name, _, _ in PARTS],
                         help="these parts; writes nothing: " + ", ".join(name for name, _, _ in PARTS))
    options.add_argument("--bin", default=str(ROOT / ".build" / "release"), help="where ccs-top, ccs-sim and ccs-bench are")
    chosen = options.parse_args()
    if chosen.redraw:
        return publish.write()
    with tempfile.TemporaryDirectory(prefix="ccs-bench-") as folder:
        programs = pipeline.Programs(folder, chosen.bin)
        parts = measure(programs, chosen.smoke, chosen.only)
        if not chosen.smoke and not chosen.only:
            publish.write({"facts": facts(programs), "parts": parts})
    figures = sum(len(section["figures"]) for part in parts for section in part["sections"])
    print("\n%d figures in %.0f s" % (figures, sum(part["seconds"] for part in parts)))


if __name__ == "__main__":
    main()
