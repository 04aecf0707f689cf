#!/usr/bin/env python3
"""Half an hour of a bad night on loopback: a storm and a connection that breaks repeatedly. Prints the results as a table.

It is not one of the tests, because it takes long: `make soak`, or `make soak MINUTES=5`.
"""

import argparse
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True

from network_case import NetworkCase
from product import SIM, TOP, titled
from session import Session

#: Keys that visit every pane in turn and use its functions.
WALKS = ("1>", "1I", "2", "2>", "3", "3I", "4", "5", "6", "7", "7>", "8", "9", "0", "1G", "3G", "1e", "1pp", "1g")
TITLES = {"1": "Seances", "2": "Connections", "3": "Calls", "4": "Failures", "5": "Recording", "6": "Anomalies",
          "7": "Numbers", "8": "Log", "9": "Feed", "0": "Changes"}


class Storm(threading.Thread):
    """A feed's server that forwards the simulator's lines and misbehaves at random."""

    def __init__(self, rate, seed):
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.simulator = subprocess.Popen(
            [SIM, "--rate", "real", "--start-at", "now", "--chaos", "--seances-per-second", str(rate),
             "--seed", str(seed)], stdout=subprocess.PIPE)
        self.counts = {"lines": 0, "bytes": 0, "connections": 0, "torn lines": 0, "stalls": 0, "missed bytes": 0}
        self.problem = None
        self.is_over = threading.Event()
        self.is_silent = threading.Event()

    def run(self):
        try:
            while not self.is_over.is_set():
                self.serve()
            self.is_silent.set()
            # The last connection stays, so that no events are missing at the end.
            while self.read(): pass
        except Exception as problem:
            self.problem = problem

    def read(self):
        return os.read(self.simulator.stdout.fileno(), 1 << 20)

    def serve(self):
        """One connection from its beginning to its end, and the lines of the feed before the next one."""
        peer = self.accepted()
        if not peer:
            return
        self.counts["connections"] += 1
        peer.recv(65536)  # The subscription.
        self.send(peer, b'["subscribe_result",{"qid":1,"result":"ok"}]\n')
        until = time.monotonic() + self.random.uniform(2, 20)
        stall = time.monotonic() + self.random.uniform(1, 30)
        rest = self.line_begins(self.read())
        while time.monotonic() < until and not self.is_over.is_set():
            self.send(peer, rest)
            rest = self.read()
            if time.monotonic() > stall:
                # Lines that come meanwhile wait in the pipes, and then come at once.
                self.counts["stalls"] += 1
                self.is_over.wait(self.random.uniform(1, 8))
                stall = float("inf")
        if self.is_over.is_set():
            self.send(peer, rest[:rest.rfind(b"\n") + 1])
            self.keep = peer
            return
        torn = rest[:self.random.randrange(len(rest) + 1)]
        self.send(peer, torn)
        if torn and not torn.endswith(b"\n"):
            self.counts["lines"] += 1
            self.counts["torn lines"] += 1
        peer.shutdown(socket.SHUT_WR)
        # If a connection is closed with unread data, the system discards the sent data.
        while peer.recv(65536): pass
        peer.close()
        self.miss(time.monotonic() + self.random.choice((0, 0.2, 5)))

    def accepted(self):
        """The next connection. Meanwhile the feed goes on without a receiver."""
        self.listener.settimeout(0.05)
        while not self.is_over.is_set():
            try:
                peer, _ = self.listener.accept()
                peer.settimeout(60)
                return peer
            except socket.timeout:
                self.counts["missed bytes"] += len(self.read())
        return None

    def miss(self, until):
        while time.monotonic() < until:
            self.counts["missed bytes"] += len(self.read())

    def send(self, peer, data):
        self.counts["lines"] += data.count(b"\n")
        self.counts["bytes"] += len(data)
        peer.sendall(data)

    @staticmethod
    def line_begins(data):
        return data[data.find(b"\n") + 1:]


class Watch:
    """The memory and processor time of the program, measured once a second."""

    def __init__(self, pid):
        self.pid = pid
        self.memory = []
        self.begin = (time.monotonic(), self.ticks())

    def ticks(self):
        with open("/proc/%d/stat" % self.pid) as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def look(self):
        with open("/proc/%d/status" % self.pid) as status:
            self.memory.append(int(re.search(r"VmRSS:\s+(\d+) kB", status.read()).group(1)) / 1024)

    def processor(self):
        """Percent of one core."""
        return 100 * (self.ticks() - self.begin[1]) / (time.monotonic() - self.begin[0])


def soak(minutes, rate, seed):
    storm = Storm(rate, seed)
    session = Session([TOP, "-d", "sales", "--connect", "tcp://127.0.0.1:%d" % storm.port], size=(120, 60))
    case = NetworkCase()
    storm.start()
    try:
        session.wait_for("LIVE")
        watch = Watch(session.pid)
        delays, checks = [], 0
        end = time.monotonic() + 60 * minutes
        next_look, next_check, walk = 0, time.monotonic() + 60, 0
        while time.monotonic() < end:
            if storm.problem:
                raise storm.problem
            now = time.monotonic()
            if now >= next_look:
                watch.look()
                next_look = now + 1
                del session.raw[:]
                keys = WALKS[walk % len(WALKS)]
                walk += 1
                before = time.monotonic()
                session.send(keys[0])
                session.wait_for(titled(TITLES[keys[0]]), timeout=60)
                delays.append(time.monotonic() - before)
                session.send(keys[1:])
            if now >= next_check:
                case.buckets(session)
                checks += 1
                next_check = now + 60
            until = time.monotonic() + 0.2
            session.wait_for(lambda _: time.monotonic() >= until)
        storm.is_over.set()
        storm.is_silent.wait(60)
        lines = storm.counts["lines"]
        session.wait_for(lambda _: case.buckets(session)["lines"] == lines, timeout=60)
        counts = case.buckets(session)
        gaps = int(re.search(r"^[ !]*gaps +([\d,]+)", session.text(), re.M).group(1).replace(",", ""))
        processor = watch.processor()
        session.send("q")
        session.wait_gone()
        if session.status != "exit 0" or session.screen.leftovers():
            raise SystemExit("it ended with %s and left %s" % (session.status, session.screen.leftovers()))
    finally:
        session.close()
        storm.simulator.kill()
    return report(minutes, storm, counts, gaps, watch.memory, processor, delays, checks)


def report(minutes, storm, counts, gaps, memory, processor, delays, checks):
    def number(value):
        return format(round(value), ",")

    half = len(memory) // 2
    rows = [
        ("minutes", number(minutes)),
        ("lines sent, and lines counted by ccs-top", number(counts["lines"])),
        ("lines a second", number(counts["lines"] / minutes / 60)),
        ("in the domain: applied, duplicate, late, orphan",
         ", ".join(number(counts[name]) for name in ("applied", "duplicate", "late", "orphan"))),
        ("connections; gaps shown", "%s; %s" % (number(storm.counts["connections"]), number(gaps))),
        ("lines cut by the loss of a connection", number(storm.counts["torn lines"])),
        ("silences of up to 8 s, followed by a burst", number(storm.counts["stalls"])),
        ("times the verdicts were added up", number(checks)),
        ("memory, MiB: peak of the first half, of the second half", "%.0f, %.0f" % (max(memory[:half]), max(memory[half:]))),
        ("processor, % of a core", "%.0f" % processor),
        ("key to pane, ms: median, maximum", "%.0f, %.0f" % (1000 * statistics.median(delays), 1000 * max(delays))),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join("| %s | %s |" % (name.ljust(width), value) for name, value in rows)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=30)
    options.add_argument("--rate", type=float, default=700, help="seances that begin in a second")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    print(soak(given.minutes, given.rate, given.seed))


if __name__ == "__main__":
    main()
