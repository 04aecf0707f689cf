"""The terminal is restored in every case: each way in which a program can end, as a test for any program."""

import os
import signal
import tempfile

import feeds
from keys import KEY, ctrl
from session import Session, ShellSession, without_terminal

WITHOUT_ALTERNATE = ("linux", "vt100", "dumb")
#: A typed ^C is a request to quit. Each program chooses whether it ends by the signal.
AFTER_CTRL_C = ("exit 0", "signal SIGINT")
#: The kernel's SIGHUP and the end of file race. One means death by the signal, the other a failure.
AFTER_CLOSE = ("signal SIGHUP", "exit 1")


def ready(screen):
    """the whole screen: a header in the first row, the keys in the last, and a number of the feed"""
    lines = screen.lines()
    return "ccs-top" in lines[0] and "F1" in lines[-1] and any("+7495" in line for line in lines)


class EssentialExits:
    """Cases for every type of terminal. A class with this mixin sets `program` (a list) and `term`."""

    program = []
    term = "xterm-256color"

    def start(self, *options, stdin="pipe", size=(80, 24), feed=feeds.seances(3), **more):
        session = Session([*self.program, "-d", "sales", *options], size, self.term, stdin, **more)
        self.addCleanup(session.close)
        if stdin == "pipe":
            session.feed(feed)
            session.wait_for(ready)
            self.check_taken(session)
        return session

    def check_taken(self, session):
        """Checks that the program has taken the screen. Otherwise the restore would prove nothing."""
        if self.term not in WITHOUT_ALTERNATE:
            self.assertTrue(session.screen.alternate, session.screen.picture())
        self.assertNotEqual(session.modes_before, session.tty_modes(), "the line's modes never changed")

    def check_given_back(self, session, *statuses, before=None):
        self.check_modes(session, before)
        self.assertEqual([], session.screen.leftovers(), session.screen.picture())
        self.assertEqual([], session.screen.unknown, session.screen.picture())
        if statuses:
            self.assertIn(session.status, statuses)
            self.assertEqual([], session.survivors())

    def check_modes(self, session, before=None):
        before = before or session.modes_before
        self.assertEqual(str(before), str(session.tty_modes()))
        self.assertEqual(before, session.tty_modes())

    def feed_file(self, content):
        file = tempfile.NamedTemporaryFile(suffix=".ndjson", delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write(content)
        return file.name

    def killed(self, name):
        session = self.start()
        session.signal(getattr(signal, name))
        session.wait_gone()
        self.check_given_back(session, "signal " + name)

    def test_q(self):
        session = self.start()
        session.send("q")
        session.wait_gone()
        self.check_given_back(session, "exit 0")

    def test_F10(self):
        session = self.start()
        session.send(KEY.F10)
        session.wait_gone()
        self.check_given_back(session, "exit 0")

    def test_end_of_feed_and_exit_on_eof(self):
        session = self.start("--exit-on-eof")
        session.close_feed()
        session.wait_gone()
        self.check_given_back(session, "exit 0")

    def test_SIGTERM(self):
        self.killed("SIGTERM")

    def test_SIGSEGV(self):
        self.killed("SIGSEGV")

    def test_suspended_resized_and_continued(self):
        path = self.feed_file(feeds.seances(3))
        shell = ShellSession(term=self.term)
        self.addCleanup(shell.close)
        before = shell.tty_modes()
        shell.type(" ".join([*map(str, self.program), "-d", "sales", path]))
        shell.wait_for(ready)
        for size in ((100, 30), (60, 20)):
            self.assertNotEqual(before, shell.tty_modes())
            shell.send(ctrl("Z"))
            self.assertEqual(128 + signal.SIGTSTP, shell.wait_prompt(), shell.screen.picture())
            self.check_given_back(shell, before=before)
            shell.resize(*size)
            shell.type("fg")
            shell.wait_for(ready)
            shell.wait_idle()
            self.assertTrue(ready(shell.screen), shell.screen.picture())
            self.assertNotIn("=> ", shell.text(), "the shell's text shows through")
            if self.term not in WITHOUT_ALTERNATE:
                self.assertTrue(shell.screen.alternate)
        shell.send("q")
        self.assertEqual(0, shell.wait_prompt())
        self.check_given_back(shell, before=before)
        self.assertEqual([], [line for line in shell.survivors() if not line.startswith("%d " % shell.pid)])


class AllExits(EssentialExits):
    """More cases for one type of terminal."""

    def test_end_of_feed_stays_until_q(self):
        session = self.start()
        session.close_feed()
        session.wait_for(lambda screen: "EOF" in screen.lines()[0])
        session.wait_idle()
        self.assertTrue(ready(session.screen), session.screen.picture())
        session.send("q")
        session.wait_gone()
        self.check_given_back(session, "exit 0")

    def test_file_ends_and_stays_until_q(self):
        session = self.start(self.feed_file(feeds.seances(3)), stdin=None)
        session.wait_for(ready)
        session.wait_for(lambda screen: "EOF" in screen.lines()[0])
        session.send("q")
        session.wait_gone()
        self.check_given_back(session, "exit 0")

    def test_file_as_standard_input_and_exit_on_eof(self):
        session = self.start("--exit-on-eof", stdin=self.feed_file(feeds.seances(3)))
        session.wait_exit()
        self.check_given_back(session, "exit 0")

    def test_empty_feed_and_exit_on_eof(self):
        session = self.start("--exit-on-eof", stdin=b"")
        session.wait_exit()
        self.check_given_back(session, "exit 0")

    def test_ctrl_C(self):
        session = self.start()
        session.send(ctrl("C"))
        session.wait_gone()
        self.check_given_back(session, *AFTER_CTRL_C)

    def test_signal_in_a_window_of_one_cell(self):
        session = self.start()
        session.resize(1, 1)
        session.wait_idle()
        session.signal(signal.SIGTERM)
        session.wait_gone()
        self.check_given_back(session, "signal SIGTERM")

    def test_window_closed(self):
        session = self.start()
        session.close_master()
        self.assertIn(session.wait_gone(), AFTER_CLOSE)
        self.assertEqual([], session.survivors())

    def test_window_closed_while_hangups_are_ignored(self):
        # As under nohup: only the terminal itself shows that it is closed.
        session = self.start(ignored=[signal.SIGHUP])
        session.close_master()
        session.wait_gone()
        self.assertEqual([], session.survivors())

    def test_SIGTERM_while_nobody_reads_the_terminal(self):
        session = self.start(size=(200, 60))
        session.fill_output()
        session.feed(feeds.seances(50, first=10), reading=False)
        session.wait_blocked()
        session.signal(signal.SIGTERM)
        session.wait_gone(reading=False)
        self.assertEqual("signal SIGTERM", session.status)
        # The bytes that leave the alternate screen had no room in the terminal's buffer. The modes of the line need no room.
        self.check_modes(session)
        self.assertEqual([], session.survivors())

    def test_no_terminal_at_all(self):
        status, out, err = without_terminal([*self.program, "-d", "sales"], feeds.seances(3))
        self.assertEqual("exit 2", status, err)
        self.assertIn("--once", err)
        self.assertEqual("", out)
