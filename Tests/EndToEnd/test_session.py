"""Tests the harness: the cases pass for a correct program, and find each of its faults."""

import pathlib
import signal
import sys
import unittest

import feeds
import session as harness
from exit_cases import AllExits, EssentialExits
from keys import KEY, ctrl, encoded
from session import Session, ShellSession, decoded

MODEL = [sys.executable, str(pathlib.Path(__file__).with_name("model_program.py"))]


class ModelUnderXterm256(AllExits, unittest.TestCase):
    program = MODEL


class ModelUnderScreen256(EssentialExits, unittest.TestCase):
    program = MODEL
    term = "screen-256color"


class ModelUnderLinux(EssentialExits, unittest.TestCase):
    program = MODEL
    term = "linux"


class FaultsAreFound(EssentialExits, unittest.TestCase):
    """A case fails for a program with a fault, with a message about this fault."""

    program = MODEL

    def found(self, fault, case, reason):
        self.program = MODEL + ["--fault", fault]
        with self.assertRaisesRegex(AssertionError, reason):
            case()

    def test_raw(self):
        self.found("raw", super().test_q, "-echo")
        self.found("raw", super().test_SIGTERM, "-echo")

    def test_alternate(self):
        self.found("alternate", super().test_q, "the alternate screen is on")

    def test_cursor(self):
        self.found("cursor", super().test_SIGSEGV, "the cursor is hidden")

    def test_mouse(self):
        self.found("mouse", super().test_q, "mouse mode 1000 is on")

    def test_paste(self):
        self.found("paste", super().test_end_of_feed_and_exit_on_eof, "bracketed paste is on")

    def test_keys(self):
        self.found("keys", super().test_q, "the keys are in application mode")

    def test_status(self):
        self.found("status", super().test_q, "'exit 1' not found")
        self.found("status", super().test_SIGTERM, "'exit 0' not found")

    def test_stay(self):
        self.found("stay", super().test_SIGTERM, "the program to be gone; it still runs")

    def test_linger(self):
        self.found("linger", super().test_q, "the program to be gone; it still runs")

    def test_orphan(self):
        self.found("orphan", super().test_q, "Lists differ: .*python")

    def test_noise(self):
        self.found("noise", super().test_q, "CSI 99z")

    def test_size(self):
        patience, harness.PATIENCE = harness.PATIENCE, 1.0
        self.addCleanup(setattr, harness, "PATIENCE", patience)
        self.found("size", super().test_suspended_resized_and_continued, "the whole screen|True")


# The cases themselves pass above. Here only the faults count.
for _name in [name for name in dir(EssentialExits) if name.startswith("test_")]:
    if _name not in vars(FaultsAreFound):
        setattr(FaultsAreFound, _name, None)


class Sessions(unittest.TestCase):
    def session(self, *argv, **more):
        session = Session(argv, **more)
        self.addCleanup(session.close)
        return session

    def python(self, code, **more):
        return self.session(sys.executable, "-c", code, **more)

    def test_size_and_controlling_terminal(self):
        session = self.python("import os; print(os.get_terminal_size(os.open('/dev/tty', os.O_RDWR)), os.ttyname(1))",
                              size=(37, 11))
        self.assertEqual("exit 0", session.wait_exit())
        self.assertIn("columns=37, lines=11", session.text())

    def test_the_last_bytes_of_a_program_that_ends_are_read(self):
        session = self.python("import os; os.write(1, b'x' * 100000 + b'the end')", size=(80, 3))
        session.wait_exit()
        self.assertEqual(100007, len(session.raw))
        self.assertTrue(session.text().endswith("the end"))

    def test_bytes_on_standard_input(self):
        session = self.python("import sys; print(len(sys.stdin.read()), 'came')", stdin=b"y" * 300_000)
        session.wait_for("300000 came")

    def test_feed_stays_open_until_closed(self):
        session = self.python("import sys\nfor line in sys.stdin: print('got', line)\nprint('over')", stdin="pipe")
        session.feed(b"one\n")
        session.wait_for("got one")
        self.assertNotIn("over", session.text())
        session.close_feed()
        session.wait_for("over")

    def test_statuses(self):
        for code, status in (("raise SystemExit(3)", "exit 3"),
                             ("import os; os.kill(os.getpid(), 9)", "signal SIGKILL")):
            self.assertEqual(status, self.python(code).wait_exit())

    def test_a_failing_wait_shows_the_screen_and_does_not_wait_for_the_dead(self):
        session = self.python("print('something else')")
        with self.assertRaisesRegex(AssertionError, r"(?s)for /never/; it ended with exit 0.*\|something else"):
            session.wait_for("never")

    def test_resize_tells_the_program(self):
        session = self.python("import os, signal\n"
                              "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGWINCH])\n"
                              "print('up')\n"
                              "signal.sigwait([signal.SIGWINCH])\n"
                              "print(os.get_terminal_size())")
        session.wait_for("up")
        session.resize(50, 10)
        session.wait_for("columns=50, lines=10")

    def test_ignored_signals(self):
        session = self.python("import signal; print(signal.getsignal(signal.SIGHUP).name)", ignored=[signal.SIGHUP])
        session.wait_for("SIG_IGN")

    def test_cursor_keys_follow_the_mode(self):
        self.assertEqual(b"\x1b[A", encoded(KEY.UP, "xterm-256color", False))
        self.assertEqual(b"\x1bOA", encoded(KEY.UP, "xterm-256color", True))
        self.assertEqual(b"\x1b[A", encoded(KEY.UP, "linux", True))
        self.assertEqual(b"\x1b[[A", encoded(KEY.F1, "linux", False))
        self.assertEqual(b"\x1bOP", encoded(KEY.F1, "screen-256color", False))
        self.assertEqual(b"\x1b[21~", encoded(KEY.F10, "tmux-256color", False))
        self.assertEqual(b"\x1a", ctrl("z"))

    def test_shell_tells_statuses_and_stops_jobs(self):
        shell = ShellSession()
        self.addCleanup(shell.close)
        self.assertEqual(3, shell.run("sh -c 'exit 3'"))
        shell.type("cat")
        shell.send("here\r")
        shell.wait_for("here\nhere")
        shell.send(ctrl("Z"))
        self.assertEqual(128 + signal.SIGTSTP, shell.wait_prompt())
        shell.type("fg")
        shell.wait_for("fg\ncat")
        shell.send("again\r")
        shell.wait_for("^again\nagain")
        shell.send(ctrl("D"))
        self.assertEqual(0, shell.wait_prompt())

    def test_a_full_terminal_holds_the_program_up(self):
        session = self.python("import sys\nprint('up', flush=True)\nsys.stdin.readline()\nprint('more', flush=True)\n"
                              "print('done', flush=True)", stdin="pipe")
        session.wait_for("up")
        session.fill_output()
        session.feed(b"\n", reading=False)
        self.assertTrue(session.wait_blocked())
        session.wait_for("done")

    def test_feeds_are_lines_of_json(self):
        lines = feeds.seances(2).splitlines()
        self.assertEqual(20, len(lines))
        self.assertIn(b'"eventts":1732320000000', lines[0])

    def test_decoded(self):
        self.assertEqual("exit 2", decoded(2 << 8))
        self.assertEqual("signal SIGTERM", decoded(signal.SIGTERM))


if __name__ == "__main__":
    unittest.main()
