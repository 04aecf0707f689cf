"""Standard input, output and error: closed, full, or not blocking."""

import fcntl
import os
import struct
import subprocess
import termios
import time

import feeds
from product import ProductCase, TOP
from session import PATIENCE

F_GETPIPE_SZ = 1032
TEXTS = ("--help", "--version", "--print-man", "--print-config", "--list-keys", "--list-columns")


def without(*descriptors):
    """A function that closes standard descriptors in a new process before the program begins."""
    def close():
        for descriptor in descriptors:
            os.close(descriptor)
    return close


class Streams(ProductCase):
    def run_top(self, *options, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("stdout", subprocess.PIPE)
        return subprocess.run([TOP, *options], stderr=subprocess.PIPE, timeout=PATIENCE, **more)

    def test_output_that_does_not_block_gets_everything(self):
        feed = self.file(feeds.seances(1000))
        whole = self.run_top("--once", "--format", "json", feed).stdout
        reader, writer = os.pipe()
        capacity = fcntl.fcntl(writer, F_GETPIPE_SZ)
        self.assertGreater(len(whole), 2 * capacity, "it fits the pipe")
        os.set_blocking(writer, False)
        process = subprocess.Popen([TOP, "--once", "--format", "json", feed], stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        while process.poll() is None and self.waiting_bytes(reader) < capacity:
            time.sleep(0.001)
        with os.fdopen(reader, "rb") as output:
            self.assertEqual(whole, output.read())
        self.assertEqual((b"", 0), (process.communicate(timeout=PATIENCE)[1], process.returncode))

    @staticmethod
    def waiting_bytes(descriptor):
        return struct.unpack("i", fcntl.ioctl(descriptor, termios.FIONREAD, b"\0" * 4))[0]

    def test_texts_that_cannot_be_written(self):
        for text in TEXTS:
            with self.subTest(text), open("/dev/full", "wb") as full:
                done = self.run_top(text, stdout=full)
                self.assertEqual((1, b"ccs-top: cannot write the output: No space left on device\n"),
                                 (done.returncode, done.stderr))

    def test_closed_input(self):
        for options in (["--once"], ["--inspect"], ["-d", "sales"]):
            with self.subTest(options):
                done = self.run_top(*options, preexec_fn=without(0))
                self.assertEqual((2, b"", b"ccs-top: standard input is closed\n"),
                                 (done.returncode, done.stdout, done.stderr))

    def test_closed_output(self):
        feed = self.file(feeds.seances(1))
        for options in (["--once", feed], ["--once", "--format", "json", feed], ["--inspect", feed], *([text] for text in TEXTS)):
            for closed in ((1,), (0, 1)):
                with self.subTest(options, closed=closed):
                    done = self.run_top(*options, preexec_fn=without(*closed))
                    self.assertEqual((1, b"ccs-top: cannot write the output: Bad file descriptor\n"),
                                     (done.returncode, done.stderr))

    def test_everything_closed(self):
        feed = self.file(feeds.seances(1))
        self.assertEqual(1, self.run_top("--once", feed, preexec_fn=without(0, 1, 2)).returncode)
