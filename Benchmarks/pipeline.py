#!/usr/bin/env python3
"""Measures how fast the whole program turns a feed into state, from a file and from a pipe, compared with other programs.

    Benchmarks/pipeline.py              medians of several runs
    Benchmarks/pipeline.py --smoke      a small feed, one run: does it still run?

`make bench` runs this and everything else. On a busy machine, compare only the ratios within one run, not the times.
"""

import argparse
import itertools
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from report import Section, number

ROOT = pathlib.Path(__file__).resolve().parents[1]

#: The format of the feed for lnav: the time and the type of every line, which is the minimum it needs.
LNAV_FORMAT = {"ccs_log": {
    "title": "call centre events", "description": "a JSON object a line", "json": True, "hide-extra": True,
    "line-format": [{"field": "__timestamp__"}, " ", {"field": "type"}, " ", {"field": "domain"}],
    "timestamp-field": "eventts", "timestamp-divisor": 1000, "body-field": "type",
    "value": {"type": {"kind": "string"}, "domain": {"kind": "string"}, "class": {"kind": "string"},
              "data": {"kind": "json"}}}}


class Programs:
    """The paths of the programs, and a folder that is deleted afterwards."""

    def __init__(self, folder, binaries):
        self.folder = folder
        self.top = os.path.join(binaries, "ccs-top")
        self.sim = os.path.join(binaries, "ccs-sim")
        self.bench = os.path.join(binaries, "ccs-bench")
        #: Events a second of simdjson's own DOM parser, once measured.
        self.dom = None
        self.feeds = {}

    def feed(self, seances):
        """A feed in a file, and its number of events."""
        if seances not in self.feeds:
            path = os.path.join(self.folder, "%d.ndjson" % seances)
            with open(path, "wb") as out:
                subprocess.run([self.sim, "--seed", "7", "--seances", str(seances)], stdout=out, check=True)
            with open(path, "rb") as lines:
                self.feeds[seances] = path, sum(1 for _ in lines)
        return self.feeds[seances]

    def half(self, seances):
        """The first half of such a feed, at whose end calls are live."""
        path, events = self.feed(seances)
        with open(path, "rb") as whole, open(path + ".half", "wb") as out:
            out.writelines(itertools.islice(whole, events // 2))
        return path + ".half"

    def lnav(self, path):
        """Measures how lnav reads and indexes the file: headless, with one format, without output. None if it is not
        installed."""
        if not shutil.which("lnav"):
            return None
        home = os.path.join(self.folder, "lnav")
        formats = os.path.join(home, "formats", "ccs")
        os.makedirs(formats, exist_ok=True)
        with open(os.path.join(formats, "format.json"), "w") as out:
            json.dump({"$schema": "https://lnav.org/schemas/format-v1.schema.json", **LNAV_FORMAT}, out)
        return ["env", "HOME=" + home, "lnav", "-n", "-q", "-N", "-I", home, "-c", ":quit", path]


def measured(command, stdin=None):
    """Runs a command. Returns its elapsed seconds and its peak resident memory in MiB."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise SystemExit("%s failed with status %d" % (command[0], status))
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def piped(producer, consumer):
    """Runs `producer | consumer`. Returns the same as `measured`, for the consumer."""
    with subprocess.Popen(producer, stdout=subprocess.PIPE) as source:
        return measured(consumer, stdin=source.stdout)


def pipeline(programs, smoke):
    """Measures the whole program on one file."""
    dom = programs.dom
    seances, runs = (200, 1) if smoke else (21_000, 5)
    path, events = programs.feed(seances)
    once = [programs.top, "--once", "--format", "json"]
    one = once + ["--domain", "sales"]
    rows = [
        ("ccs-top --once FILE, one domain of three", lambda: measured(one + [path])),
        ("cat FILE | ccs-top --once, one domain of three", lambda: piped(["cat", path], one)),
        ("ccs-top --once FILE, all domains", lambda: measured(once + [path])),
        ("jq -c .type FILE", lambda: measured(["jq", "-c", ".type", path]) if shutil.which("jq") else None),
        ("lnav FILE", lambda: measured(programs.lnav(path)) if programs.lnav(path) else None),
        ("wc -l FILE", lambda: measured(["wc", "-l", path])),
    ]
    results = {name: [] for name, _ in rows}
    for _ in range(runs):
        for name, run in rows:
            results[name].append(run())
    speeds, memory = {}, {}
    for name, _ in rows:
        if results[name][0]:
            speeds[name] = events / statistics.median(seconds for seconds, _ in results[name])
            memory[name] = statistics.median(peak for _, peak in results[name])
    section = Section("The whole pipeline", (
        "From bytes to the printed final state: %s events, %.0f MB, medians of %d runs. jq prints the type of every "
        "line. lnav reads and indexes the file, without a screen and without output (`lnav -n -q -N -c :quit`); its format "
        "names the time and the type. DOM is simdjson's own parse of the same lines in memory." % (
            number(events), os.path.getsize(path) / 1e6, runs)),
        ["events/s", "MiB", "× jq", "× lnav", "of DOM"])
    jq, lnav = speeds.get("jq -c .type FILE"), speeds.get("lnav FILE")

    def ratio(speed, other):
        return "%.1f" % (speed / other) if other else "–"

    for name, speed in speeds.items():
        share = "%.0f %%" % (100 * speed / dom) if dom else "–"
        section.add(name, speed, memory[name], ratio(speed, jq), ratio(speed, lnav), share)
    first = rows[0][0]
    for rival, other, limit in (("jq", jq, 10), ("lnav", lnav, 3)):
        for name in (first, rows[1][0]):
            section.add("%s: × %s" % (name, rival), "", "", "", "", "",
                        value=speeds[name] / other if other else None, budget=(">=", limit, "×"))
    section.add("%s: of simdjson's DOM" % first, "", "", "", "", "",
                value=100 * speeds[first] / dom if dom else None, budget=(">=", 50, "%"))
    return section


def resident(pid):
    """The resident memory of a process in MiB, or None if it has ended."""
    try:
        with open("/proc/%d/statm" % pid) as facts:
            return int(facts.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1048576
    except (OSError, IndexError):
        return None


def day(programs, smoke):
    """A day of a call centre at maximum speed, including the state of the screen, the log and the history."""
    hours, per_second = (0.05, 5) if smoke else (24, 5)
    seances = int(hours * 3600 * per_second)
    begin = time.monotonic()
    source = subprocess.Popen([programs.sim, "--seed", "11", "--seances", str(seances), "--seances-per-second",
                               str(per_second)], stdout=subprocess.PIPE)
    with tempfile.TemporaryFile() as out:
        top = subprocess.Popen([programs.top, "--once", "--format", "json"], stdin=source.stdout, stdout=out)
        source.stdout.close()
        samples = []
        while not os.waitid(os.P_PID, top.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            samples.append((time.monotonic() - begin, resident(top.pid) or 0))
            time.sleep(0.05)
        _, status, usage = os.wait4(top.pid, 0)
        top.returncode = status
        seconds = time.monotonic() - begin
        source.wait()
        if status:
            raise SystemExit("the feed of a day: ccs-top failed with status %d" % status)
        out.seek(0)
        snapshot = json.load(out)
    events = snapshot["feed"]["lines"]
    live = sum(domain["live"]["calls"] for domain in snapshot["domains"])

    def at(share):
        return next((memory for when, memory in samples if when >= share * seconds), samples[-1][1])

    section = Section("A day in fast motion", (
        "%s hours of three domains with %d new seances a second and the usual faults. `ccs-sim` sends them through a pipe "
        "to `ccs-top --once`. The time includes the simulator's." % (number(hours), per_second)), ["figure"])
    section.add("events", events, value=events, budget=None if smoke else (">=", 20_000_000, ""))
    section.add("seconds", seconds)
    section.add("events/s", events / seconds)
    section.add("live calls at the end", live)
    for name, share in (("a quarter", 0.25), ("half", 0.5), ("three quarters", 0.75)):
        section.add("MiB after %s of the time" % name, at(share))
    section.add("MiB, peak", usage.ru_maxrss / 1024)
    grown = 100 * (at(0.95) / at(0.5) - 1) if at(0.5) and not smoke else None
    section.add("growth over the second half", "–" if grown is None else "%.0f %%" % grown, value=grown,
                budget=("<=", 10, "%"))
    return section


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--smoke", action="store_true", help="a small feed, one run")
    options.add_argument("--bin", default=str(ROOT / ".build" / "release"), help="where the binaries are")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(pipeline(Programs(folder, chosen.bin), chosen.smoke).plain())


if __name__ == "__main__":
    main()
