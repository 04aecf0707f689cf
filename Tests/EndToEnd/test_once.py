"""Output without a screen: snapshots, verdicts, ends, statuses, listings, and memory that does not grow with the feed."""

import json
import os
import re
import signal
import subprocess
import tempfile
import unittest

import feeds
from product import ProductCase, ROOT, SIM, TOP, first_lines, simulated
from session import PATIENCE, decoded, without_terminal

TRACES = ROOT.parent / "shared" / "feeds"
BUCKETS = ("applied", "duplicate", "late", "orphan", "otherDomain", "noDomain", "otherClass", "unknownType",
           "malformed", "oversized", "control", "blank")


class Snapshots(ProductCase):
    @unittest.skipUnless(TRACES.is_dir(), "there are no traces beside the repository")
    def test_of_the_traces(self):
        compared = 0
        for path in sorted(TRACES.glob("*.ndjson")):
            feed = path.read_bytes()
            for expected in sorted(TRACES.glob(path.stem + ".*.expected.json")):
                *lines, domain = expected.name[len(path.stem) + 1:-len(".expected.json")].split(".")
                part = first_lines(feed, int(lines[0][len("first"):])) if lines else feed
                options = [] if domain == "all" else ["-d", domain]
                with self.subTest(expected.name):
                    got = json.loads(self.once("--format", "json", *options, feed=part))
                    self.maxDiff = 4000
                    self.assertEqual([], feeds.missing(json.loads(expected.read_text()), got))
                    # A file and a pipe give the same result.
                    self.assertEqual(got, json.loads(self.once("--format", "json", *options, self.file(part))))
                compared += 1
        self.assertGreater(compared, 0)

    def test_of_nothing(self):
        snapshot = json.loads(self.once("--format", "json"))
        self.assertEqual("ccs-top/snapshot/1", snapshot["schema"])
        self.assertEqual([], snapshot["domains"])
        self.assertEqual(dict.fromkeys(("lines",) + BUCKETS, 0), snapshot["feed"])

    def test_the_same_feed_gives_the_same_bytes(self):
        feed = simulated("--seed", 7, "--seances", 60, "--chaos")
        outs = {self.once("--format", "json", feed=feed) for _ in range(3)}
        self.assertEqual(1, len(outs))

    def test_one_wrong_time_does_not_hide_failures(self):
        failures = [feeds.event("connection_failure", {"code": "486", "number": "100%d" % (number % 3), "x": number},
                                number * 10) for number in range(3000)]
        wrong = feeds.event("call_update", {"idcall": "a"}, 253402300799999 - feeds.START)
        for place in (None, 0, 1, 1500, 3000):
            feed = list(failures)
            if place is not None:
                feed.insert(place, wrong)
            with self.subTest(place=place):
                out = self.once("--format", "json", "--fail-on", "failing", feed=b"".join(feed), status="exit 4")
                domain = json.loads(out)["domains"][0]
                self.assertEqual(feeds.START + 29990, domain["at"])
                self.assertEqual(4, [found["detector"] for found in domain["anomalies"]].count("failing"))
                self.assertEqual(None if place is None else 1, domain.get("heldBack"))
        # Half a minute is far ahead with this option.
        gap = feeds.event("call_update", {"idcall": "a"}, 60000)
        for options, held in (([], None), (["--clock-skew", "30s"], 1)):
            out = self.once("--format", "json", *options, feed=b"".join(failures[:100]) + gap)
            self.assertEqual(held, json.loads(out)["domains"][0].get("heldBack"))

    def test_secrets_stay_in(self):
        feed = feeds.seances(1)
        feed += feeds.event("call_dtmf", {"idcall": "caller-1", "digit": "DIGITX"}, 5000)
        feed += feeds.event("connection_start_record", {"idconn": "connection-1"}, 5001)
        feed += feeds.event("connection_set_record_info", {"idconn": "connection-1", "key": "SECRETX"}, 5002)
        panes = ("seances", "connections", "calls", "log")
        for options in (["--format", "json"], *(["--pane", pane] for pane in panes)):
            out = self.once("-d", "sales", *options, feed=feed)
            self.assertNotIn("DIGITX", out)
            self.assertNotIn("SECRETX", out)


class Records(ProductCase):
    """--format ndjson: the rows of a pane, one object on each line."""
    PANES = ("domains", "seances", "connections", "calls", "failures", "recording", "anomalies", "numbers", "log",
             "feed", "changes")

    def records(self, *options, **more):
        return [json.loads(line) for line in self.once("--format", "ndjson", *options, **more).splitlines()]

    def test_of_every_pane(self):
        feed = first_lines(simulated("--seed", 7, "--seances", 400), 4000)
        columns = {}
        for line in self.printed("--list-columns").splitlines():
            if line and not line.startswith(" "):
                pane = columns.setdefault(line.split()[0].lower().rstrip(":"), [])
            elif line.split():
                pane.append(line.split()[0])
        for pane in self.PANES:
            with self.subTest(pane):
                records = self.records("-d", "sales", "--pane", pane, feed=feed)
                self.assertTrue(records)
                for record in records:
                    self.assertEqual(pane, record["pane"])
                    self.assertEqual("sales", record["domain"])
                    self.assertIn("id", record)
                    self.assertEqual(set(), set(columns[pane]) - set(record))

    def test_without_a_domain_is_of_each(self):
        feed = feeds.seances(2) + feeds.seances(3, first=70, domain="support")
        records = self.records("--pane", "seances", feed=feed)
        self.assertEqual({("sales", "seance-1"), ("sales", "seance-2"), ("support", "seance-70"),
                          ("support", "seance-71"), ("support", "seance-72")},
                         {(record["domain"], record["id"]) for record in records})
        self.assertEqual(["sales", "support"], [record["id"] for record in self.records(feed=feed)])

    def test_filter_sort_and_columns(self):
        feed = feeds.seances(30)
        records = self.records("-d", "sales", "--pane", "seances", "--filter", "to=1003 or to=1017", "--sort", "-to",
                               "--columns", "to,calls", feed=feed)
        self.assertEqual([{"pane": "seances", "domain": "sales", "id": "seance-%d" % number, "to": str(1000 + number),
                           "calls": 2} for number in (17, 3)], records)

    def test_says_as_much_as_the_snapshot(self):
        feed = self.file(simulated("--seed", 5, "--seances", 300, "--chaos"))
        (domain,) = json.loads(self.once("--format", "json", "-d", "sales", feed))["domains"]
        for pane in ("seances", "connections", "calls"):
            records = self.records("-d", "sales", "--pane", pane, "--filter", "ended=no", feed)
            self.assertEqual(domain["live"][pane], len(records))
            self.assertEqual(len(records), len({record["id"] for record in records}))

    def test_of_nothing(self):
        status, out, err = without_terminal([TOP, "--once", "--format", "ndjson", "-d", "nobody"], feeds.seances(1))
        self.assertEqual(("exit 0", ""), (status, out))
        self.assertIn('0 of 10 events are of "nobody"; seen: sales 10', err)

    def test_of_lines_that_say_nothing(self):
        nameless = feeds.seances(2).replace(b'"domain":"sales",', b"").replace(b'"domain": "sales", ', b"")
        self.assertNotIn(b"sales", nameless)
        hint = "name no domain: set it with --feed-domain NAME"
        for options in ([], ["-d", "sales"], ["--format", "ndjson"], ["--format", "ndjson", "--pane", "calls"]):
            with self.subTest(options):
                status, out, err = without_terminal([TOP, "--once", *options], nameless)
                self.assertEqual("exit 0", status)
                self.assertIn(hint, err)
                self.assertNotIn(hint, out)
        self.assertIn("3 lines are not events", without_terminal([TOP, "--once"], b"a\nb\nc\n")[2])
        self.assertNotIn(hint, without_terminal([TOP, "--once", "--feed-domain", "sales"], nameless)[2])

    def test_masked(self):
        feed = first_lines(simulated("--seed", 7, "--seances", 400), 3000)
        for pane in self.PANES:
            out = self.once("--format", "ndjson", "-d", "sales", "--mask", "numbers", "--pane", pane, feed=feed)
            self.assertNotRegex(out, r'"\+7\d{10}')


class Episodes(ProductCase):
    """Anomalies from beginning to end."""

    def feed(self):
        ring = feeds.event("call_create", {"idcall": "c", "state": "ringing", "number": "+74950000001"}, 0)
        lost = feeds.event("call_create", {"idcall": "d", "state": "ringing", "number": "+74950000002"}, 5000)
        end = feeds.event("call_delete", {"idcall": "c"}, 50_000)
        return ring + lost + end + feeds.event("seance_create", {"idseance": "s"}, 60_000)

    def test_as_records(self):
        out = self.once("--episodes", "--format", "ndjson", "-d", "sales", "--sort", "began", self.file(self.feed()))
        first, second = (json.loads(line) for line in out.splitlines())
        self.assertEqual(("c", True, "rings too long", "+74950000001", 50_000),
                         tuple(first[key] for key in ("id", "ended", "what", "who", "since")))
        self.assertEqual(50_000, first["until"] - first["began"])
        self.assertEqual(("d", False, None), tuple(second[key] for key in ("id", "ended", "until")))
        out = self.once("--episodes", "--format", "ndjson", "-d", "sales", "--filter", "ended", "--columns",
                        "began,count", self.file(self.feed()))
        self.assertEqual([{"pane": "anomalies", "domain": "sales", "id": "c", "began": first["began"], "count": 1}],
                         [json.loads(line) for line in out.splitlines()])

    def test_as_text(self):
        out = self.once("--episodes", "-d", "sales", self.file(self.feed())).splitlines()
        self.assertRegex(out[0], "BEGAN.*UNTIL.*SINCE.*WHAT.*SUBJECT.*WHO.*PEAK")
        self.assertRegex(out[1], r"rings too long +call d +\+74950000002")
        self.assertRegex(out[2], r"00:00:50 ended +rings too long +call c +\+74950000001")

    def test_as_json(self):
        (domain,) = json.loads(self.once("--episodes", "--format", "json", self.file(self.feed())))["domains"]
        self.assertEqual([("c", False), ("d", True)],
                         [(one["subject"]["id"], one["endedAt"] is None) for one in domain["episodes"]])
        self.assertNotIn("anomalies", domain)
        (plain,) = json.loads(self.once("--format", "json", self.file(self.feed())))["domains"]
        del domain["episodes"]
        self.assertEqual(plain, domain)

    def test_without_it_what_lasts_is_printed(self):
        options = ("--format", "ndjson", "-d", "sales", "--pane", "anomalies")
        out = self.once(*options, self.file(self.feed()))
        self.assertEqual(["d"], [json.loads(line)["id"] for line in out.splitlines()])
        out = self.once(*options, "--filter", "ended", self.file(self.feed()))
        self.assertEqual(["c"], [json.loads(line)["id"] for line in out.splitlines()])
        out = self.once("--format", "ndjson", "-d", "sales", "--pane", "changes", self.file(self.feed()))
        self.assertEqual([("ended", "c"), ("began", "d"), ("began", "c")],
                         [(one["change"], one["id"]) for one in map(json.loads, out.splitlines())])

    def test_refused(self):
        for options in (["--episodes"], ["--once", "--episodes", "--pane", "calls"]):
            with self.subTest(options):
                status, _, err = without_terminal([TOP, *options], self.feed())
                self.assertEqual("exit 2", status)
                self.assertIn("--episodes", err)


class Buckets(ProductCase):
    def counts(self, feed, *options):
        counts = json.loads(self.once("--format", "json", *options, feed=feed))["feed"]
        self.assertEqual(counts["lines"], sum(counts[name] for name in BUCKETS), counts)
        return counts

    def test_one_line_in_each(self):
        good = feeds.event("call_create", {"idcall": "a", "state": "talk"}, 10)
        feed = b"".join((
            good,
            good,                                                                               # duplicate
            b"  \t \r\n",                                                                       # blank
            b"not json\n",                                                                      # malformed
            b'{"class":"ccsevents","type":"call_create","domain":"sales","eventts":1}\n',       # malformed: no data
            feeds.event("call_create", {}, 11),                                                 # malformed: no id
            b'["subscribe_result",{"qid":1,"result":"ok"}]\n',                                  # control
            good.replace(b"ccsevents", b"otherevents"),                                         # otherClass
            good.replace(b"call_create", b"call_creates"),                                      # unknownType
            good.replace(b'"domain":"sales",', b""),                                            # noDomain
            feeds.event("call_create", {"idcall": "z"}, 12, "support"),                         # otherDomain
            feeds.event("call_delete", {"idcall": "never"}, 13),                                # orphan
            feeds.event("call_delete", {"idcall": "a"}, 14),                                    # applied
            feeds.event("call_set_state", {"idcall": "a", "state": "x"}, 13),                   # late
            b" " * (1 << 20) + good,                                                            # oversized
            feeds.event("call_create", {"idcall": "last"}, 15)[:-1],                            # applied, no newline
        ))
        counts = self.counts(feed, "-d", "sales")
        self.assertEqual({
            "lines": 16, "applied": 3, "duplicate": 1, "late": 1, "orphan": 1, "otherDomain": 1, "noDomain": 1,
            "otherClass": 1, "unknownType": 1, "malformed": 3, "oversized": 1, "control": 1, "blank": 1}, counts)

    def test_junk(self):
        junk = bytes((index * 7919 + index // 251) % 256 for index in range(200_000))
        self.assertEqual(junk.count(b"\n") + (not junk.endswith(b"\n")), self.counts(junk)["lines"])

    def test_a_program_as_a_feed(self):
        with open(TOP, "rb") as program:
            binary = program.read(3_000_000)
        self.assertGreater(self.counts(binary)["malformed"], 0)

    def test_every_feed_cut_short(self):
        line = feeds.event("call_create", {"idcall": "a", "name": "\u0434\u043b\u0438\u043d\u043d\u043e"})
        for end in range(1, len(line) - 1, 5):
            self.assertEqual(1, self.counts(line[:end])["malformed"])

    def test_chaos(self):
        counts = self.counts(simulated("--seed", 3, "--seances", 200, "--chaos"))
        for name in ("applied", "duplicate", "malformed", "late"):
            self.assertGreater(counts[name], 0, counts)


class Ends(ProductCase):
    def test_for_a_while_on_a_pipe_that_never_ends(self):
        with subprocess.Popen([SIM, "--seed", "7", "--rate", "500"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as feed:
            try:
                done = subprocess.run([TOP, "--once", "--for", "1s", "--format", "json"], stdin=feed.stdout,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE)
            finally:
                feed.kill()
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assertGreater(json.loads(done.stdout)["feed"]["applied"], 0)

    def test_for_a_while_on_a_pipe_that_says_nothing(self):
        silent, writer = os.pipe()
        try:
            done = subprocess.run([TOP, "--once", "--for", "300ms"], stdin=silent, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=PATIENCE)
        finally:
            os.close(silent)
            os.close(writer)
        self.assertEqual((0, b""), (done.returncode, done.stderr))

    def test_closed_output_ends_quietly(self):
        feed = self.file(simulated("--seed", 7, "--seances", 400))
        for options in (["--pane", "log", "-d", "sales"], ["--format", "json"]):
            with self.subTest(options):
                reader, writer = os.pipe()
                os.close(reader)
                process = subprocess.Popen([TOP, "--once", *options, feed], stdout=writer, stderr=subprocess.PIPE)
                os.close(writer)
                _, err = process.communicate(timeout=PATIENCE)
                self.assertEqual(b"", err)
                self.assertIn(process.returncode, (0, 1, -signal.SIGPIPE))

    def test_output_that_is_full_is_said(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TOP, "--once", "--format", "json"], stdin=subprocess.DEVNULL, stdout=full,
                                  stderr=subprocess.PIPE, timeout=PATIENCE)
        self.assertEqual(1, done.returncode)
        self.assertIn(b"ccs-top: ", done.stderr)

    def test_statuses(self):
        good = self.file(feeds.seances(1))
        for status, options in ((0, ["--once", good]), (1, ["--once", "/nowhere/feed"]), (1, ["--once", "/tmp"]),
                                (2, ["--once", "--no-such-option"]), (2, ["--once", good, good]),
                                (2, ["--once", "--format", "xml", good]), (2, ["--once", "--for", "soon", good]),
                                (2, ["--for", "1s", good]), (2, ["--once", "--pane", "sofa", good]),
                                (2, ["--once", "--filter", "state=talk and (", good]),
                                (2, ["--once", "--sort", "sofa", "--pane", "calls", "-d", "sales", good]),
                                (2, ["--once", "--theme", "plaid", good]), (2, ["-d", "sales", good])):
            with self.subTest(options):
                got, out, err = without_terminal([TOP, *options])
                self.assertEqual("exit %d" % status, got, err)
                self.assertEqual(status == 0, not err, err)
                if status:
                    self.assertEqual("", out)

    def test_a_signal_ends_it_by_that_signal(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            process = subprocess.Popen([TOP, "--once", "--format", "json"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE)
            # It has read more than a pipe can hold, so it is running.
            process.stdin.write(simulated("--seed", 7, "--seances", 400)[:2_000_000])
            process.send_signal(number)
            self.assertEqual(-number, process.wait(PATIENCE))
            process.stdout.close()
            try:
                process.stdin.close()
            except BrokenPipeError:
                pass


class Isolation(ProductCase):
    """The output for one domain contains nothing of another."""

    def test_in_every_output(self):
        feed = b"".join(
            ours + theirs for ours, theirs in zip(
                feeds.seances(40).splitlines(keepends=True),
                feeds.seances(40, first=7000, domain="neighbour").splitlines(keepends=True)))
        # The same ids in both domains with other texts: neither may complete the other.
        feed += feeds.event("call_create", {"idcall": "caller-1", "name": "neighbour-name"}, 9000, "neighbour")
        feed += feeds.event("connection_failure", {"idconn": "x", "reason": "neighbour-why"}, 9001, "neighbour")
        theirs = re.compile(r"neighbour|(seance|connection|caller|called)-70\d\d|\+749500070\d\d|\b80\d\d\b")
        self.assertRegex(self.once("--format", "json", "-d", "neighbour", feed=feed), theirs)
        outs = {"json": self.once("--format", "json", "-d", "sales", feed=feed)}
        for pane in ("seances", "connections", "calls", "failures", "log", "feed", "domains"):
            outs[pane] = self.once("-d", "sales", "--pane", pane, feed=feed, status=None)
        for name, out in outs.items():
            with self.subTest(name):
                self.assertIsNone(theirs.search(out), out)
        snapshot = json.loads(outs["json"])
        self.assertEqual(["sales"], [domain["domain"] for domain in snapshot["domains"]])
        self.assertEqual(402, snapshot["feed"]["otherDomain"])

    def test_without_a_domain_they_stand_apart(self):
        feed = feeds.seance(1) + feeds.seance(1, 50, "neighbour")
        both = json.loads(self.once("--format", "json", feed=feed))["domains"]
        self.assertEqual(["neighbour", "sales"], [domain["domain"] for domain in both])
        for domain, other in zip(both, ("neighbour", "sales")):
            alone = json.loads(self.once("--format", "json", "-d", other, feed=feed))["domains"]
            self.assertEqual([domain], alone)


class Listings(ProductCase):
    def test_help_has_the_most_used_options_in_groups_on_a_page(self):
        text = self.printed("--help")
        self.assertEqual(text, self.printed("-h"))
        lines = text.splitlines()
        self.assertLessEqual(len(lines), 60)
        self.assertTrue(all(len(line) <= 80 for line in lines))
        for name in ("connect", "domain", "demo", "once", "for", "format", "fail-on", "inspect", "pane", "filter", "sort",
                     "columns", "map", "theme", "ascii", "mask", "record", "replay", "speed", "start", "config",
                     "print-config", "print-man", "list-keys", "list-columns", "version", "help"):
            self.assertRegex(text, r"(?m)^  (-\w, )?--%s\b" % name)
        groups = [line for line in lines if line.isupper() or line.startswith("FEED")]
        self.assertGreaterEqual(len(groups), 5)
        self.assertLess(text.index("--connect"), text.index("--print-config"))

    def test_options_of_the_documents_are_in_the_manual_page(self):
        text = self.printed("--print-man").replace("\\-", "-")
        pages = "".join((ROOT / page).read_text() for page in ("README.md", "docs/commands.md"))
        said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", pages))
        # The options of the simulator and of the tools in examples.
        said -= set(re.findall(r"--[a-z][a-z-]+", subprocess.run([SIM, "--help"], stdout=subprocess.PIPE, check=True)
                               .stdout.decode())) - {"--domains"}
        # The options of Kafka exist only in a build with it. docs/kafka.md describes them all.
        if "--kafka-" not in text:
            manual = (ROOT / "docs" / "kafka.md").read_text()
            said -= {name for name in said if name.startswith("--kafka-") and name in manual}
        self.assertEqual(set(), {name for name in said if name not in text})

    def test_the_filter_of_the_help_finds_something(self):
        help_text = self.printed("--help")
        example = re.search(r"--filter .*?as in\s+'([^']+)'", help_text, re.DOTALL).group(1)
        example = " ".join(example.split())
        rings = feeds.event("call_create", {"idcall": "a", "state": "early", "number": "+74950000001", "dir": "in"})
        rings += feeds.event("call_create", {"idcall": "b", "state": "early", "number": "+74950000002", "dir": "in"}, 90_000)
        out = self.once("-d", "sales", "--pane", "calls", "--filter", example, feed=rings)
        self.assertIn("+74950000001", out)
        self.assertNotIn("+74950000002", out)

    def test_version(self):
        self.assertRegex(self.printed("--version"), r"^ccs-top \d+\.\d+\.\d+\n$")

    def test_keys(self):
        text = self.printed("--list-keys")
        for key in ("F10", "F1", "Enter", "Esc", "Tab", "^C", "^Z"):
            self.assertIn(key, text)

    def test_columns_are_those_that_may_be_sorted_by(self):
        text = self.printed("--list-columns")
        pane = None
        for line in text.splitlines():
            if re.match(r"^[a-z]+$", line):
                pane = line
            elif line.strip() and pane not in ("domains", "feed", "log"):
                column = line.split()[0]
                with self.subTest("%s %s" % (pane, column)):
                    self.once("-d", "sales", "--pane", pane, "--sort", column, feed=feeds.seance(1))
                    self.once("-d", "sales", "--pane", pane, "--columns", column, feed=feeds.seance(1))

    def test_the_simulator_says_the_same_twice(self):
        options = [SIM, "--seed", "11", "--seances", "20"]
        runs = {subprocess.run(options, check=True, stdout=subprocess.PIPE).stdout for _ in range(2)}
        self.assertEqual(1, len(runs))


class Memory(ProductCase):
    """Once every store is full, an endless feed of new ids needs no more memory."""

    #: A domain remembers the last 100,000 ended ids of each kind. The lines of 5,000 more can wait in the pipe and in queues (4 MiB).
    FULL = 125_000

    def put(self, process, start, end):
        """Feeds calls, connections and seances that begin and end. Returns the peak memory so far in KiB, except for the
        lines that are still in the pipe."""
        for first in range(start, end, 1000):
            process.stdin.write("".join(
                '{"class":"ccsevents","type":"%s_%s","domain":"sales","eventts":%d,"data":{"%s":"%s-%032x"}}\n'
                % (kind, what, feeds.START + number * 20 + later, key, kind, number)
                for number in range(first, first + 1000)
                for kind, key in (("call", "idcall"), ("connection", "idconn"), ("seance", "idseance"))
                for what, later in (("create", 0), ("delete", 5000))).encode())
        with open("/proc/%d/status" % process.pid) as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1))

    def test_is_flat(self):
        # More than half as many again: tables that double would have grown once more.
        count = 190_000
        with tempfile.TemporaryFile() as out:
            process = subprocess.Popen([TOP, "--once", "--format", "json"], stdin=subprocess.PIPE, stdout=out)
            full = self.put(process, 0, self.FULL)
            self.put(process, self.FULL, count)
            process.stdin.close()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.assertEqual("exit 0", decoded(status))
            out.seek(0)
            self.assertEqual(6 * count, json.load(out)["feed"]["applied"])
        # This peak includes the snapshot.
        self.assertLess(usage.ru_maxrss, 1.1 * full, "KiB, with %d ids of each kind" % count)


if __name__ == "__main__":
    unittest.main()
