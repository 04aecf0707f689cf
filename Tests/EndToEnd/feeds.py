"""Small feeds of call events, as ccs-top reads them."""

import json

#: The start of the feeds, in milliseconds.
START = 1_732_320_000_000


def event(kind, data, at=0, domain="sales"):
    """The line of an event, `at` milliseconds after START."""
    value = {"class": "ccsevents", "type": kind, "domain": domain, "eventts": START + at, "data": data}
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def seance(number, at=0, domain="sales"):
    """A seance with a connection of two talking calls. `number` makes its ids unique."""
    s, c, a, b = ("%s-%d" % (kind, number) for kind in ("seance", "connection", "caller", "called"))
    caller, called = "+7495%07d" % number, "%d" % (1000 + number)
    return b"".join([
        event("call_create", {"idcall": a, "state": "incoming", "number": caller, "dir": "in"}, at, domain),
        event("seance_create", {"idseance": s, "state": "Forking", "fromnumber": caller, "tonumber": called},
              at, domain),
        event("call_attach_to_seance", {"idcall": a, "idseance": s}, at + 5, domain),
        event("connection_create", {"idconn": c, "state": "dialog", "from": caller, "to": called}, at + 900, domain),
        event("connection_attach_to_seance", {"idconn": c, "idseance": s}, at + 905, domain),
        event("connection_link_call", {"idconn": c, "idcall": a}, at + 910, domain),
        event("call_create", {"idcall": b, "state": "ringing", "number": called, "dir": "out"}, at + 950, domain),
        event("connection_link_call", {"idconn": c, "idcall": b}, at + 955, domain),
        event("call_set_state", {"idcall": b, "state": "talk"}, at + 4000, domain),
        event("seance_set_state", {"idseance": s, "state": "dialog"}, at + 4010, domain),
    ])


def seances(count, first=1, domain="sales"):
    return b"".join(seance(first + index, index * 100, domain) for index in range(count))


def missing(expected, got, path="snapshot"):
    """The differences of a snapshot from an expected one. It may have more members."""
    if isinstance(expected, dict) and isinstance(got, dict):
        return [fault for name, value in expected.items() for fault in missing(value, got.get(name), path + "." + name)]
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return [fault for place, pair in enumerate(zip(expected, got)) for fault in missing(*pair, "%s.%d" % (path, place))]
    return [] if expected == got else ["%s is %r, not %r" % (path, got, expected)]
