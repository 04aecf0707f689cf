"""--inspect: how a feed fits the field map, and the map that it proposes."""

import json

import feeds
from product import ProductCase, TOP, simulated
from session import without_terminal


def foreign(count):
    """A feed of a platform with other names for all fields."""
    lines = []
    for number in range(count):
        leg = {"id": "%08x-aaaa-bbbb-cccc-%012x" % (number * 7919, number)}
        session = "%08x-1111-2222-3333-%012x" % (number * 104729, number)
        lines += [
            feeds.event("call_create", {"leg": leg, "status": "ringing", "party": {"phone": "+7495%07d" % number}}),
            feeds.event("seance_create", {"session_uuid": session, "status": "wrapup", "caller": "+7495%07d" % number}),
            feeds.event("call_attach_to_seance", {"leg": leg, "session_uuid": session}),
            feeds.event("call_dtmf", {"leg": leg, "pressed": "7"}),
            feeds.event("call_create", {"idcall": "known-%d" % number, "access_token": "hush%d" % number}),
        ]
    lines.append(b'{"class":"callevents","type":"dlg_start","domain":"sales","eventts":1732320000000,"data":{}}\n')
    lines.append(b'{"class":"ccsevents","type":"call_sung","domain":"sales","eventts":1732320000000,"data":{}}\n')
    lines.append(b"{\n")
    return b"".join(lines)


class Inspecting(ProductCase):
    def inspected(self, *options, feed, **more):
        return self.printed("--inspect", *options, feed=feed, **more)

    def proposed(self, out):
        return next(line.strip()[7:-1] for line in out.splitlines() if line.startswith("  --map '"))

    def test_a_feed_that_fits_needs_nothing(self):
        out = self.inspected(feed=simulated("--seed", 3, "--seances", 50))
        self.assertIn("nothing is proposed", out)
        self.assertRegex(out, r"call_create +\d+\n")
        self.assertIn("call (idcall)", out)
        self.assertLessEqual(max(map(len, out.splitlines())), 80, out)

    def test_what_is_proposed_mends_the_feed(self):
        feed = foreign(20)
        out = self.inspected(feed=feed)
        proposal = self.proposed(out)
        self.assertEqual({"call=leg.id", "seance=session_uuid", "state=status", "number=party.phone", "from=caller"},
                         set(proposal.split(",")) - {"digit=pressed"}, out)
        self.assertIn("malformed without an id: 20", out)
        self.assertIn("malformed without it: ", out)
        before = json.loads(self.once("--format", "json", feed=feed))["feed"]
        after = json.loads(self.once("--format", "json", "--map", proposal, feed=feed))["feed"]
        self.assertEqual((81, 1), (before["malformed"], after["malformed"]))
        self.assertLessEqual(max(len(line) for line in out.splitlines() if "--map" not in line), 80, out)

    def test_a_map_in_a_file(self):
        feed = foreign(3)
        path = self.file(b"# what this platform says\ncall=leg.id\nseance = session_uuid  # ours\n\nstate=status\n")
        for options in (["--map", "@" + path], ["--config", self.file(b'map-file = "%s"\n' % path.encode())]):
            got = json.loads(self.once("--format", "json", *options, feed=feed))["feed"]
            self.assertEqual(1, got["malformed"])
        status, _, err = without_terminal([TOP, "--once", "--map", "@/nowhere/map"], b"")
        self.assertEqual("exit 2", status)
        self.assertIn("/nowhere/map", err)
        status, _, err = without_terminal([TOP, "--once", "--map", "@" + self.file(b"call=a\nnothing\n")], b"")
        self.assertEqual("exit 2", status)
        self.assertIn("line 2", err)

    def test_no_secret_and_no_number_is_printed(self):
        feed = foreign(12)
        for form in ("text", "json"):
            out = self.inspected("--format", form, feed=feed)
            self.assertNotIn("hush", out)
            self.assertNotIn("74950000", out)
            self.assertNotIn('"7"', out)

    def test_states_strangers_and_buckets(self):
        found = json.loads(self.inspected("--format", "json", "--map", "state=status,call=leg.id", feed=foreign(4)))
        self.assertEqual("ccs-top/inspection/1", found["schema"])
        self.assertEqual({("ringing", "ringing"), ("wrapup", "other")},
                         {(one["state"], one["phase"]) for one in found["states"]})
        self.assertEqual({"callevents.dlg_start": 1, "ccsevents.call_sung": 1},
                         {one["type"]: one["count"] for one in found["others"]})
        self.assertEqual(23, found["lines"]["lines"])
        self.assertEqual(23, sum(found["lines"].values()) - 23)

    def test_no_more_lines_than_asked_for(self):
        found = json.loads(self.inspected("--format", "json", "--lines", "7", feed=foreign(9)))
        self.assertEqual(7, found["lines"]["lines"])

    def test_hostile_names_are_made_safe(self):
        feed = feeds.event("call_create", {"idcall": "a", "bad\x1b[2J\u202e": "x\x1b]0;owned\x07y", "long" * 300: 1})
        out = self.inspected(feed=feed)
        self.assertNotIn("\x1b", out)
        self.assertNotIn("\u202e", out)
        self.assertLessEqual(max(map(len, out.splitlines())), 80, out)

    def test_nothing_at_all(self):
        self.assertIn("0 lines", self.inspected(feed=b""))
        status, _, err = without_terminal([TOP, "--inspect", "--once"], b"")
        self.assertEqual("exit 2", status)
