"""Measures the detectors: compares the alarms of ccs-top with those of an oracle for the same feed (oracle.py).

Each feed is heard in several ways: from its beginning, joined late, with gaps, over restarts. At some instant the alarms of
the program are compared with two truths: what the heard lines prove, and the whole feed. CCS_DETECTORS=N measures N times as
many feeds.
"""

import collections
import json
import os
import random
import tempfile

import oracle
import random_feeds
from product import ProductCase, TOP, folder_in_memory, simulated
from session import without_terminal

ROUNDS = int(os.environ.get("CCS_DETECTORS") or 1)
#: Detectors of the feed itself, which a file and a replay do not have.
OF_FEED = ("stale", "lag")
#: Many calls to the same numbers, calls between domains, and so few calls that some objects are silent for hours.
KINDS = {
    "busy": ("--near-misses", "--seances", 100, "--seances-per-second", 3, "--domains", "sales"),
    "cross": ("--near-misses", "--seances", 50, "--seances-per-second", 1, "--domains", "sales,support,billing"),
    "long": ("--near-misses", "--seances", 60, "--seances-per-second", 0.01, "--domains", "sales"),
}

#: (scenario, detector, difference): the known differences, with the reason. Any other difference fails the test.
LISTED = {
    (scenario, "failing", "raised, and not true"): "a share counts the heard part of the minute"
    for scenario in ("late", "gaps", "restarts", "chaos late", "chaos gaps")
} | {
    ("chaos gaps", detector, "raised, and not true"): "a line delayed from before the gap confirms a state that is over"
    for detector in ("ringing", "held", "waiting")
} | {
    (scenario, detector, "since another time"): "an alarm that lasts keeps its beginning, whoever comes and goes"
    for scenario in ("random whole", "random late", "random gaps")
    for detector in ("outlived", "unrecorded")
} | {
    ("random gaps", "waiting", "not marked"): "a caller who was put into another seance has left, whatever their connection may have done"
}


class Recording:
    """Writes the heard events as a recording, the only format that can contain gaps."""

    def __init__(self, case):
        self.case = case
        self.folder = tempfile.TemporaryDirectory(dir=folder_in_memory())
        case.addCleanup(self.folder.cleanup)
        self.header = self._header()

    def _header(self):
        path = os.path.join(self.folder.name, "empty")
        self.case.once("--format", "json", "--record", path, self.case.file(b"\n"))
        with open(path, "rb") as file:
            return json.loads(file.readline())

    def write(self, lines, events, pieces, restarts):
        """The path of a recording of pieces of a feed, with a gap or a restart of ccs-top between them."""
        path = os.path.join(self.folder.name, "heard")
        recent, at, out = {}, 0, []
        for number, (start, end) in enumerate(pieces):
            if number == 0 or restarts:
                out.append(json.dumps(dict(self.header, started=at, live=True), separators=(",", ":")).encode())
            else:
                out.append(b'{"at":%d,"back":{"source":0,"since":%d,"length":1}}' % (at, at))
            for line, event in zip(lines[start:end], events[start:end]):
                if event is None:
                    continue
                at = max(at, event.at)
                order = recent.setdefault(event.domain, {})
                index = order.get(None, 0) + 1
                is_again = line in order and index - order[line] <= oracle.RECENT
                order[None] = order[line] = index
                out.append(b'{"at":%d,%s"event":%s}' % (at, b'"duplicate":true,' if is_again else b"", line))
        with open(path, "wb") as file:
            file.write(b"\n".join(out) + b"\n")
        return path


class Counts:
    """The raised and the expected alarms, by detector."""

    def __init__(self):
        self.of = collections.defaultdict(collections.Counter)
        self.differences = collections.defaultdict(list)

    def add(self, raised, proven, truth):
        """Each argument is {(domain, detector, kind, id): (since, whether it is marked)}."""
        for key in raised.keys() | proven.keys() | truth.keys():
            counts = self.of[key[1]]
            is_raised, is_proven, is_true = (
                key in alarms and not alarms[key][1] for alarms in (raised, proven, truth))
            for name, holds in (("raised", is_raised), ("proven", is_proven), ("true", is_true),
                                ("raised and true", is_raised and is_true),
                                ("raised and proven", is_raised and is_proven)):
                counts[name] += holds
            is_marked, should_be = (key in alarms and alarms[key][1] for alarms in (raised, proven))
            counts["marked"] += is_marked
            if is_raised and not is_true:
                self.differences[key[1], "raised, and not true"].append(key)
            if is_proven and not is_raised:
                self.differences[key[1], "proven, and not raised"].append(key)
            if is_raised and not is_proven:
                self.differences[key[1], "raised without proof"].append(key)
            if is_marked != should_be:
                self.differences[key[1], "marked" if is_marked else "not marked"].append(key)
            elif is_raised and is_proven and proven[key][0] not in (None, raised[key][0]):
                self.differences[key[1], "since another time"].append((key, raised[key], proven[key]))

    def __str__(self):
        def share(part, whole):
            return "%4d of %4d %4s" % (part, whole, "%.0f%%" % (100.0 * part / whole) if whole else "")
        lines = ["%-11s %-20s %-20s %-20s %s" % ("", "precision", "recall of the proven", "recall of the truth", "marked")]
        for detector, counts in sorted(self.of.items()):
            lines.append("%-11s %-20s %-20s %-20s %4d" % (
                detector, share(counts["raised and true"], counts["raised"]),
                share(counts["raised and proven"], counts["proven"]),
                share(counts["raised and true"], counts["true"]), counts["marked"]))
        return "\n".join(lines)


class Detectors(ProductCase):
    def setUp(self):
        super().setUp()
        status, _, _ = without_terminal([TOP, "--once", "--fail-on", "waiting"])
        if status == "exit 2":
            self.skipTest("this ccs-top has other rules: it has no detector waiting")
        self.recording = Recording(self)

    def raised(self, *source):
        """The alarms of ccs-top."""
        out = self.once("--format", "json", "--anomalies", *source)
        return {(domain["domain"], found["detector"], found["subject"]["kind"], found["subject"].get("id")):
                (found["since"], found.get("unconfirmed", False))
                for domain in json.loads(out)["domains"] for found in domain["anomalies"]
                if found["detector"] not in OF_FEED}

    @staticmethod
    def made_up(seed, *options):
        """Feeds of the simulator, by kind."""
        for kind, usual in KINDS.items():
            yield kind, simulated("--seed", seed, *usual, *options).split(b"\n")[:-1]

    def chaos(self, seed):
        return self.made_up(seed, "--chaos")

    @staticmethod
    def random(seed):
        yield "random", random_feeds.feed(40, 60, random.Random(seed))

    def compared(self, scenario, ways, feeds, *options):
        """Compares some ways to hear a feed. `ways` returns (pieces, whether ccs-top was restarted) for a feed."""
        counts = Counts()
        for seed in range(1, 1 + ROUNDS):
            for kind, lines in feeds(seed):
                events = [oracle.read(line) for line in lines]
                for pieces, restarts in ways(events, random.Random("%s %s %d" % (scenario, kind, seed))):
                    if len(pieces) == 1:
                        (start, end), = pieces
                        raised = self.raised(*options, self.file(b"".join(line + b"\n" for line in lines[start:end])))
                    else:
                        recording = self.recording.write(lines, events, pieces, restarts)
                        raised = self.raised(*options, "--replay", recording)
                    counts.add(raised, oracle.alarms(events, pieces), oracle.alarms(events, [(0, pieces[-1][1])]))
        return counts

    def measure(self, scenario, ways, feeds):
        counts = self.compared(scenario, ways, feeds)
        print("%s\n%s" % (scenario, counts), flush=True)
        for (detector, difference), keys in sorted(counts.differences.items()):
            with self.subTest(scenario=scenario, detector=detector, difference=difference):
                reason = LISTED.get((scenario, detector, difference))
                print("%s: %d %s: %s" % (detector, len(keys), difference, reason or keys[0]))
                self.assertTrue(reason, keys[:3])

    # Ways to hear a feed

    @staticmethod
    def instants(events, chance):
        """Positions in a feed. One is uniform in time, because objects are silent when few events come. The others are
        uniform in lines."""
        times = [event.at if event else 0 for event in events]
        at = chance.uniform(min(filter(None, times)), max(times))
        yield max(10, sum(time <= at for time in times))
        # Random feeds are short and have many alarms.
        for _ in range(5 if len({event.domain for event in events if event}) > 10 else 2):
            yield chance.randrange(len(events) // 6, len(events))

    def whole(self, events, chance):
        return [([(0, end)], False) for end in self.instants(events, chance)]

    def late(self, events, chance):
        return [([(chance.randrange(end), end)], False) for end in self.instants(events, chance)]

    def gaps(self, events, chance):
        for number, end in enumerate(self.instants(events, chance)):
            first, lost, second, more = sorted(chance.randrange(end) for _ in range(4))
            if number % 2:
                yield [(0, first), (lost, end)], False
            else:
                yield [(first // 2, first), (lost, second), (more, end)], False

    def restarts(self, events, chance):
        return [(pieces, True) for pieces, _ in self.gaps(events, chance)]

    def test_heard_from_the_beginning(self):
        self.measure("whole", self.whole, self.made_up)

    def test_joined_late(self):
        self.measure("late", self.late, self.made_up)

    def test_with_gaps(self):
        self.measure("gaps", self.gaps, self.made_up)

    def test_after_restarts(self):
        self.measure("restarts", self.restarts, self.made_up)

    def test_chaos_from_the_beginning(self):
        self.measure("chaos whole", self.whole, self.chaos)

    def test_chaos_joined_late(self):
        self.measure("chaos late", self.late, self.chaos)

    def test_chaos_with_gaps(self):
        self.measure("chaos gaps", self.gaps, self.chaos)

    def test_random_from_the_beginning(self):
        self.measure("random whole", self.whole, self.random)

    def test_random_joined_late(self):
        self.measure("random late", self.late, self.random)

    def test_random_with_gaps(self):
        self.measure("random gaps", self.gaps, self.random)

    def test_every_fault_that_the_simulator_lists(self):
        """The third truth: the list of faults that the simulator has planned. It contains no detector."""
        path = os.path.join(self.recording.folder.name, "faults")
        found = collections.defaultdict(collections.Counter)
        missing = []
        for kind, usual in KINDS.items():
            feed = simulated("--seed", 7, *usual, "--faults-list", path)
            with open(path, "rb") as file:
                faults = [json.loads(line) for line in file]
            lines = feed.split(b"\n")[:-1]
            events = [oracle.read(line) for line in lines]
            for end in (len(lines) // 3, len(lines) // 2, len(lines) * 3 // 4):
                raised = self.raised(self.file(b"".join(line + b"\n" for line in lines[:end])))
                truth = oracle.alarms(events, [(0, end)])
                now = {}
                for event in filter(None, events[:end]):
                    now[event.domain] = max(event.at, now.get(event.domain, 0))
                for fault in faults:
                    detector, at = fault["detector"], now.get(fault["domain"], 0)
                    # Shares of failures are random: a number may fail less often for a while.
                    if detector == "failing" or not fault["begin"] + oracle.THRESHOLDS[detector] <= at:
                        continue
                    if fault["end"] is not None and fault["end"] <= at:
                        continue
                    key = (fault["domain"], detector, fault["kind"], fault["id"])
                    found[detector]["listed"] += 1
                    found[detector]["raised"] += key in raised
                    found[detector]["true"] += key in truth
                    if key not in raised or key not in truth:
                        missing.append((key, fault, "raised" if key in raised else "true" if key in truth else "neither"))
        for detector, counts in sorted(found.items()):
            print("%-11s %4d of %4d listed faults raised" % (detector, counts["raised"], counts["listed"]))
        self.assertEqual([], missing[:3])
        self.assertEqual(set(oracle.THRESHOLDS), set(found))

    def test_a_wrong_threshold_is_found(self):
        """The test of the test: with thresholds that are too short, every detector differs somewhere."""
        lines = ["[detectors]"] + ['%s = "%dms"' % (name, value / 10) for name, value in oracle.THRESHOLDS.items() if value]
        configuration = self.file("\n".join(lines).encode())
        feeds = lambda seed: (feed for more in range(6) for feed in self.random(6 * seed + more))
        counts = self.compared("wrong", self.whole, feeds, "--config", configuration)
        different = {detector for detector, difference in counts.differences if difference == "raised without proof"}
        self.assertEqual({name for name, value in oracle.THRESHOLDS.items() if value}, different)
