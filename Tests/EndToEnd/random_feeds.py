"""Small random feeds, unlike those of a call centre: any objects are linked, moved and ended.

Each object's events come once, in the order of `eventts`, and none after its delete, apart from the end of a recording. A domain is a
feed of its own, so one file holds hundreds of them.
"""

import json

STATES = ("ringing",) * 3 + ("talk",) * 4 + ("hold", "queue", "queue", "parked", "ivr", "voicemail", "bye", "strange")
#: Milliseconds between two events: short, across the thresholds, and across the threshold of `silent`.
PAUSES = ((1, 50),) * 5 + ((500, 8_000),) * 4 + ((5_000, 20_000), (15_000, 60_000), (30_000, 130_000))
LONG = (1_800_000, 7_200_000)
NUMBERS = ("101", "102", "700", "anna", "support-line", "+74951234567", "89161234567")
FIELDS = {"call": "idcall", "connection": "idconn", "seance": "idseance"}
START = 1_732_320_000_000


class _Domain:
    def __init__(self, name, chance):
        self.name = name
        self.chance = chance
        self.at = START + chance.randrange(1000)
        self.live = {kind: [] for kind in FIELDS}
        self.count = 0
        self.recorded = []
        self.finished = set()

    def event(self, kind, data):
        low, high = LONG if self.chance.random() < 0.01 else self.chance.choice(PAUSES)
        self.at += self.chance.randint(low, high)
        return self.at, json.dumps({"class": "ccsevents", "type": kind, "domain": self.name, "eventts": self.at, "data": data},
                                   separators=(",", ":")).encode()

    def pick(self, kind):
        return self.chance.choice(self.live[kind])

    def born(self, kind):
        """A new object: usually by its create event, sometimes by another event."""
        self.count += 1
        name = "%s%d" % (kind[0], self.count)
        self.live[kind].append(name)
        data = {FIELDS[kind]: name}
        if kind == "call":
            data["number"] = self.chance.choice(NUMBERS)
            if self.chance.random() < 0.2:
                data["dir"] = self.chance.choice(("in", "out"))
        else:
            data["fromnumber"], data["tonumber"] = self.chance.choice(NUMBERS), self.chance.choice(NUMBERS)
        if self.chance.random() < (0.4 if kind == "connection" else 0.8):
            data["state"] = self.chance.choice(STATES)
        return self.event(kind + ("_create" if self.chance.random() < 0.9 else "_update"), data)

    def learned(self, kind, data):
        """A fact about an object that is reported late."""
        if kind == "seance":
            return self.event("seance_update", dict(data, tonumber=self.chance.choice(NUMBERS)))
        more = self.chance.choice(({"dir": self.chance.choice(("in", "out"))}, {"number": self.chance.choice(NUMBERS)}))
        return self.event("call_update", dict(data, **more))

    def next(self):
        """The next event; None if none is possible."""
        kind = self.chance.choice(("call", "call", "connection", "seance"))
        if len(self.live[kind]) < self.chance.choice((1, 2, 3, 3, 8)):
            return self.born(kind)
        name = self.pick(kind)
        data = {FIELDS[kind]: name}
        action = self.chance.random()
        if action < 0.12:
            self.live[kind].remove(name)
            return self.event(kind + "_delete", data)
        if action < 0.2 and kind != "connection":
            return self.learned(kind, data)
        if action < 0.45:
            if kind == "connection" and self.chance.random() < 0.5 or self.chance.random() < 0.2:
                return self.event(kind + "_update", data)
            return self.event("%s_%s" % (kind, "update" if kind == "connection" else "set_state"),
                              dict(data, state=self.chance.choice(STATES)))
        if kind == "call":
            other = self.chance.choice(("connection", "connection", "seance"))
            if not self.live[other]:
                return None
            if other == "connection":
                return self.event("connection_link_call", {"idconn": self.pick("connection"), "idcall": name})
            return self.event("call_attach_to_seance", dict(data, idseance=self.pick("seance")))
        if kind == "seance":
            return self.event("seance_set_next_number", dict(data, number=self.chance.choice(NUMBERS)))
        if action < 0.7 and self.live["seance"]:
            return self.event("connection_attach_to_seance", dict(data, idseance=self.pick("seance")))
        if action < 0.85:
            self.recorded.append(name)
            return self.event("connection_start_record", data)
        waiting = [name for name in self.recorded if name not in self.finished]
        if not waiting:
            return None
        name = self.chance.choice(waiting)
        self.finished.add(name)
        return self.event("connection_set_record_info", {"idconn": name, "key": "k"})


def feed(domains, length, chance):
    """The lines of `domains` domains with about `length` events each, sorted by time."""
    lines = []
    for number in range(domains):
        domain = _Domain("d%d" % number, chance)
        lines += filter(None, (domain.next() for _ in range(length)))
    return [line for _, line in sorted(lines, key=lambda line: line[0])]
