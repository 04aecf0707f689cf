"""The feeds of the drills: the simulator's feed of a good day, with a known fault in it."""

import json

from feeds import START, event
from product import simulated

#: The domain of the faults.
DOMAIN = "sales"
#: The feed without the faults: a call centre in which nothing is stuck or unrecorded, and few attempts fail.
BACKGROUND = ("--seed", 7, "--seances", 300, "--clean")
#: The end of the feeds, in milliseconds after START. The time of the last event is the current time.
NOW = 150_000


class Story:
    """Events with their times in milliseconds after START."""

    def __init__(self, domain=DOMAIN):
        self.domain = domain
        self.lines = []

    def add(self, at, kind, **data):
        self.lines.append((at, event(kind, data, at, self.domain)))

    def seance(self, name, at, caller, called, state="queue"):
        """A caller calls: a seance with its first call, as `seance-NAME` and `caller-NAME`."""
        self.add(at, "call_create", idcall="caller-" + name, state="incoming", number=caller, dir="in")
        self.add(at + 2, "seance_create", idseance="seance-" + name, state=state, fromnumber=caller, tonumber=called)
        self.add(at + 5, "call_attach_to_seance", idcall="caller-" + name, idseance="seance-" + name)
        self.add(at + 9, "call_set_state", idcall="caller-" + name, state=state)

    def rings(self, name, at, caller, number, suffix=""):
        """The seance rings a number: `connection-NAME` and `called-NAME`."""
        connection, called = "connection-" + name + suffix, "called-" + name + suffix
        self.add(at, "seance_set_next_number", idseance="seance-" + name, number=number)
        self.add(at + 10, "connection_create", idconn=connection, state="Forking", **{"from": caller, "to": number})
        self.add(at + 15, "connection_attach_to_seance", idconn=connection, idseance="seance-" + name)
        self.add(at + 20, "connection_link_call", idconn=connection, idcall="caller-" + name)
        self.add(at + 25, "call_create", idcall=called, state="ringing", number=number, dir="out")
        self.add(at + 30, "connection_link_call", idconn=connection, idcall=called)

    def talks(self, name, at, suffix="", record=True):
        """The called party answers."""
        connection = "connection-" + name + suffix
        self.add(at, "call_set_state", idcall="called-" + name + suffix, state="talk")
        self.add(at + 1, "call_set_state", idcall="caller-" + name, state="talk")
        self.add(at + 2, "connection_update", idconn=connection, state="dialog")
        self.add(at + 3, "seance_set_state", idseance="seance-" + name, state="dialog")
        if record:
            self.add(at + 50, "connection_start_record", idconn=connection)

    def leaves(self, name, at, suffix="", finished=False):
        """The connection and the called party's call end. With `finished`, its recording is finished then."""
        self.add(at, "call_delete", idcall="called-" + name + suffix)
        self.add(at + 1, "connection_delete", idconn="connection-" + name + suffix)
        if finished:
            self.add(at + 2000, "connection_set_record_info", idconn="connection-" + name + suffix, key="5ec4e7")

    def ends(self, name, at):
        self.add(at, "call_delete", idcall="caller-" + name)
        self.add(at + 1, "seance_delete", idseance="seance-" + name)

    def whole(self, name, at, caller, called, number, record=True):
        """A caller calls. It rings after half a second, and they talk after three seconds."""
        self.seance(name, at, caller, called)
        self.rings(name, at + 500, caller, number)
        self.talks(name, at + 3000, record=record)

    def fails(self, at, number, code, reason, **ids):
        self.add(at, "connection_failure", number=number, code=code, reason=reason, **ids)

    def feed(self):
        """The background up to now, merged with these events."""
        # The domain's last event sets its current time.
        self.add(NOW, "call_update", idcall="steady", number="4998", state="talk")
        lines = [line for line in background() if line[0] <= NOW] + self.lines
        return b"".join(line for _, line in sorted(lines, key=lambda line: line[0]))


def background():
    """The lines of the simulator, with their times."""
    return [(json.loads(line)["eventts"] - START, line) for line in simulated(*BACKGROUND).splitlines(keepends=True)]


def ringing():
    """1012 has been ringing for 80 s, 1019 for 45 s, and 1023 for 10 s, which is not too long."""
    story = Story()
    for name, caller, number, since in (
            ("noon", "+74950000101", "1012", 80_000), ("dusk", "+74950000102", "1019", 45_000),
            ("dawn", "+74950000103", "1023", 10_000)):
        story.seance(name, NOW - since - 2000, caller, "745")
        story.rings(name, NOW - since, caller, number)
    return story.feed()


def failing():
    """In the last minute 1207 was busy 8 times and 1044 did not answer 3 times. 1300 failed more often, but long ago."""
    story = Story()
    for index in range(12):
        story.fails(10_000 + 1000 * index, "1300", 404, "Not Found")
    for index in range(8):
        story.fails(NOW - 40_000 + 4000 * index, "1207", 486, "Busy Here")
    for index in range(3):
        story.fails(NOW - 30_000 + 9000 * index, "1044", 408, "Request Timeout")
    return story.feed()


def unrecorded():
    """Two connections talk unrecorded, for 70 s and for 30 s. A third one does so for only 4 s, and a fourth is recorded."""
    story = Story()
    story.whole("noon", NOW - 73_000, "+74950000201", "745", "1012", record=False)
    story.whole("dusk", NOW - 33_000, "+74950000202", "745", "1019", record=False)
    story.whole("dawn", NOW - 7000, "+74950000203", "745", "1023", record=False)
    story.whole("good", NOW - 60_000, "+74950000204", "745", "1027")
    return story.feed()


def unfinished():
    """Three recorded talks ended. One recording is finished, one still may be, and one was not finished within 90 s."""
    story = Story()
    for name, caller, end in (("lost", "+74950000301", 60_000), ("soon", "+74950000302", 140_000),
                              ("good", "+74950000303", 70_000)):
        story.whole(name, end - 30_000, caller, "745", "1012")
        story.leaves(name, end, finished=name == "good")
        story.ends(name, end + 500)
    return story.feed()


def transferred():
    """The caller +74957654321 called 745, was transferred from 1012 to 1207 and on to 2044, and talks there."""
    story = Story()
    story.seance("moves", 20_000, "+74957654321", "745")
    for suffix, number, at in (("-1", "1012", 25_000), ("-2", "1207", 60_000), ("-3", "2044", 100_000)):
        story.rings("moves", at, "+74957654321", number, suffix)
        story.talks("moves", at + 4000, suffix)
        if number != "2044":
            story.leaves("moves", at + 30_000, suffix, finished=True)
    return story.feed()


def held():
    """+74950000401 has been on hold for 140 s, +74950000402 for 125 s, +74950000403 for 60 s."""
    story = Story()
    for name, caller, number, since in (
            ("dusk", "+74950000402", "1019", 125_000), ("noon", "+74950000401", "1012", 140_000),
            ("dawn", "+74950000403", "1023", 60_000)):
        story.whole(name, NOW - since - 5000, caller, "745", number)
        story.add(NOW - since, "call_set_state", idcall="caller-" + name, state="hold")
        story.add(NOW - since + 1, "seance_set_state", idseance="seance-" + name, state="hold")
    return story.feed()


def trouble():
    """In support, 24 of the last minute's 36 attempts failed. In sales and in billing all is well."""
    story = Story("support")
    for index in range(24):
        story.fails(NOW - 48_000 + 2000 * index, "2092", 503, "Service Unavailable")
    return story.feed()


def refused():
    """Among valid lines are 3 that are no JSON, 2 of an unknown type, 4 duplicates and 5 about objects that have ended."""
    story = Story()
    story.whole("gone", 20_000, "+74950000801", "745", "1012")
    story.leaves("gone", 60_000, finished=True)
    story.ends("gone", 60_500)
    for index in range(3):
        story.lines.append((70_000 + index, b'{"class":"ccsevents","type":"call_cre\n'))
    for index in range(2):
        story.add(80_000 + index, "call_vanish", idcall="caller-gone")
    for index in range(4):
        story.add(90_000, "call_update", idcall="steady", number="4998", state="talk", turn="again")
    story.lines.append(story.lines[-1])
    for index in range(5):
        story.add(100_000 + index, "call_set_state", idcall="called-gone", state="talk", turn=str(index))
    return story.feed()


def late(start, count=20, behind=8000):
    """Events of now, by a clock that is `behind` milliseconds behind the one of `start` (ms since 1970)."""
    return b"".join(event("call_update", {"idcall": "call-%d" % index, "number": "10%02d" % index, "state": "talk"},
                          start - START - behind) for index in range(count))


def state_set():
    """The seance of +74950000901 was set to `dialog` 30 s ago, and 10 s ago to `hold`."""
    story = Story()
    story.whole("asked", NOW - 33_000, "+74950000901", "745", "1012")
    story.add(NOW - 10_000, "seance_set_state", idseance="seance-asked", state="hold")
    return story.feed()


def failed():
    """Two seances failed and ended. The last one was busy at 1012 and gave up."""
    story = Story()
    story.seance("early", 30_000, "+74950001101", "745")
    story.rings("early", 31_000, "+74950001101", "1033")
    story.fails(35_000, "1033", 480, "Temporarily Unavailable", idconn="connection-early", idseance="seance-early")
    story.leaves("early", 35_010)
    story.ends("early", 75_000)
    story.seance("final", 110_000, "+74950001102", "745")
    story.rings("final", 112_000, "+74950001102", "1012")
    story.fails(115_000, "1012", 486, "Busy Here", idconn="connection-final", idseance="seance-final")
    story.leaves("final", 115_010)
    story.ends("final", 125_000)
    return story.feed()


def outlived():
    """The seance of +74950001201 ended 50 s ago, but its connection and its two calls are still live."""
    story = Story()
    story.whole("ghost", 20_000, "+74950001201", "745", "1012")
    story.add(24_000, "call_attach_to_seance", idcall="called-ghost", idseance="seance-ghost")
    story.add(NOW - 50_000, "seance_delete", idseance="seance-ghost")
    return story.feed()
