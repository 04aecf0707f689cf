"""Measures the program in a pseudo-terminal: start, end, keys, redraws, idle time."""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import termios
import time

from report import Section

#: Timeout in seconds for expected output.
PATIENCE = 60.0
CLEAR = b"\x0c"  # ^L


class Screen:
    """A program in a pseudo-terminal. It searches and counts bytes, and emulates nothing."""

    def __init__(self, argv, size=(80, 24), stdin=None):
        self.bytes = 0
        self.begin = time.monotonic()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                if stdin is not None:
                    os.dup2(stdin, 0)
                os.execvp(argv[0], argv)
            finally:
                os._exit(127)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def read(self, timeout):
        """Bytes that come within `timeout` seconds; empty if there are none."""
        if not select.select([self.master], [], [], max(0, timeout))[0]:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return b""
        self.bytes += len(data)
        return data

    def wait(self, pattern, timeout=PATIENCE):
        """Reads until the bytes of `pattern` came. Returns the time."""
        seen = b""
        deadline = time.monotonic() + timeout
        while pattern not in seen:
            if time.monotonic() > deadline:
                raise SystemExit("the screen never said %r: %r" % (pattern, seen[-2000:]))
            seen = seen[-4096:] + self.read(deadline - time.monotonic())
        return time.monotonic()

    def rest(self, quiet=0.3, longest=PATIENCE):
        """Reads until no byte has come for `quiet` seconds."""
        deadline = time.monotonic() + longest
        while time.monotonic() < deadline and self.read(quiet):
            pass

    def send(self, keys):
        """Presses keys. Returns the time."""
        os.write(self.master, keys)
        return time.monotonic()

    def cpu(self, drawing=False):
        """Processor time so far in seconds: of the process, or only of the drawing thread."""
        tasks = [str(self.pid)] if drawing else os.listdir("/proc/%d/task" % self.pid)
        total = 0
        for task in tasks:
            try:
                with open("/proc/%d/task/%s/schedstat" % (self.pid, task)) as facts:
                    total += int(facts.read().split()[0])
            except OSError:
                pass
        return total / 1e9

    def end(self):
        """Presses q. Returns the seconds until the process has ended."""
        begin = self.send(b"q")
        while not os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            self.read(0.001)
            if time.monotonic() - begin > PATIENCE:
                raise SystemExit("q did not end the program")
        seconds = time.monotonic() - begin
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.master)
        if status:
            raise SystemExit("the program ended with status %d" % status)
        return seconds


def percentile(values, percent):
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]


def spread(section, what, seconds, budget):
    """Adds median and p99 in milliseconds. The limit applies to the p99."""
    values = [1000 * one for one in seconds]
    section.add(what, statistics.median(values), percentile(values, 99), str(len(values)),
                value=percentile(values, 99), budget=("<=", budget, "ms") if budget else None)


def start_and_end(programs, smoke):
    runs = 3 if smoke else 30
    path = programs.half(20)
    section = Section("Start and end", (
        "From the start of the process to the list on the screen, and from `q` to the end of the process. The "
        "pseudo-terminal has 80 × 24 cells, and the file has 20 seances."), ["median ms", "p99 ms", "runs"])
    first, over, version = [], [], []
    for _ in range(runs):
        screen = Screen([programs.top, "-d", "sales", path])
        first.append(screen.wait(b"[1 Seances]") - screen.begin)
        screen.rest(0.05)
        over.append(screen.end())
        begin = time.monotonic()
        subprocess.run([programs.top, "--version"], check=True, stdout=subprocess.DEVNULL)
        version.append(time.monotonic() - begin)
    spread(section, "start to first screen", first, 50)
    spread(section, "`q` to the shell", over, 100)
    spread(section, "`--version`", version, None)
    return section


def keys(programs, smoke):
    """Time from a key to the screen at 100,000 events/s. Each key opens another pane, which needs a new page."""
    count, warm = (6, 1.0) if smoke else (120, 6.0)
    rate = 20_000 if smoke else 100_000
    # About 45 events in a seance, so that feed time runs as fast as real time.
    feed = subprocess.Popen([programs.sim, "--rate", str(rate), "--seances-per-second", str(rate // 45), "--start-at",
                             "now", "--domains", "sales"], stdout=subprocess.PIPE)
    screen = Screen([programs.top, "-d", "sales"], stdin=feed.stdout.fileno())
    feed.stdout.close()
    screen.wait(b"[1 Seances]")
    deadline = time.monotonic() + warm
    while time.monotonic() < deadline:
        screen.read(0.1)
    begin, cpu, before = time.monotonic(), screen.cpu(), screen.bytes
    times = []
    for number in range(count):
        key, shown = ((b"2", b"[2 Connections]"), (b"3", b"[3 Calls]"), (b"1", b"[1 Seances]"))[number % 3]
        pressed = screen.send(key)
        times.append(screen.wait(shown) - pressed)
        pause = time.monotonic() + 0.02 + 0.013 * (number % 7)
        while time.monotonic() < pause:
            screen.read(pause - time.monotonic())
    seconds = time.monotonic() - begin
    used, written = screen.cpu() - cpu, screen.bytes - before
    screen.end()
    feed.terminate()
    feed.wait()
    section = Section("Keys under load", (
        "From the key of another pane to its list on the screen, while `ccs-sim --rate %s` writes to a pipe." %
        rate), ["median ms", "p99 ms", "keys"])
    spread(section, "key to screen", times, 50)
    section.add("processor meanwhile, % of a core", 100 * used / seconds, "", "")
    section.add("bytes to the terminal a second", written / seconds, "", "")
    return section


def redraws(programs, smoke):
    """The cost of a redraw for the drawing thread, including ncurses and the output."""
    runs = 5 if smoke else 40
    path = programs.half(100 if smoke else 2000)
    section = Section("A redraw", (
        "Processor time of the drawing thread and bytes to the terminal, in the real program. A full redraw is `^L`. A "
        "typical redraw moves the selection down one row (`j`)."), ["CPU µs", "bytes"])
    for size in ((80, 24), (200, 60)):
        screen = Screen([programs.top, "-d", "sales", path], size)
        screen.wait(b"EOF")
        screen.rest()
        for name, key in (("full redraw", CLEAR), ("typical redraw", b"j")):
            cpu, written = [], []
            for _ in range(runs):
                before = screen.cpu(drawing=True), screen.bytes
                screen.send(key)
                if not screen.read(2):
                    raise SystemExit("the screen did not answer %r" % key)
                screen.rest(0.03)
                cpu.append(1e6 * (screen.cpu(drawing=True) - before[0]))
                written.append(screen.bytes - before[1])
            section.add("%s, %d × %d" % ((name,) + size), statistics.median(cpu), statistics.median(written))
        screen.end()
    return section


def idle(programs, smoke):
    """A feed that is silent after some events: only the clock changes."""
    seconds = 2 if smoke else 10
    path = programs.half(20)
    section = Section("At rest", (
        "Over %d s. The silent feed is an open pipe without new events, so only the clock and ages change. The other feed "
        "is a file at its end. A burst is output without a pause of 200 ms." % seconds),
        ["figure"])
    for name, silent in (("silent feed", True), ("after the end", False)):
        given, writing = os.pipe()
        screen = Screen([programs.top, "-d", "sales"] + ([] if silent else [path]), (80, 24), given if silent else None)
        os.close(given)
        if silent:
            with open(path, "rb") as feed:
                data = memoryview(feed.read())
            while data:
                data = data[os.write(writing, data[:4096]):]
        screen.wait(b"LIVE" if silent else b"EOF")
        # The colour of new and ended rows fades within some seconds.
        until = time.monotonic() + (0.5 if smoke else 8)
        while time.monotonic() < until:
            screen.read(until - time.monotonic())
        cpu, before, begin = screen.cpu(), screen.bytes, time.monotonic()
        bursts, last = 0, begin - 1
        while (left := begin + seconds - time.monotonic()) > 0:
            if screen.read(left):
                now = time.monotonic()
                bursts += now - last > 0.2
                last = now
        used = 100 * (screen.cpu() - cpu) / seconds
        section.add("%s: processor, %% of a core" % name, used, value=used, budget=("<", 0.5, "%"))
        section.add("%s: bytes to the terminal a second" % name, (screen.bytes - before) / seconds,
                    value=(screen.bytes - before) / seconds, budget=None if silent else ("<=", 0, ""))
        section.add("%s: bursts" % name, str(bursts), value=bursts,
                    budget=("<=", seconds + 1 if silent else 0, "(one a second)" if silent else ""))
        screen.end()
        os.close(writing)
    return section
