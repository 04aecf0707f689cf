#!/usr/bin/env python3
"""Computes the alarms that a feed proves, by the rules of docs/feed.md and docs/detectors.md.

An independent reading of these pages: it knows nothing of ccs-top. It keeps the whole history of every object and looks
through it again for each answer, so it is plain and slow.

    oracle.py FEED [--from LINE] [--until LINE] [--gap FIRST:LAST]...

prints one JSON object for each alarm that the heard lines prove at the end. `--from` joins the feed late. The lines FIRST to LAST
of a gap are missing, and then the connection comes back. Line numbers begin with 1. Without these options the whole feed is heard:
what it proves is the whole truth.
"""

import argparse
import json
import sys
from typing import NamedTuple, Optional

#: Milliseconds that a condition must last.
THRESHOLDS = {
    "ringing": 30_000, "held": 120_000, "unrecorded": 10_000, "unfinished": 60_000, "silent": 3_600_000,
    "outlived": 10_000, "empty": 10_000, "loop": 0, "waiting": 60_000,
}
#: The detectors of each kind of object.
DETECTORS = {
    "call": ("ringing", "held", "silent", "outlived"),
    "connection": ("unrecorded", "unfinished", "silent", "outlived", "empty"),
    "seance": ("silent", "loop", "waiting"),
}
PHASES = {
    "ringing": "ringing ring early incoming forking calling trying progress alerting dialing outgoing invite",
    "talking": "dialog talk talking answered up active connected confirmed bridged",
    "held": "hold held onhold on_hold holding moh",
    "ending": "stopping stopped cancelled canceled cancel final bye ended terminated terminating released hangup failed "
              "busy destroyed",
    "queue": "queue queued waiting in_queue",
    "ivr": "ivr menu",
    "parked": "parked park",
    "voicemail": "voicemail vm",
}
PHASE_OF = {state: phase for phase, states in PHASES.items() for state in states.split()}
NO_VALUE = ("", "empty", "__empty", "undefined", "null")
NAMES = {
    "call": ("idcall", "callid", "call_id"),
    "connection": ("idconn", "connectionid", "connection_id"),
    "seance": ("idseance", "seanceid", "seance_id"),
    "state": ("state",),
    "number": ("number", "num", "username"),
    "direction": ("dir", "direction"),
    "to": ("tonumber", "to", "callednum"),
    "next": ("nextnumber", "next_number", "number"),
}
#: Each type of event: its subject, and the other object that it links.
TYPES = {
    "call_create": ("call", None), "call_update": ("call", None), "call_set_state": ("call", None),
    "call_delete": ("call", None), "call_attach_to_seance": ("call", "seance"), "call_dtmf": ("call", None),
    "connection_create": ("connection", None), "connection_update": ("connection", None),
    "connection_delete": ("connection", None), "connection_attach_to_seance": ("connection", "seance"),
    "connection_link_call": ("connection", "call"), "connection_start_record": ("connection", None),
    "connection_set_record_info": ("connection", None), "connection_failure": (None, None),
    "seance_create": ("seance", None), "seance_update": ("seance", None), "seance_set_state": ("seance", None),
    "seance_delete": ("seance", None), "seance_set_next_number": ("seance", None),
}
LATEST = 253_402_300_799_999
#: The number of lines of a domain that a line is compared with. Then the window, the minimum of attempts and the share of
#: `failing`.
RECENT, WINDOW, ATTEMPTS, SHARE = 1024, 60, 10, 0.2


# --- Lines

class Event(NamedTuple):
    domain: str
    type: str
    at: int
    data: dict
    line: bytes

    def value(self, field):
        """The value under the first name of a field that has one."""
        return _value(self.data, NAMES[field])

    def id(self, kind):
        own = TYPES[self.type][0] == kind
        return _value(self.data, NAMES[kind] + (("id",) if own else ()))


def _value(data, names):
    for name in names:
        value = data.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and value not in NO_VALUE:
            return value
    return None


def _first_wins(pairs):
    members = {}
    for name, value in pairs:
        members.setdefault(name, value)
    return members


def _refuse(text):
    raise ValueError("no JSON: " + text)


def read(line) -> Optional[Event]:
    """The event of a line; None for any other line."""
    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=_first_wins, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list) and len(value) == 2 and value[0] == "notify":
        value = value[1]
    if not isinstance(value, dict) or value.get("class") != "ccsevents" or value.get("type") not in TYPES:
        return None
    domain, at, data = value.get("domain"), value.get("eventts"), value.get("data")
    if not isinstance(domain, str) or not domain or not isinstance(data, dict):
        return None
    if not isinstance(at, (int, float)) or isinstance(at, bool) or not 0 <= at <= LATEST:
        return None
    return Event(domain, value["type"], int(at * 1000 if at < 1e11 else at), data, line.rstrip(b"\r\n"))


def read_feed(feed):
    """The event of each line of a feed, or None."""
    return [read(line) for line in feed.split(b"\n")]


# --- Objects

class Heard(NamedTuple):
    """An event of an object, and when it came."""

    #: The number of gaps before it.
    epoch: int
    at: int
    type: str
    state: Optional[str]


class Tie(NamedTuple):
    epoch: int
    at: int
    parent: "Thing"
    #: `eventts` of the event that first linked the two in this epoch.
    since: int


class Thing:
    """One life of a call, a connection or a seance, with all its events."""

    def __init__(self, kind, name):
        self.kind = kind
        self.name = name
        self.heard = []
        self.ended_at = None
        #: The epoch of its create event.
        self.create_epoch = None
        #: The links of a call to connections and to seances, or of a connection to seances. The last one counts.
        self.to_connection = []
        self.to_seance = []
        self.values = {}
        # Of a connection: the call that was linked first, the calls in it, the times when calls left, and (epoch, at,
        # status) of its recording.
        self.first = None
        self.calls = []
        self.left_at = []
        self.record = []
        # Of a seance: its first caller, if known, and the epoch of its first call. Its numbers and loops. Since when it
        # waits, and in which epoch.
        self.caller = None
        self.caller_epoch = None
        self.numbers = []
        self.looped_at = None
        self.wait = None
        self.wait_epoch = None
        self.is_wait_unknown = False
        #: Whether the caller could not wait at the last check: somebody or a machine talked with them, or no caller of this
        #: seance waits.
        self.is_wait_blocked = False

    @property
    def is_live(self):
        return self.ended_at is None

    @property
    def newest(self):
        return max(heard.at for heard in self.heard)

    def is_confirmed(self, epoch):
        # A recording is finished after the talk, so that event does not prove that the connection is live.
        return any(heard.epoch == epoch and heard.type != "connection_set_record_info" for heard in self.heard)

    def is_whole(self, epoch):
        """Whether all events since its beginning were heard."""
        return self.create_epoch == epoch

    def phase(self, epoch):
        """Its phase, since when, and whether that is known. An older event overwrites nothing."""
        newest, state, phase, since, known_in = -1, None, None, None, None
        for heard in self.heard:
            is_new = heard.at >= newest
            newest = max(newest, heard.at)
            if heard.state is None or not (is_new or state is None):
                continue
            now = PHASE_OF.get(heard.state.lower(), "other")
            # After a gap, a phase counts from the event that confirms it.
            if now != phase or known_in != heard.epoch:
                phase, since = now, heard.at
            state, known_in = heard.state, heard.epoch
        if state is None:
            return "none", None, self.is_whole(epoch)
        return phase, since, known_in == epoch

    def connection(self, epoch):
        """The live connection of the call, and whether that is known."""
        return _parent(self.to_connection, self, epoch)

    def seance(self, epoch):
        """The seance that it was attached to, live or ended, and whether that is known."""
        tie = self.to_seance[-1] if self.to_seance else None
        return tie and tie.parent, tie.epoch == epoch if tie else self.is_whole(epoch)


def _parent(ties, thing, epoch):
    tie = ties[-1] if ties else None
    known = tie.epoch == epoch if tie else thing.is_whole(epoch)
    return tie and tie.parent if tie and tie.parent.is_live else None, known


#: Values of a condition besides the time since which it holds.
NO, UNKNOWN = "no", "unknown"


class Domain:
    """The events of a domain."""

    def __init__(self):
        self.epoch = 0
        self.now = None
        #: The current life of each id, and the last one of the ended ones, by kind and id.
        self.things = {}
        self.ended = {}
        self.all = []
        self.recent = {}
        self.lines = 0
        #: Attempts and failures as (eventts, is failure, number), and how many of them were judged in the last judged
        #: second.
        self.attempts = []
        self.number_attempts = []
        self.judged = (0, 0)
        #: Alarms from before a gap.
        self.marked = set()

    # What an event does

    def take(self, event):
        self.lines += 1
        before = self.recent.get(event.line)
        self.recent[event.line] = self.lines
        if before is not None and self.lines - before <= RECENT:
            return
        kind, other = TYPES[event.type]
        ids = {end: event.id(end) for end in (kind, other) if end}
        if any(value is None or len(value.encode("utf-8", "replace")) > 512 for value in ids.values()):
            return
        if self.now is None or event.at > self.now:
            # Shares of failures are judged at the end of each second, before the event that ends it.
            if self.now is None or event.at // 1000 > self.now // 1000:
                self.judged = (len(self.attempts), len(self.number_attempts))
            self.now = event.at
        if event.type == "connection_failure":
            self.fail(event)
        elif event.type.endswith("_delete"):
            self.delete(kind, ids[kind], event)
        elif event.type == "connection_set_record_info" and (kind, ids[kind]) not in self.things:
            self.finish_ended(ids[kind], event)
        elif all(self.may_live(end, value, event) for end, value in ids.items()):
            touched = self.apply(event, *(self.thing(end, value, event) for end, value in ids.items()))
            self.look_at_waits(touched)

    def may_live(self, kind, name, event):
        ended = self.ended.get((kind, name))
        if (kind, name) in self.things or ended is None:
            return True
        return event.type.endswith("_create") and event.at > ended[0]

    def thing(self, kind, name, event):
        if (kind, name) not in self.things:
            self.things[kind, name] = Thing(kind, name)
            self.all.append(self.things[kind, name])
            if kind == "connection":
                self.attempts.append((event.at, False))
        return self.things[kind, name]

    def hear(self, thing, event, state=None):
        thing.heard.append(Heard(self.epoch, event.at, event.type, state))

    def apply(self, event, thing, other=None):
        """Applies an event to its subject and to the other object of a link. Returns the changed objects."""
        touched = {thing}
        is_new = not thing.heard or event.at >= thing.newest
        self.hear(thing, event, event.value("state"))
        for field in ("number", "direction", "to"):
            value = event.value(field)
            # The number that a seance dialled stays, whoever answers.
            if (thing.kind, field) == ("seance", "to") and field in thing.values:
                continue
            if value is not None and (is_new or field not in thing.values):
                if thing.kind == "connection" and field == "to" and field not in thing.values:
                    self.number_attempts.append((event.at, False, value))
                thing.values[field] = value
        if event.type.endswith("_create") and thing.create_epoch is None:
            thing.create_epoch = self.epoch
        if event.type == "connection_start_record":
            self.note_record(thing, event, "recording")
        if event.type == "connection_set_record_info":
            self.note_record(thing, event, "ready")
        if event.type == "seance_set_next_number":
            number = event.value("next")
            if number is not None and (not thing.numbers or thing.numbers[-1] != number):
                if number in thing.numbers:
                    thing.looped_at = event.at
                thing.numbers.append(number)
        if other:
            self.hear(other, event)
            touched.add(other)
            if event.type == "connection_link_call":
                touched |= self.link(other, thing, event)
            else:
                self.attach(thing, other, event)
        return touched

    def note_record(self, connection, event, status):
        if not connection.record or event.at >= max(at for _, at, _ in connection.record):
            connection.record.append((self.epoch, event.at, status))

    def tie(self, ties, parent, event):
        """Whether a link takes effect. A link to a live parent is replaced only by one that is not older."""
        last = ties[-1] if ties else None
        if last and last.parent.is_live and event.at < last.at:
            return False
        is_same = last and last.parent is parent and last.epoch == self.epoch
        ties.append(Tie(self.epoch, event.at, parent, last.since if is_same else event.at))
        return True

    def link(self, call, connection, event):
        before = call.to_connection[-1].parent if call.to_connection else None
        if not self.tie(call.to_connection, connection, event) or before is connection:
            return set()
        if before:
            before.calls.remove(call)
            before.left_at.append(event.at)
        connection.first = connection.first or call
        connection.calls.append(call)
        seance = connection.to_seance and connection.to_seance[-1].parent
        if seance:
            self.come(seance, call)
        return {before} if before else set()

    def attach(self, thing, seance, event):
        if not self.tie(thing.to_seance, seance, event):
            return
        if thing.kind == "call":
            self.come(seance, thing)
        elif not thing.is_whole(self.epoch):
            # Calls may be in it that were not heard, or that came before the heard ones.
            self.come(seance, None)
        elif thing.calls:
            self.come(seance, thing.calls[0])

    def come(self, seance, call):
        """Notes the first call of a seance; None for an unknown one."""
        if seance.caller_epoch is None:
            seance.caller, seance.caller_epoch = call, self.epoch

    def delete(self, kind, name, event):
        thing = self.things.pop((kind, name), None)
        if thing is None:
            self.ended.setdefault((kind, name), (event.at, None))
            return
        touched = {thing}
        self.hear(thing, event)
        thing.ended_at = event.at
        self.ended[kind, name] = (event.at, thing)
        if kind == "call" and thing.to_connection:
            thing.to_connection[-1].parent.left_at.append(event.at)
            touched.add(thing.to_connection[-1].parent)
        self.look_at_waits(touched)

    def finish_ended(self, name, event):
        """Handles a recording that is finished after the talk."""
        ended = self.ended.get(("connection", name))
        if ended and ended[1]:
            self.note_record(ended[1], event, "ready")

    def fail(self, event):
        self.attempts.append((event.at, True))
        number = event.value("number")
        if number is not None:
            self.number_attempts.append((event.at, True, number))

    # A gap

    def gap(self):
        """The connection was lost and opened again, so events in between are missing."""
        # An alarm from before stays, marked, until its facts are confirmed.
        alarms = self.alarms()
        self.marked = {key for key in alarms if key[0] in THRESHOLDS}
        self.epoch += 1

    # Conditions: a time since which one holds, or NO, or UNKNOWN

    def condition(self, detector, thing):
        if detector != "unfinished":
            if not thing.is_live:
                return NO
            if not thing.is_confirmed(self.epoch):
                return UNKNOWN
        return getattr(self, "is_" + detector)(thing)

    def is_in_phase(self, thing, wanted):
        phase, since, known = thing.phase(self.epoch)
        if not known:
            return UNKNOWN
        return since if phase == wanted else NO

    def is_ringing(self, call):
        return self.is_in_phase(call, "ringing")

    def is_held(self, call):
        return self.is_in_phase(call, "held")

    def is_silent(self, thing):
        return thing.newest

    def is_unrecorded(self, connection):
        if connection.record:
            return NO
        phase, _, known = connection.phase(self.epoch)
        if known and phase not in ("none", "talking"):
            return NO
        # Whether it was never recorded is known only if all its events were heard.
        if not connection.is_whole(self.epoch):
            return UNKNOWN
        phase, since, _ = connection.phase(self.epoch)
        if phase != "none":
            return since if phase == "talking" else NO
        since = []
        for call in connection.calls:
            phase, talks_since, known = call.phase(self.epoch)
            if call is not connection.first and call.is_live and known and phase == "talking":
                since.append(max(talks_since, call.to_connection[-1].since))
        return min(since) if since else NO

    def is_unfinished(self, connection):
        if connection.is_live or not connection.record:
            return NO
        epoch, _, status = connection.record[-1]
        if status != "recording":
            return NO
        return connection.ended_at if epoch == self.epoch else UNKNOWN

    def is_outlived(self, thing):
        seance, known = thing.seance(self.epoch)
        if seance is None and thing.kind == "call":
            # Without an attachment it belongs to its connection's seance. But its attachment could have been missed.
            if not thing.is_whole(self.epoch):
                return UNKNOWN
            if not thing.to_connection:
                return NO
            seance, known = thing.to_connection[-1].parent.seance(self.epoch)
        if seance is None or seance.is_live:
            return NO if known else UNKNOWN
        return seance.ended_at if known else UNKNOWN

    def is_empty(self, connection):
        if not connection.is_whole(self.epoch):
            return UNKNOWN
        if any(call.is_live for call in connection.calls):
            return NO
        return max(connection.left_at, default=connection.heard[0].at)

    def is_loop(self, seance):
        return NO if seance.looped_at is None else seance.looped_at

    def is_waiting(self, seance):
        if seance.wait is not None and seance.wait_epoch == self.epoch:
            return seance.wait
        return NO if self.waits(seance) == NO else UNKNOWN

    # Waiting

    def waits(self, seance):
        """Since when the seance waits, by the current facts."""
        if not seance.is_live:
            return NO
        if seance.caller_epoch is None:
            return NO if seance.is_whole(self.epoch) else UNKNOWN
        # The first caller is known only if all events until then were heard. Who called whom is known only if the create
        # event of the call was heard.
        caller = seance.caller
        if seance.create_epoch != seance.caller_epoch or not caller or caller.create_epoch is None:
            return UNKNOWN
        is_with = self.is_with(seance, caller)
        if not caller.is_live or is_with is False:
            return NO
        if self.is_outbound(seance, caller):
            seance.is_wait_blocked = True
            return NO
        phase, since, known = caller.phase(self.epoch)
        if known and phase in ("talking", "ivr", "voicemail", "ending"):
            seance.is_wait_blocked = True
            return NO
        connection, is_place_known = caller.connection(self.epoch)
        others = [call for call in connection.calls if call is not caller and call.is_live] if connection else []
        phases = [call.phase(self.epoch) for call in others]
        if any(known and phase == "talking" for phase, _, known in phases):
            seance.is_wait_blocked = True
            return NO
        are_links_known = is_place_known and (connection is None or connection.is_whole(self.epoch))
        if not is_with or not known or not are_links_known or not all(known for _, _, known in phases):
            return UNKNOWN
        if self.is_own(caller.values.get("number", "")) and phase != "queue":
            # A caller who phones a colleague does not count as waiting, except in a queue.
            seance.is_wait_blocked = True
            return NO
        times = [since for phase, since, _ in phases if phase == "ringing"]
        if phase in ("queue", "parked", "ringing"):
            times.append(since)
        return min(times) if times else NO

    def is_with(self, seance, caller):
        """Whether a caller belongs to a seance, by an attachment or through the last connection; None if unknown."""
        own, is_own_known = caller.seance(self.epoch)
        tie = caller.to_connection[-1] if caller.to_connection else None
        through, is_through_known = tie.parent.seance(self.epoch) if tie else (None, True)
        is_through_known = is_through_known and (tie.epoch == self.epoch if tie else caller.is_whole(self.epoch))
        if is_own_known and own is seance or is_through_known and through is seance:
            return True
        return False if is_own_known and is_through_known else None

    @staticmethod
    def is_outbound(seance, caller):
        if caller.values.get("direction", "").lower() in ("out", "outgoing", "outbound"):
            return True
        return Domain.is_own(caller.values.get("number", "")) and Domain.is_external(seance.values.get("to", ""))

    @staticmethod
    def is_external(number):
        return number.startswith("+") or sum(letter.isdigit() for letter in number) > 6

    @staticmethod
    def is_own(number):
        """Whether a number belongs to the domain."""
        return number != "" and not Domain.is_external(number)

    def look_at_waits(self, touched):
        """Updates waits. A wait keeps its earliest beginning while it goes on."""
        calls = {thing for thing in touched if thing.kind == "call"}
        connections = {thing for thing in touched if thing.kind == "connection"}
        connections |= {call.to_connection[-1].parent for call in calls if call.to_connection}
        for connection in connections:
            calls |= set(connection.calls)
        seances = {thing for thing in touched if thing.kind == "seance"}
        for thing in calls | connections:
            seances |= {tie.parent for tie in thing.to_seance}
        for seance in seances:
            was_blocked, seance.is_wait_blocked = seance.is_wait_blocked, False
            since = self.waits(seance)
            # The time before a gap, or of unknown facts, does not count as waiting: somebody may have talked.
            if seance.is_wait_unknown or seance.wait_epoch not in (None, self.epoch):
                seance.wait = None
                since = since if since in (NO, UNKNOWN) else max(since, self.now)
            seance.is_wait_unknown, seance.wait_epoch = since == UNKNOWN, self.epoch
            if since in (NO, UNKNOWN):
                seance.wait = None
            else:
                begin = max(since, self.now) if was_blocked else since
                seance.wait = begin if seance.wait is None else seance.wait

    # Failures

    def failing(self):
        """The domain and each number with too many failed attempts in the minute before the last whole second."""
        second = self.now // 1000
        failed, total = 0, 0
        for at, is_failure in self.attempts[:self.judged[0]]:
            if second - WINDOW <= at // 1000 < second:
                total += 1
                failed += is_failure
        if total >= ATTEMPTS and failed > SHARE * total:
            yield "domain", None
        # Attempts of numbers are counted in intervals of ten seconds.
        last = (second * 1000 - 1) // 10_000
        counts = {}
        for at, is_failure, number in self.number_attempts[:self.judged[1]]:
            if last - WINDOW // 10 < at // 10_000 <= last:
                count = counts.setdefault(number, [0, 0])
                count[0] += is_failure
                count[1] += 1
        for number, (failed, total) in counts.items():
            if total >= ATTEMPTS and failed > SHARE * total:
                yield "number", number

    # Alarms

    def alarms(self):
        """The current alarms: (detector, kind, id) and (since, whether it is marked)."""
        alarms = {}
        if self.now is None:
            return alarms
        for thing in self.all:
            for detector in DETECTORS[thing.kind]:
                key = (detector, thing.kind, thing.name)
                since = self.condition(detector, thing)
                if since == UNKNOWN:
                    if key in self.marked:
                        alarms[key] = (None, True)
                elif since != NO and self.now >= since + THRESHOLDS[detector]:
                    alarms[key] = (since, False)
        for kind, name in self.failing():
            alarms["failing", kind, name] = (None, False)
        return alarms


def alarms(events, pieces):
    """The alarms at the end of the heard pieces of a feed. Pieces are pairs of indices, with gaps in between.

    Returns {(domain, detector, kind, id): (since, whether it is marked)}.
    """
    domains = {}
    for index, (start, end) in enumerate(pieces):
        if index > 0:
            for domain in domains.values():
                domain.gap()
        for event in events[start:end]:
            if event:
                if event.domain not in domains:
                    domains[event.domain] = Domain()
                    domains[event.domain].epoch = index
                domains[event.domain].take(event)
    return {(name, *key): value for name, domain in domains.items() for key, value in domain.alarms().items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("feed")
    parser.add_argument("--from", dest="first", type=int, default=1, metavar="LINE")
    parser.add_argument("--until", type=int, metavar="LINE")
    parser.add_argument("--gap", action="append", default=[], metavar="FIRST:LAST")
    options = parser.parse_args()
    with open(options.feed, "rb") as file:
        events = read_feed(file.read())
    pieces, start = [], options.first - 1
    for gap in options.gap:
        first, last = map(int, gap.split(":"))
        pieces.append((start, first - 1))
        start = last
    pieces.append((start, options.until if options.until is not None else len(events)))
    for (domain, detector, kind, name), (since, is_marked) in sorted(alarms(events, pieces).items(), key=str):
        print(json.dumps({"domain": domain, "detector": detector, "kind": kind, "id": name, "since": since,
                          "unconfirmed": is_marked}, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
