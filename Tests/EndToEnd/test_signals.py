"""ccs-top restores the terminal for every signal that ends it: each one alone, and several at any distance."""

import ctypes
import os
import random
import signal
import tempfile
import time

import feeds
from product import TOP, ProductCase, compile_preload
from session import Session, signal_name

#: Signals that do not end a process by default, that cannot be caught, or that the program ignores.
HARMLESS = {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD, signal.SIGCONT, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU,
            signal.SIGURG, signal.SIGWINCH, signal.SIGPIPE}
DEADLY = sorted(signal.valid_signals() - HARMLESS)
#: Microseconds between two signals.
DISTANCES = (0, 2, 5, 10, 20, 35, 50, 100, 200)
_LIBC = ctypes.CDLL(None, use_errno=True)
_TGKILL = {"x86_64": 234, "aarch64": 131}[os.uname().machine]


def wait_microseconds(count):
    """Busy waiting, because a sleep takes at least 50 us."""
    end = time.perf_counter_ns() + count * 1000
    while time.perf_counter_ns() < end:
        pass


class SignalCase(ProductCase):
    def take_terminal(self, *options, env=None):
        session = Session([TOP, "-d", "sales", *options], (40, 5), stdin="pipe", env=env)
        self.addCleanup(session.close)
        session.wait_for(lambda screen: screen.alternate and "ccs-top" in screen.text())
        return session

    def check(self, session, numbers, what):
        try:
            session.wait_exit()
        finally:
            session.close_feed_at_once()
        ways = ["signal " + signal_name(number) for number in numbers]
        self.assertIn(session.status, ways, what)
        self.assertEqual(str(session.modes_before), str(session.tty_modes()), what)
        self.assertEqual([], session.screen.leftovers(), what)
        session.close()


class OneSignal(SignalCase):
    """For every deadly signal: it ends the process, and the terminal is as before."""

    def alone(self, number):
        session = self.take_terminal()
        session.signal(number)
        self.check(session, [number], signal_name(number))


for _number in DEADLY:
    setattr(OneSignal, "test_" + signal_name(_number).replace("+", "_"), lambda self, number=_number: self.alone(number))


class ManySignals(SignalCase):
    runs = 150

    def volleys(self, seed, make, send=os.kill):
        """Sends several signals to each of `runs` programs. `make` returns them, and `send` sends one."""
        source = random.Random(seed)
        for run in range(self.runs):
            session = self.take_terminal()
            numbers = make(source)
            distance = DISTANCES[run % len(DISTANCES)]
            what = "run %d of seed %d: %s, %d us apart" % (run, seed, [signal_name(n) for n in numbers], distance)
            try:
                for number in numbers:
                    send(session.pid, number)
                    wait_microseconds(distance)
            except ProcessLookupError:
                pass
            self.check(session, numbers, what)

    def test_two_equal(self):
        self.volleys(1, lambda source: [signal.SIGTERM] * 2)

    def test_two_different(self):
        self.volleys(2, lambda source: source.sample(DEADLY, 2))

    def test_three(self):
        self.volleys(3, lambda source: source.choices((signal.SIGTERM, signal.SIGINT, signal.SIGHUP), k=3))

    def test_fifty(self):
        self.volleys(4, lambda source: source.choices(DEADLY, k=50))

    def test_on_all_threads(self):
        source = random.Random(5)

        def send(pid, number):
            for thread in os.listdir("/proc/%d/task" % pid):
                _LIBC.syscall(_TGKILL, pid, int(thread), number)

        self.volleys(5, lambda _: source.choices(DEADLY, k=2), send)

    def test_while_it_is_stopped_and_continued(self):
        for run in range(20):
            session = self.take_terminal()
            for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGCONT):
                session.signal(number)
            self.check(session, [signal.SIGTERM, signal.SIGINT], "run %d" % run)

    def test_another_thread_ends_it_while_it_takes_the_terminal_again(self):
        """After SIGSTOP and SIGCONT, the first thread sets the drawing modes while a handler on another thread restores the
        terminal."""
        with tempfile.TemporaryDirectory(prefix="modes-") as folder:
            library = compile_preload("slow_modes.c", folder)
            for run in range(10):
                session = self.take_terminal(env={"LD_PRELOAD": library})
                session.signal(signal.SIGSTOP)
                session.signal(signal.SIGCONT)
                wait_microseconds(1000 * run)
                other = max(map(int, os.listdir("/proc/%d/task" % session.pid)))
                self.assertNotEqual(session.pid, other)
                _LIBC.syscall(_TGKILL, session.pid, other, signal.SIGTERM)
                self.check(session, [signal.SIGTERM], "run %d" % run)


class SignalsToABusyScreen(ManySignals):
    """The same while the program draws."""

    runs = 20

    def take_terminal(self, *options, env=None):
        session = super().take_terminal(*options, env=env)
        session.feed(feeds.seances(50), reading=False)
        return session

    test_while_it_is_stopped_and_continued = None
    test_another_thread_ends_it_while_it_takes_the_terminal_again = None
