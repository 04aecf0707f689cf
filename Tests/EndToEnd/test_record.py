"""Recording and replay: the same snapshot and lists again, compressed files, kills, full disks, the keys."""

import gzip
import json
import os
import pathlib
import random
import re
import select
import shutil
import subprocess
import tempfile
import time

import feeds
import product
from product import ProductCase, ROOT, TOP, simulated
from session import PATIENCE, Session, without_terminal

TRACES = ROOT.parent / "shared" / "feeds"
PANES = ("domains", "seances", "connections", "calls", "failures", "recording", "anomalies", "numbers", "log", "feed")
#: The seconds that an event may wait before it is written (docs/recording.md).
FLUSH = 0.25


class Recordings(ProductCase):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.mkdtemp(dir=product.folder_in_memory())
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "calls")

    def record(self, feed, *options, **more):
        return self.once("--format", "json", "--anomalies", "--record", self.path, *options, feed=feed, **more)

    def replay(self, *options, path=None, **more):
        return self.once("--format", "json", "--anomalies", "--replay", path or self.path, *options, **more)

    @staticmethod
    def without_file(text):
        """The output without the parts about the recording itself."""
        return re.sub(r"Recording to a file *\n.*\n.*\n", "", text)

    def recorded(self):
        """The lines of a recording. All must be JSON, except a torn last one, which is left out."""
        text = pathlib.Path(self.path).read_bytes()
        return [json.loads(line) for line in text[:text.rfind(b"\n") + 1].splitlines()]


class SameAgain(Recordings):
    def check(self, feed, *options, panes=PANES):
        live = self.record(feed, *options)
        self.assertEqual(live, self.replay())
        self.assertEqual(0o600, os.stat(self.path).st_mode & 0o777)
        os.unlink(self.path)
        for pane in panes:
            with self.subTest(pane):
                live = self.once("--pane", pane, "--record", self.path, *options, feed=feed)
                self.assertEqual(self.without_file(live), self.once("--pane", pane, "--replay", self.path))
                os.unlink(self.path)

    def test_of_chaos(self):
        feed = simulated("--seed", 11, "--seances", 80, "--chaos")
        self.check(feed)

    def test_of_chaos_of_one_domain(self):
        feed = simulated("--seed", 12, "--seances", 80, "--chaos")
        domains = [one["domain"] for one in json.loads(self.once("--format", "json", feed=feed))["domains"]]
        # Samples of lines without a known domain are not in a recording of one domain.
        panes = [pane for pane in PANES if pane != "feed"]
        self.check(feed, "-d", domains[0], panes=panes)
        self.record(feed, "-d", domains[0])
        text = pathlib.Path(self.path).read_text()
        for other in domains[1:]:
            self.assertNotIn('"%s"' % other, text)

    def test_of_the_traces(self):
        if not TRACES.is_dir():
            self.skipTest("there are no traces beside the repository")
        for path in sorted(TRACES.glob("*.ndjson")):
            feed = path.read_bytes()
            expected = json.loads((TRACES / (path.stem + ".all.expected.json")).read_text())
            self.record(feed)
            self.assertEqual([], feeds.missing(
                expected, json.loads(self.once("--format", "json", "--replay", self.path))))
            os.unlink(self.path)
            self.record(feed, "-d", "sales")
            expected = json.loads((TRACES / (path.stem + ".sales.expected.json")).read_text())
            self.assertEqual([], feeds.missing(
                expected, json.loads(self.once("--format", "json", "--replay", self.path))))
            os.unlink(self.path)

    def test_of_a_feed_that_comes_in_pieces(self):
        feed = simulated("--seed", 13, "--seances", 30, "--chaos", "--start-at", int(time.time() * 1000))
        top = subprocess.Popen(
            [TOP, "--once", "--pane", "seances", "--record", self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(top.kill)
        for at in range(0, len(feed), 9973):
            top.stdin.write(feed[at:at + 9973])
            top.stdin.flush()
        live, _ = top.communicate(timeout=PATIENCE)
        self.assertEqual(live.decode(), self.once("--pane", "seances", "--replay", self.path))

    def test_while_the_feed_goes_on(self):
        """A live feed that has not ended: ages use the recorded clock, not the machine's."""
        feed = simulated("--seed", 14, "--seances", 20)
        for pane in ("seances", "domains", "feed"):
            top = subprocess.Popen([TOP, "--once", "--for", "300ms", "--pane", pane, "--record", self.path],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.addCleanup(top.kill)
            top.stdin.write(feed)
            top.stdin.flush()
            live = top.stdout.read()
            top.wait(PATIENCE)
            top.stdin.close()
            top.stdout.close()
            self.assertEqual(self.without_file(live.decode()), self.once("--pane", pane, "--replay", self.path), pane)
            os.unlink(self.path)

    def test_of_a_feed_whose_events_name_no_domain(self):
        feed = feeds.seances(3).replace(b'"domain":"sales",', b"")
        self.check(feed, "--feed-domain", "sa\"les", panes=("seances", "log"))
        self.record(feed, "--feed-domain", "sales", "-d", "sales")
        self.assertEqual(3, json.loads(self.replay())["domains"][0]["live"]["seances"])

    def test_with_other_names_of_fields(self):
        feed = feeds.seances(3).replace(b'"idcall"', b'"leg"').replace(b'"state"', b'"mood"')
        self.check(feed, "--map", "call=leg,state=mood", panes=("seances",))

    def test_a_recording_goes_on_in_its_file(self):
        self.record(feeds.seances(2))
        self.record(feeds.seances(2, first=3))
        self.assertEqual(4, json.loads(self.replay())["domains"][0]["live"]["seances"])
        status, _, err = without_terminal([TOP, "--once", "-d", "other", "--record", self.path])
        self.assertEqual("exit 1", status)
        self.assertIn("another --domain", err)

    def test_files_that_were_begun_anew_are_one_recording(self):
        feed = simulated("--seed", 15, "--seances", 60, "--chaos")
        live = self.record(feed, "--record-size", "64K", "--record-files", "900")
        parts = sorted(os.listdir(self.folder))
        self.assertGreater(len(parts), 3)
        self.assertTrue(all(os.path.getsize(os.path.join(self.folder, part)) <= 64 << 10 for part in parts))
        self.assertEqual(live, self.replay())
        # The user may have compressed earlier files.
        for part in parts:
            if part != "calls":
                name = os.path.join(self.folder, part)
                with open(name, "rb") as plain, gzip.open(name + ".gz", "wb") as packed:
                    packed.write(plain.read())
                os.unlink(name)
        self.assertEqual(live, self.replay())

    def test_no_more_files_than_allowed(self):
        self.record(simulated("--seed", 15, "--seances", 60), "--record-size", "32K", "--record-files", "3")
        self.assertEqual(["calls", "calls.1", "calls.2"], sorted(os.listdir(self.folder)))
        self.replay()

    def test_a_plain_feed_replays_too(self):
        feed = simulated("--seed", 16, "--seances", 40, "--chaos")
        path = self.file(feed)
        self.assertEqual(self.once("--format", "json", path), self.once("--format", "json", "--replay", path))


class Secrets(Recordings):
    FEED = feeds.seances(1) + b"".join((
        feeds.event("call_dtmf", {"idcall": "caller-1", "digit": "DIGITX"}, 5000),
        feeds.event("connection_start_record", {"idconn": "connection-1"}, 5001),
        feeds.event("connection_set_record_info", {"idconn": "connection-1", "key": "SECRETX"}, 5002),
        b'["connection_info_result",{"qid":1,"result":"ok","token":"TOKENX"}]\n',
        b'{"class":"ccsevents","type":"call_dtmf","digit":"DIGITX"\n'))

    def test_stay_out_unless_they_are_revealed(self):
        self.record(self.FEED)
        text = pathlib.Path(self.path).read_text()
        for secret in ("DIGITX", "SECRETX", "TOKENX"):
            self.assertNotIn(secret, text)
        self.assertTrue(json.loads(self.replay())["domains"][0]["seances"][0]["connections"][0]["record"]["hasKey"])
        os.unlink(self.path)
        live = self.record(self.FEED, "--reveal", "keys")
        text = pathlib.Path(self.path).read_text()
        self.assertIn("SECRETX", text)
        self.assertNotIn("DIGITX", text)
        self.assertEqual(live, self.replay("--reveal", "dtmf,keys"))
        self.assertNotIn("SECRETX", self.replay())

    def test_numbers_are_masked_where_they_are_masked(self):
        live = self.record(feeds.seances(3), "--mask", "numbers")
        self.assertNotIn("7495", pathlib.Path(self.path).read_text())
        self.assertEqual(live, self.replay("--mask", "numbers"))
        # Values that a recording masks are also masked in its replay.
        self.assertEqual(live, self.replay())

    def test_numbers_without_quotes_are_masked_as_texts(self):
        feed = b"".join((
            feeds.event("call_create", {"idcall": "c", "number": 79161234567}),
            feeds.event("connection_create", {"idconn": "k", "from": 79161234568}),
            feeds.event("connection_set_record_info", {"idconn": "k", "key": "+79161234569"}),
            feeds.event("call_dtmf", {"idcall": "c", "digit": "79161234570"})))
        options = ("--mask", "numbers", "--reveal", "keys,dtmf")
        live = self.record(feed, *options)
        for number in ("*******4567", "*******4568", "+*******4569", "*******4570"):
            self.assertIn('"%s"' % number, live)
            self.assertIn('"%s"' % number, pathlib.Path(self.path).read_text())
        self.assertEqual(live, self.replay("--reveal", "keys,dtmf"))
        self.assertIn("*******4567", self.once("-d", "sales", "--pane", "calls", "--replay", self.path))


class Compressed(Recordings):
    def setUp(self):
        super().setUp()
        self.feed = simulated("--seed", 21, "--seances", 60, "--chaos")
        self.expected = self.once("--format", "json", feed=self.feed)
        self.packed = {"gzip": gzip.compress(self.feed)}
        if shutil.which("zstd"):
            self.packed["zstd"] = subprocess.run(
                ["zstd", "-q", "-c"], input=self.feed, stdout=subprocess.PIPE, check=True).stdout

    def test_feeds_read_as_if_they_were_not(self):
        for name, packed in self.packed.items():
            with self.subTest(name):
                path = self.file(packed)
                self.assertEqual(self.expected, self.once("--format", "json", path))
                self.assertEqual(self.expected, self.once("--format", "json", feed=packed))
                self.assertEqual(self.expected, self.once("--format", "json", "--replay", path))

    def test_one_after_the_other(self):
        half = self.feed.index(b"\n", len(self.feed) // 2) + 1
        packed = gzip.compress(self.feed[:half]) + gzip.compress(self.feed[half:])
        self.assertEqual(self.expected, self.once("--format", "json", feed=packed))

    def test_what_is_cut_off_gives_what_was_good_and_an_error(self):
        for name, packed in self.packed.items():
            with self.subTest(name):
                status, out, err = without_terminal([TOP, "--once", "--format", "json"], packed[:-5])
                self.assertEqual("exit 1", status)
                self.assertRegex(err, "cut off|incomplete")
                self.assertGreater(json.loads(out)["feed"]["applied"], 0)

    def test_a_recording_too(self):
        live = self.record(self.feed)
        with open(self.path, "rb") as plain:
            path = self.file(gzip.compress(plain.read()))
        self.assertEqual(live, self.replay(path=path))


class Refusals(Recordings):
    def refused(self, *options, code=1):
        status, out, err = without_terminal([TOP, "--once", *options])
        self.assertEqual("exit %d" % code, status, err)
        self.assertEqual("", out)
        return err

    def test_files_that_are_no_recordings(self):
        path = self.file(b"a letter\n")
        os.chmod(path, 0o600)
        self.assertIn("is not a recording", self.refused("--record", path))
        self.assertEqual(b"a letter\n", pathlib.Path(path).read_bytes())
        link = os.path.join(self.folder, "link")
        os.symlink(self.path, link)
        self.assertIn("is a link", self.refused("--record", link))
        self.assertFalse(os.path.exists(self.path))
        self.assertIn("is not a regular file", self.refused("--record", "/dev/full"))

    def test_options_that_would_do_nothing(self):
        for options in (["--record-size", "1M"], ["--speed", "2x"], ["--start", "+1m"],
                        ["--replay", "x", "--record", "y"], ["--replay", "x", "y"], ["--replay", "x", "--speed", "2x"]):
            self.refused(*options, code=2)

    def test_a_missing_file(self):
        self.assertIn("no such file", self.refused("--replay", self.path))


class Kills(Recordings):
    def test_a_killed_recording_opens_and_lacks_only_what_had_no_time_to_be_written(self):
        lines = [feeds.event("call_create", {"idcall": "call-%d" % number, "state": "talk"}, number)
                 for number in range(20_000)]
        chance = random.Random(7)
        checked = 0
        for run in range(100):
            # A failed run leaves its file, which the next run would continue.
            pathlib.Path(self.path).unlink(missing_ok=True)
            with self.subTest(run):
                sent = self.killed(lines, chance)
                got = [line["event"]["data"]["idcall"] for line in self.recorded() if "event" in line]
                self.assertEqual(["call-%d" % number for number in range(len(got))], got)
                self.assertLessEqual(len(got), sent[-1][1])
                # A second more than documented, because a busy machine reads late.
                due = [count for at, count in sent if at < sent[-1][0] - FLUSH - 1]
                if due:
                    checked += 1
                    self.assertGreaterEqual(len(got), due[-1])
                snapshot = json.loads(self.replay())
                self.assertEqual(len(got), snapshot["feed"]["applied"])
                if os.path.exists(self.path):
                    os.unlink(self.path)
        self.assertGreaterEqual(checked, 5)

    def killed(self, lines, chance):
        """Runs the program and kills it. Returns the times at which lines were sent."""
        top = subprocess.Popen([TOP, "--once", "--format", "json", "--record", self.path], stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL)
        life = chance.choice((0.02, 0.1, 0.3, 0.5, 0.7)) + chance.random() * 0.2
        if chance.random() < 0.1:
            life += 1.5
        descriptor = os.pidfd_open(top.pid)
        self.addCleanup(os.close, descriptor)

        def lives(seconds):
            """Whether the program still runs after this time. Returns at once if it has ended."""
            return not select.select([descriptor], [], [], seconds)[0]

        begin = time.monotonic()
        while not os.path.exists(self.path) or not os.path.getsize(self.path):
            self.assertLess(time.monotonic() - begin, PATIENCE)
            self.assertTrue(lives(0.002))
        begin = time.monotonic()
        sent = [(begin, 0)]
        while time.monotonic() - begin < life:
            first = sent[-1][1]
            count = min(first + chance.randrange(1, 200), len(lines))
            top.stdin.write(b"".join(lines[first:count]))
            top.stdin.flush()
            sent.append((time.monotonic(), count))
            self.assertTrue(lives(0.01))
        top.kill()
        top.wait()
        sent.append((time.monotonic(), sent[-1][1]))
        try:
            top.stdin.close()
        except BrokenPipeError:
            pass
        return sent

    def test_a_killed_recording_goes_on(self):
        lines = [feeds.event("call_create", {"idcall": "call-%d" % number}, number) for number in range(2000)]
        self.killed(lines, random.Random(1))
        with open(self.path, "ab") as file:
            file.write(b'{"at":173232')
        self.record(feeds.seances(1))
        self.recorded()
        self.assertEqual(1, json.loads(self.replay())["domains"][0]["live"]["seances"])


class FullDisks(Recordings):
    def test_a_file_that_may_not_grow_is_said_and_the_feed_goes_on(self):
        feed = product.simulated("--seed", 31, "--seances", 300)
        limited = ["bash", "-c", "ulimit -f 100; exec \"$@\"", "bash"]
        session = Session(limited + [TOP, "-d", "sales", "--record", self.path], size=(120, 24), stdin="pipe")
        self.addCleanup(session.close)
        session.feed(feed)
        session.wait_for(lambda screen: "REC STOPPED: files may not become so large" in screen.text())
        session.send("9")
        session.wait_for(lambda screen: re.search(r"lines not recorded +[1-9]", screen.text()))
        session.feed(feeds.event("call_create", {"idcall": "one more"}, 99_999_999))
        # After all lines were taken. Before, quitting would wait half a second, and report the lines that are not recorded.
        session.wait_for(r"seances 0 .*calls 1:")
        session.send("q")
        session.wait_gone()
        self.assertEqual("exit 1", session.status, session.screen.picture())
        self.assertRegex(session.text(), r"[1-9]\d* lines were not recorded: files may not become so large")
        self.assertLessEqual(os.path.getsize(self.path), 100 << 10)
        self.assertGreater(json.loads(self.replay())["feed"]["applied"], 50)

    def test_what_did_not_fit_is_counted_to_the_last_line(self):
        feed = feeds.seances(500)
        status, _, err = without_terminal(
            ["bash", "-c", "ulimit -f 20; exec \"$@\"", "bash", TOP, "--once", "--format", "json", "--record", self.path],
            feed)
        self.assertEqual("exit 1", status)
        self.assertEqual(1, len(err.splitlines()), err)
        lost = re.search(r": (\d+) lines were not recorded: files may not become so large", err)
        recorded = [line for line in self.recorded() if "event" in line]
        # A few lines are no events: those about the state and the end of the feed, and about the end of the recording.
        self.assertIn(len(recorded) + int(lost.group(1)) - feed.count(b"\n"), range(10))

    def test_a_full_disk(self):
        if os.geteuid() != 0 or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", self.folder], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("no small file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.folder], check=True)
        feed = product.simulated("--seed", 31, "--seances", 2000)
        live = self.once("--format", "json", feed=feed)
        # The feed goes on, and the status tells that the recording is incomplete.
        self.assertEqual(json.loads(live), json.loads(
            self.once("--format", "json", "--record", self.path, feed=feed, status="exit 1")))
        spare = os.statvfs(self.folder)
        self.assertGreater(spare.f_bavail, 0)
        lines = self.recorded()
        self.assertGreater(len(lines), 500)
        self.replay()


class Meddling(Recordings):
    """Another program changes the file during the recording."""

    def meddled(self, deed, said, lost=True):
        self.setUp()
        top = subprocess.Popen([TOP, "--once", "--format", "json", "--record", self.path], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(top.kill)
        top.stdin.write(feeds.seances(20))
        top.stdin.flush()
        begin = time.monotonic()
        while not os.path.exists(self.path) or b'"event"' not in pathlib.Path(self.path).read_bytes():
            self.assertLess(time.monotonic() - begin, PATIENCE)
            time.sleep(0.01)
        deed()
        if lost:
            top.stdin.write(feeds.seances(20, first=100))
        out, err = top.communicate(timeout=PATIENCE)
        self.assertEqual(1, top.returncode)
        self.assertIn(said, err.decode())
        self.assertRegex(err.decode(), r"calls: [1-9]\d* lines were not recorded: calls was ")
        self.assertEqual(json.loads(out)["domains"][0]["live"]["seances"], 40 if lost else 20)

    def test_is_said(self):
        def replace():
            os.rename(self.path, self.path + ".old")
            os.symlink(self.path + ".old", self.path)

        gone, cut = "calls was moved, deleted or replaced", "calls was cut or written to"
        self.meddled(lambda: os.unlink(self.path), gone)
        self.meddled(lambda: shutil.rmtree(self.folder) or os.mkdir(self.folder), gone)
        self.meddled(lambda: os.rename(self.path, self.path + ".old"), gone)
        self.meddled(replace, gone)
        self.meddled(lambda: os.truncate(self.path, 0), cut)
        self.meddled(lambda: os.unlink(self.path), gone, lost=False)

    def test_is_said_in_the_header(self):
        session = self.start("-d", "sales", "--record", self.path, feed=feeds.seances(3), size=(120, 24))
        session.wait_for(lambda screen: re.search(r"● REC \d", screen.text()))
        os.rename(self.path, self.path + ".old")
        session.feed(feeds.seances(3, first=10))
        session.wait_for(lambda screen: "REC STOPPED: calls was moved, deleted or replaced" in screen.text())
        session.send("9")
        session.wait_for(lambda screen: re.search(r"lines not recorded +[1-9]", screen.text()))
        session.send("q")
        session.wait_gone()
        self.assertEqual("exit 1", session.status)
        self.assertIn("lines were not recorded: calls was moved, deleted or replaced", session.text())


class Incomplete(Recordings):
    """A recording without its first line, or with a part of it, is distinguished from a feed and from a newer version."""

    def said(self, content):
        status, out, err = without_terminal([TOP, "--once", "--replay", self.file(content)])
        self.assertEqual(("exit 1", ""), (status, out), err)
        return err

    def test_a_first_line_that_is_cut_off(self):
        self.record(feeds.seances(2))
        whole = pathlib.Path(self.path).read_bytes()
        for length in (11, 24, 100, whole.index(b"\n") - 1):
            self.assertIn("first line is cut off or damaged", self.said(whole[:length]))
        self.assertIn("cannot read: use a newer ccs-top", self.said(whole.replace(b"recording/1", b"recording/2")))

    def test_no_first_line(self):
        self.record(feeds.seances(2))
        lines = pathlib.Path(self.path).read_bytes().splitlines(keepends=True)
        for rest in (lines[1:], lines[-1:]):
            self.assertIn("is a recording without its first line", self.said(b"".join(rest)))

    def test_a_large_zstd_window(self):
        if not shutil.which("zstd"):
            self.skipTest("there is no zstd here")
        packed = subprocess.run(["zstd", "-q", "-c", "--long=28"], input=feeds.seances(2),
                                stdout=subprocess.PIPE, check=True).stdout
        status, _, err = without_terminal([TOP, "--once"], packed)
        self.assertEqual("exit 1", status)
        self.assertIn("zstd -d --long=31", err)
        self.assertNotIn("damaged", err)


class StrangersRecordings(Recordings):
    """A recording with any numbers is read to its end."""
    HEAD = (b'{"ccs-top":"recording/1","started":1,"part":1,"domain":null,"live":true,"revealed":[],"masked":false,'
            b'"map":{}}\n')

    def check(self, lines):
        pathlib.Path(self.path).write_bytes(self.HEAD + lines + b'{"at":6,"event":{"class":"ccsevents","type":'
                                            b'"call_create","domain":"d","eventts":1,"data":{"id":"x"}}}\n')
        self.assertIn('"live":{"calls":1,', self.replay())
        self.assertIn("x", self.once("-d", "d", "--replay", self.path, "--pane", "calls"))
        self.once("--replay", self.path, "--pane", "feed")

    def test_lost_lines_without_end(self):
        self.check(b'{"at":8,"lost":{"lines":999999999999999999}}\n' * 12)

    def test_counts_without_end(self):
        names = ("applied duplicate late orphan otherDomain noDomain otherClass unknownType malformed oversized control "
                 "blank").split()
        counts = ",".join('"%s":%d' % (name, 10 ** 17) for name in names)
        self.check(b'{"at":5,"count":{%s}}\n' % counts.encode() * 8300)

    def test_sources_that_there_cannot_be(self):
        self.check(b'{"at":5,"back":{"source":65535,"since":1,"length":5}}\n'
                   b'{"at":5,"back":{"source":4095,"since":1,"length":999999999999999999}}\n' * 100)

    def test_times_that_there_cannot_be(self):
        lines = b""
        for at in (-999999999999999999, -1, 0, 253402300799999, 253402300800000, 999999999999999999):
            lines += b'{"at":%d,"tick":{"silence":%d,"live":true}}\n' % (at, at)
            lines += b'{"at":%d,"event":{"class":"ccsevents","type":"call_create","domain":"d","eventts":9,' \
                     b'"data":{"id":"x"}}}\n' % at
            lines += self.HEAD.replace(b'"started":1', b'"started":%d' % at)
        self.check(lines)


class Screens(Recordings):
    def test_the_header_says_that_it_records(self):
        session = self.start("-d", "sales", "--record", self.path, feed=feeds.seances(3), size=(120, 24))
        session.wait_for(lambda screen: re.search(r"● REC \d", screen.text()))
        self.check_quits(session)
        self.assertEqual({"end": True}, {key: value for key, value in self.recorded()[-1].items() if key == "end"})

    def replaying(self, feed, *options, **more):
        path = self.file(feed)
        session = Session([TOP, "-d", "sales", "--replay", path, *options], size=(120, 24), **more)
        self.addCleanup(session.close)
        return session

    def test_a_replay_shows_where_it_is_and_stands_still_and_steps(self):
        feed = b"".join(feeds.event("seance_create", {"idseance": "s-%d" % number}, number * 3_600_000)
                        for number in range(6))
        session = self.replaying(feed)
        # At real speed, the next line is due in an hour.
        session.wait_for(lambda screen: re.search(r"REPLAY 1x 00:00:\d\d/05:00:00", screen.text()))
        session.wait_for(product.seances_live(1))
        session.send("p")
        session.wait_for(lambda screen: "REPLAY PAUSED" in screen.text())
        for number in (2, 3, 4):
            session.send(" ")
            session.wait_for(product.seances_live(number))
        session.wait_for(lambda screen: "REPLAY PAUSED 03:00:00/05:00:00" in screen.text())
        session.send("p")
        session.wait_for(lambda screen: "REPLAY 1x" in screen.text())
        session.send(")")
        session.wait_for(lambda screen: "REPLAY 2x" in screen.text())
        session.send("(", "(")
        session.wait_for(lambda screen: "REPLAY 0.5x" in screen.text())
        session.send(*(")" * 12))
        session.wait_for(lambda screen: "REPLAY END" in screen.text())
        session.wait_for(product.seances_live(6))
        self.check_quits(session)

    def test_a_silence_is_said_and_one_of_more_than_a_day_is_passed_over(self):
        day = 86_400_000
        feed = b"".join(feeds.event("seance_create", {"idseance": "s-%d" % number}, at)
                        for number, at in enumerate((0, 20 * 365 * day, 1, 20 * 365 * day + 3_600_000)))
        session = self.replaying(feed)
        session.wait_for(product.seances_live(3))
        session.wait_for(lambda screen: re.search(r"REPLAY 1x .*next in 00:59:\d\d", screen.text()))
        session.send(*(")" * 12))
        session.wait_for(product.seances_live(4))
        session.wait_for(lambda screen: "REPLAY END" in screen.text() and "next in" not in screen.text())
        self.check_quits(session)

    def test_a_torn_last_line_is_said_to_be_lost(self):
        self.record(feeds.seances(2), "-d", "sales")
        lines = pathlib.Path(self.path).read_bytes().splitlines(keepends=True)
        last = max(place for place, line in enumerate(lines) if b'"event"' in line)
        for torn, said in ((b"", None), (lines[last][:-20], "1 line lost"), (lines[last][:-1], "1 line lost")):
            with self.subTest(torn):
                pathlib.Path(self.path).write_bytes(b"".join(lines[:last]) + torn)
                session = Session([TOP, "--replay", self.path, "--speed", "max"], size=(120, 24))
                self.addCleanup(session.close)
                session.wait_for(lambda screen: "REPLAY END" in screen.text())
                if said:
                    session.wait_for(lambda screen: said in screen.text())
                self.assertEqual(bool(said), " lost" in session.text())
                session.send("9")
                session.wait_for(product.titled("Feed"))
                if said:
                    session.wait_for(r"lines lost +1 ")
                else:
                    self.assertNotIn("lines lost", session.text())
                self.check_quits(session)

    def test_lost_lines_are_said_without_a_screen_too(self):
        self.record(feeds.seances(2), "-d", "sales")
        whole = pathlib.Path(self.path).read_bytes()
        head, rest = whole.split(b"\n", 1)
        lost = b'{"at":1732320000000,"lost":{"lines":1200,"why":"the disk is full"}}\n'
        for content, said in ((whole, ""), (head + b"\n" + lost + rest, "1200 lines are missing in the recording")):
            pathlib.Path(self.path).write_bytes(content)
            for options in ([], ["--format", "json"], ["--pane", "feed"]):
                with self.subTest(said=said, options=options):
                    status, out, err = without_terminal([TOP, "--once", "--replay", self.path, *options])
                    self.assertEqual("exit 0", status)
                    self.assertIn(said, err)
                    self.assertEqual(bool(said), bool(err), err)
                    if options[:1] == ["--pane"]:
                        self.assertEqual(bool(said), bool(re.search(r"(?m)lines lost +1,200 ", out)), out)

    def test_a_plain_feed_at_full_speed_ends_where_its_length_is(self):
        feed = b"".join(feeds.event("seance_create", {"idseance": "s-%d" % number}, number * 60_000)
                        for number in range(121))
        session = self.replaying(feed, "--speed", "max")
        session.wait_for(lambda screen: "REPLAY END 02:00:00/02:00:00" in screen.text())
        self.check_quits(session)

    def test_a_start_is_jumped_to(self):
        feed = b"".join(feeds.event("seance_create", {"idseance": "s-%d" % number}, number * 3_600_000)
                        for number in range(6))
        session = self.replaying(feed, "--start", "+2h30m")
        session.wait_for(product.seances_live(3))
        session.wait_for(lambda screen: re.search(r"REPLAY 1x 02:30:\d\d/05:00:00", screen.text()))
        self.check_quits(session)

    def test_times_that_go_back_are_not_waited_for(self):
        feed = b"".join(feeds.event("seance_create", {"idseance": "s-%d" % number}, at)
                        for number, at in enumerate((0, -7_200_000, -3_600_000, 0, 60_000)))
        session = self.replaying(feed)
        session.wait_for(product.seances_live(4))
        self.check_quits(session)

    def test_a_replay_at_any_speed_ends_with_the_same_screen(self):
        feed = simulated("--seed", 41, "--seances", 20)
        self.record(feed, "-d", "sales")
        shown = set()
        for speed in ("max", "100000x"):
            session = Session([TOP, "--replay", self.path, "--speed", speed], size=(220, 40))
            self.addCleanup(session.close)
            session.wait_for(lambda screen: "REPLAY END" in screen.text())
            session.wait_idle()
            # Columns keep the largest width they had, which a faster replay may not have drawn. There is room for all.
            shown.add(re.sub(" +", " ", "\n".join(session.screen.lines())))
            self.check_quits(session)
        self.assertEqual(1, len(shown), "\n".join(shown))

    def test_the_keys_say_where_there_is_no_replay(self):
        session = self.start("-d", "sales", feed=feeds.seances(1))
        session.wait_for(product.seances_live(1))
        session.send(")")
        session.wait_for(lambda screen: "only a replay (--replay) has a speed" in screen.text())
        self.check_quits(session)
