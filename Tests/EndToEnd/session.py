"""A real program in a real pseudo-terminal, controlled as by a user."""

import errno
import fcntl
import os
import re
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from typing import NamedTuple

from keys import encoded
from terminal import Terminal

#: Seconds until a text appears. It is generous, because a wait ends as soon as its condition holds.
PATIENCE = 60.0
#: Seconds after which a program that was told to end must have ended.
GONE = float(os.environ.get("CCS_GONE", "1.0"))
_MARK = b"\x1b]7777;end of what was written\x07"
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")


class TtyModes(NamedTuple):
    """The settings of a terminal line, as from tcgetattr."""

    iflag: int
    oflag: int
    cflag: int
    lflag: int
    ispeed: int
    ospeed: int
    cc: tuple

    @classmethod
    def of(cls, fd):
        *flags, cc = termios.tcgetattr(fd)
        return cls(*flags, tuple(cc))

    def has(self, name):
        """Whether a local mode is on: ECHO, ICANON, ISIG, IEXTEN."""
        return bool(self.lflag & getattr(termios, name))

    def __str__(self):
        local = [("" if self.has(name) else "-") + name.lower() for name in ("ECHO", "ICANON", "ISIG", "IEXTEN")]
        flags = "iflag %#x oflag %#x cflag %#x lflag %#x" % self[:4]
        return " ".join(local) + ", " + flags


def signal_name(number):
    """A name such as SIGTERM. Most real-time signals have only a number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return "SIGRTMIN+%d" % (number - signal.SIGRTMIN)


def decoded(status):
    """A status of waitpid() as "exit 0" or "signal SIGTERM"."""
    if os.WIFSIGNALED(status):
        return "signal " + signal_name(os.WTERMSIG(status))
    return "exit %d" % os.WEXITSTATUS(status)


def without_terminal(argv, stdin=b"", env=None, timeout=PATIENCE):
    """Runs a program without a controlling terminal. Returns its status, output and errors."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run([str(part) for part in argv], input=stdin, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=_environment("xterm-256color", home, env),
                              start_new_session=True, timeout=timeout)
    status = "exit %d" % done.returncode
    if done.returncode < 0:
        status = "signal " + signal_name(-done.returncode)
    return status, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def _environment(term, home, more):
    env = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    env.update(TERM=term, HOME=home, XDG_CONFIG_HOME=os.path.join(home, "config"), LANG="C.UTF-8",
               XDG_STATE_HOME=os.path.join(home, "state"), XDG_CACHE_HOME=os.path.join(home, "cache"))
    env.update(more or {})
    return env


class Session:
    """A program whose controlling terminal is a pseudo-terminal with an emulator at its other end.

    stdin: None is the terminal, bytes are a pipe with these and then its end, "pipe" is a pipe that stays open (see
    feed), and any other text is the path of a file. Signals in `ignored` are ignored by the program from the start.
    """

    def __init__(self, argv, size=(80, 24), term="xterm-256color", stdin=None, env=None, ignored=(), cwd=None,
                 terminal_size=None):
        self.argv = [str(part) for part in argv]
        self.term = term
        self.screen = Terminal(*size, term=term)
        self.raw = bytearray()  #: every byte that came out
        self.status = None      #: how it ended, once it has
        self.sent_at = time.monotonic()  #: when the last signal or key went out
        self._home = tempfile.mkdtemp(prefix="end-to-end-")
        self._master, slave = os.openpty()
        os.set_blocking(self._master, False)
        self.resize_terminal(*(terminal_size or size))
        # A second open file, so that its settings are not shared with the program.
        self._slave = os.open(os.ttyname(slave), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        self.modes_before = self.tty_modes()
        self._to_send = bytearray()
        self._to_feed = bytearray(stdin) if isinstance(stdin, bytes) else bytearray()
        self._feed_ends = isinstance(stdin, bytes)
        self._feed = None
        given = self._open_stdin(stdin, slave)
        try:
            self.pid = self._start(given, slave, _environment(term, self._home, env), ignored, cwd)
            self._pidfd = os.pidfd_open(self.pid)
        finally:
            os.close(slave)
            if given != slave:
                os.close(given)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _open_stdin(self, stdin, slave):
        if stdin is None:
            return slave
        if isinstance(stdin, bytes) or stdin == "pipe":
            given, self._feed = os.pipe()
            os.set_blocking(self._feed, False)
            return given
        return os.open(stdin, os.O_RDONLY)

    def _start(self, given, slave, env, ignored, cwd):
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid:
            return pid
        try:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            os.dup2(given, 0)
            os.dup2(slave, 1)
            os.dup2(slave, 2)
            os.closerange(3, 256)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            if cwd:
                os.chdir(cwd)
            os.execvpe(self.argv[0], self.argv, env)
        except (OSError, ValueError) as problem:
            os.write(2, ("%s: %s\r\n" % (self.argv[0], problem)).encode())
        finally:
            os._exit(127)

    # What the person does

    def send(self, *keys):
        """Presses keys: text, bytes, or members of KEY."""
        for key in keys:
            self._to_send += encoded(key, self.term, self.screen.application_cursor)
        self._pump_until(lambda: not self._to_send, None, "the program to take the keys")
        self.sent_at = time.monotonic()

    def paste(self, text):
        """Pastes text at once."""
        data = text.encode()
        self.send(b"\x1b[200~" + data + b"\x1b[201~" if self.screen.bracketed_paste else data)

    def mouse(self, y, x, button=0, release=False):
        """Presses a mouse button (64 and 65: the wheel) over a cell, if mouse reports are on."""
        if 1006 in self.screen.mouse_modes:
            self.send(b"\x1b[<%d;%d;%d%c" % (button, x + 1, y + 1, b"m" if release else b"M"))
        elif self.screen.mouse_modes:
            self.send(b"\x1b[M" + bytes([32 + (3 if release else button), 33 + x, 33 + y]))
        else:
            raise AssertionError("no mouse mode is on")

    def resize(self, width, height):
        """Changes the size of the window. The kernel tells the foreground program."""
        self._pump(0)
        self.screen.resize(width, height)
        self.resize_terminal(width, height)

    def signal(self, number):
        self.sent_at = time.monotonic()
        os.kill(self.pid, number)

    def close_master(self):
        """Closes the window, that is, the master side of the terminal."""
        self.sent_at = time.monotonic()
        self._to_send.clear()
        os.close(self._master)
        self._master = None

    def feed(self, data, reading=True):
        """Writes to the program's standard input. If not `reading`, its output stays unread."""
        self._to_feed += data
        self._pump_until(lambda: not self._to_feed, None, "the program to read its input", reading)

    def close_feed(self):
        """Ends the program's standard input."""
        self._pump_until(lambda: not self._to_feed, None, "the program to read its input")
        self.sent_at = time.monotonic()
        self._feed_ends = True
        self._end_feed()

    def close_feed_at_once(self):
        """Closes the standard input of a program that has ended."""
        self._to_feed.clear()
        self._feed_ends = True
        self._end_feed()

    def fill_output(self):
        """Fills the terminal's buffer, so that the program cannot write another byte until the test reads."""
        # The kernel moves written bytes to another buffer with a delay, so the first refusal is not the last.
        while True:
            try:
                os.write(self._slave, b"\0")
            except BlockingIOError:
                if not select.select([], [self._slave], [], 0.2)[1]:
                    return

    # What can be seen

    def resident_megabytes(self):
        """The program's memory."""
        with open("/proc/%d/statm" % self.pid) as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20

    def text(self):
        return self.screen.text()

    def lines(self):
        return self.screen.lines()

    def tty_modes(self):
        return TtyModes.of(self._slave)

    def wait_for(self, what, timeout=None):
        """Waits until a regular expression matches the screen's text, or a function of the Terminal is true. Returns the
        match or the function's value."""
        if isinstance(what, str):
            pattern = re.compile(what, re.MULTILINE)
            return self._pump_until(lambda: pattern.search(self.screen.text()), timeout, "/%s/" % what)
        return self._pump_until(lambda: what(self.screen), timeout, getattr(what, "__doc__", None) or repr(what))

    def wait_for_bytes(self, pattern, start=0, timeout=None):
        """Waits until a regular expression (bytes) matches the output from index `start` of `raw` on."""
        expression = re.compile(pattern)
        return self._pump_until(lambda: expression.search(self.raw, start), timeout, repr(pattern))

    def wait_idle(self, quiet=0.15, timeout=None):
        """Reads until no output has come for `quiet` seconds."""
        timeout = PATIENCE if timeout is None else timeout
        deadline = time.monotonic() + timeout
        while self._pump(quiet):
            if time.monotonic() > deadline:
                raise AssertionError(self._failure("quiet", timeout))

    def wait_blocked(self, timeout=3.0):
        """Waits until a thread of the program is inside write(2), without reading its output. Returns false if none ever
        was, which is fine too: such a program never waits for its terminal."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self.status is None:
            if self._in_write():
                return True
            select.select([self._pidfd], [], [], 0.01)
        return False

    def wait_exit(self, timeout=None, reading=True):
        """Waits until the program has ended, reads the rest of its output, and returns its status."""
        self._reap(timeout, reading)
        if self._master is not None and reading:
            self._drain()
        return self.status

    def wait_gone(self, reading=True):
        """Like wait_exit, for a program that was just told to end. It must end within GONE seconds."""
        left = self.sent_at + GONE - time.monotonic()
        return self.wait_exit(max(left, 0), reading)

    def survivors(self):
        """The processes of the program's session that still run."""
        found = []
        for entry in os.listdir("/proc"):
            if not entry.isdigit():
                continue
            try:
                with open("/proc/%s/stat" % entry) as stat:
                    name, _, rest = stat.read().rpartition(")")
            except OSError:
                continue
            state, _, _, session = rest.split()[:4]
            if int(session) == self.pid and state not in "ZX":
                found.append("%s)" % name)
        return found

    def close(self):
        """Ends all processes that still run, and frees all resources."""
        alive = self.status is None
        if alive or self.survivors():
            self._kill_session(alive)
        if alive:
            os.waitpid(self.pid, 0)
            self.status = "killed by the test"
        if self._feed is not None:
            os.close(self._feed)
            self._feed = None
        for name in ("_master", "_slave", "_pidfd"):
            fd = getattr(self, name)
            if fd is not None:
                os.close(fd)
                setattr(self, name, None)
        shutil.rmtree(self._home, ignore_errors=True)

    # How

    def _kill_session(self, itself):
        for pid in [self.pid] * itself + [int(entry.split()[0]) for entry in self.survivors()]:
            for number in (signal.SIGKILL, signal.SIGCONT):
                try:
                    os.kill(pid, number)
                except ProcessLookupError:
                    pass

    def resize_terminal(self, width, height):
        """Like resize, but the emulator keeps its size, because the largest sizes need too much memory for it."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def _in_write(self):
        # The kernel reports the system call that blocks a thread, by the machine's number for it.
        write = {"x86_64": "1", "aarch64": "64"}.get(os.uname().machine)
        try:
            for thread in os.listdir("/proc/%d/task" % self.pid):
                with open("/proc/%d/task/%s/syscall" % (self.pid, thread)) as call:
                    if call.read().split()[0] == write:
                        return True
        except OSError:
            pass
        return False

    def _reap(self, timeout, reading):
        if self.status is not None:
            return
        timeout = PATIENCE if timeout is None else timeout
        deadline = time.monotonic() + timeout
        while not select.select([self._pidfd], [], [], 0)[0]:
            left = deadline - time.monotonic()
            # One more check after the deadline: if this process was the slow one, the program has ended.
            if left <= 0 and not select.select([self._pidfd], [], [], 0)[0]:
                raise AssertionError(self._failure("the program to be gone", timeout))
            self._pump(max(left, 0), reading)
        self.status = decoded(os.waitpid(self.pid, 0)[1])

    def _drain(self):
        """Reads all written output: a marker that is written after it comes out after it."""
        written = 0
        deadline = time.monotonic() + PATIENCE
        seen = bytearray()
        while _MARK not in seen:
            wants = [self._slave] if written < len(_MARK) else []
            readable, writable, _ = select.select([self._master], wants, [], deadline - time.monotonic())
            if writable:
                try:
                    written += os.write(self._slave, _MARK[written:])
                except BlockingIOError:
                    pass
            if readable:
                seen += self._read()
            if time.monotonic() > deadline:
                raise AssertionError(self._failure("the end of the output", PATIENCE))
        self._take(seen[:seen.index(_MARK)])

    def _read(self):
        try:
            return os.read(self._master, 65536)
        except BlockingIOError:
            return b""
        except OSError as problem:
            if problem.errno == errno.EIO:
                return b""
            raise

    def _take(self, data):
        self.raw += data
        self.screen.feed(bytes(data))
        self._to_send += self.screen.answers
        self.screen.answers.clear()

    def _pump(self, timeout, reading=True):
        """Moves bytes once, for at most `timeout` seconds. Returns true if the program wrote some."""
        reads = [self._master] if reading and self._master is not None else []
        writes = []
        if self._to_send and self._master is not None:
            writes.append(self._master)
        if self._feed is not None and self._to_feed:
            writes.append(self._feed)
        watched = [self._pidfd] if self.status is None else []
        readable, writable, _ = select.select(reads + watched, writes, [], timeout)
        if self._feed in writable:
            self._write_feed()
        self._end_feed()
        if self._master in writable:
            try:
                del self._to_send[:os.write(self._master, self._to_send)]
            except BlockingIOError:
                pass
        if self._master in readable:
            data = self._read()
            self._take(data)
            return bool(data)
        return False

    def _end_feed(self):
        if self._feed is not None and self._feed_ends and not self._to_feed:
            os.close(self._feed)
            self._feed = None

    def _write_feed(self):
        try:
            del self._to_feed[:os.write(self._feed, self._to_feed[:65536])]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._to_feed.clear()
            self._feed_ends = True

    def _pump_until(self, done, timeout, what, reading=True):
        timeout = PATIENCE if timeout is None else timeout
        deadline = time.monotonic() + timeout
        while True:
            value = done()
            if value:
                return value
            left = deadline - time.monotonic()
            if left <= 0:
                raise AssertionError(self._failure(what, timeout))
            if self.status is None and select.select([self._pidfd], [], [], 0)[0]:
                self._reap(0, reading)
                if self._master is not None:
                    self._drain()
                continue
            if self.status is not None:
                raise AssertionError(self._failure(what, timeout))
            self._pump(left, reading)

    def _failure(self, what, timeout):
        how = "it ended with %s" % self.status if self.status else "it still runs"
        return "%s: waited in vain (at most %.1f s) for %s; %s\n%s" % (
            " ".join(self.argv), timeout, what, how, self.screen.picture())


class ShellSession(Session):
    """A shell with job control in a pseudo-terminal, because ^Z needs one.

    The shell edits no lines and leaves the terminal's modes as jobs left them, so that they can be compared.
    """

    _PROMPT = rb"(\d+)=> "

    def __init__(self, size=(80, 24), term="xterm-256color", env=None):
        shell = [shutil.which("dash"), "-i"]
        if not shell[0]:
            shell = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
        super().__init__(shell, size, term, env=dict(env or {}, PS1="$?=> ", PS2="", ENV=""))
        self._asked = 0
        self.wait_prompt()

    def type(self, command):
        """Types a command line."""
        self._pump(0)
        # The prompt of the answer comes after the echo of the command.
        self._asked = len(self.raw)
        self.send(command, "\r")

    def wait_prompt(self, timeout=None):
        """Waits until the shell prompts, and returns the status of the last command."""
        found = self.wait_for_bytes(self._PROMPT, self._asked, timeout)
        self._asked = found.end()
        return int(found.group(1))

    def run(self, command, timeout=None):
        """Types a command and returns its status."""
        self.type(command)
        return self.wait_prompt(timeout)
