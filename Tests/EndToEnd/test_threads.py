"""No thread runs after main: every run ends with its own status, even if threads begin late and the end takes long.

CCS_RUNS sets how often each case runs: 50 by default, 10000 before a release.
"""

import gzip
import os
import shutil
import socket
import subprocess
import tempfile

import feeds
from product import ProductCase, TOP, compile_preload
from session import without_terminal

RUNS = int(os.environ.get("CCS_RUNS") or 50)


class Threads(ProductCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="threads-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.late = {"LD_PRELOAD": compile_preload("late_threads.c", cls.folder)}
        feed = feeds.seances(3)
        cls.feed = cls.write("feed.ndjson", feed)
        cls.packed = cls.write("feed.ndjson.gz", gzip.compress(feed))
        cls.recording = os.path.join(cls.folder, "recording")
        subprocess.run([TOP, "--once", "--record", cls.recording, cls.feed], stdout=subprocess.DEVNULL, check=True)

    @classmethod
    def write(cls, name, content):
        path = os.path.join(cls.folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def check_runs(self, *options, status="exit 0", says=""):
        for run in range(RUNS):
            got, _, err = without_terminal([TOP, *options], env=self.late)
            self.assertEqual(status, got, "run %d: %s" % (run, err))
            self.assertRegex(err, "^(%s)$" % says, "run %d" % run)

    def test_once(self):
        self.check_runs("--once", self.feed)

    def test_replay_of_a_recording(self):
        self.check_runs("--once", "--replay", self.recording)

    def test_replay_of_a_compressed_feed(self):
        self.check_runs("--once", "--replay", self.packed)

    def test_recording(self):
        for run in range(RUNS):
            path = os.path.join(self.folder, "recording-%d" % run)
            got, _, err = without_terminal([TOP, "--once", "--record", path, self.feed], env=self.late)
            self.assertEqual(("exit 0", ""), (got, err), "run %d" % run)
            os.unlink(path)

    def test_a_sample(self):
        self.check_runs("--inspect", self.feed)

    def test_demo_for_a_moment(self):
        self.check_runs("--once", "--demo", "--for", "10ms")

    def test_listening_for_a_moment(self):
        for run in range(RUNS):
            got, _, err = without_terminal([TOP, "--once", "--listen", ":0", "--for", "10ms"], env=self.late)
            self.assertEqual("exit 0", got, "run %d: %s" % (run, err))
            # Where it listens, and that nothing came.
            self.assertEqual(2, len(err.splitlines()), err)

    def test_connected_for_a_moment(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = "tcp://127.0.0.1:%d" % server.getsockname()[1]
            self.check_runs("--once", "--connect", address, "--for", "50ms", says=".*: no event came in 50ms: .*\n")

    def check_screen(self, *options, **more):
        for run in range(max(10, RUNS // 10)):
            session = self.start("-d", "sales", *options, env=self.late, **more)
            session.wait_for(lambda screen: "ccs-top" in screen.text())
            session.send("q")
            session.wait_gone()
            self.assertEqual("exit 0", session.status, "run %d" % run)
            self.assertNotIn("outlives", session.text(), "run %d" % run)
            self.assertEqual([], session.screen.leftovers())
            session.close()

    def test_screen_of_a_replay(self):
        self.check_screen("--replay", self.packed)

    def test_screen_of_a_pipe(self):
        self.check_screen(stdin="pipe")

    def test_screen_of_a_demo(self):
        self.check_screen("--demo")

    def test_screen_of_a_server(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            self.check_screen("--connect", "tcp://127.0.0.1:%d" % server.getsockname()[1])
