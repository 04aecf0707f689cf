"""What the tests of feeds over the network share."""

import json
import os
import re
import threading

from feed_server import FeedServer
from product import TOP, ProductCase, titled
from session import without_terminal

#: A token as the platform has them.
TOKEN = "9c1f0d5e7ab34286b0c4d2e8f1a7365b"
_BUCKETS = ("applied", "duplicate", "late", "orphan", "otherDomain", "noDomain", "otherClass", "unknownType",
            "malformed", "oversized", "control", "blank")
#: Bytes that the program may take, in a debug build: its stores are far below, and so is what lies in its queues.
MEMORY = 600 << 20


def unnamed(lines):
    """The same events, but they do not say whose they are."""
    out = b""
    for line in lines.splitlines():
        value = json.loads(line)
        del value["domain"]
        out += json.dumps(["notify", value]).encode() + b"\n"
    return out


class NetworkCase(ProductCase):
    """A test of a program that is connected to a server of this process."""

    def watch(self, server, *options, domain="sales", size=(120, 60), **more):
        choice = ["-d", domain] if domain else []
        return self.start(*choice, *server.options, *options, size=size, **more)

    def begun(self, transport, *options, domain="sales", size=(120, 60)):
        """A server, a screen that is connected to it, and the connection after all that comes before the events."""
        server = FeedServer(self, transport)
        session = self.watch(server, *options, domain=domain, size=size)
        peer = server.accept()
        peer.begin()
        return server, session, peer

    def once_at(self, where, *options, timeout=60, env=None):
        """What --once says of a server, or of an address, which the test talks to meanwhile: a function that waits for the
        end and returns the status, the output and the errors."""
        result = []
        feed = ["--connect", where] if isinstance(where, str) else where.options

        def run():
            result.append(without_terminal([TOP, "--once", *feed, *options], timeout=timeout, env=env))
        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)

        def finished():
            thread.join(timeout)
            self.assertTrue(result, "it did not end")
            return result[0]
        return finished

    def token_file(self, text=TOKEN, mode=0o600):
        path = self.file(text.encode() + b"\n")
        os.chmod(path, mode)
        return path

    def in_background(self, function):
        """Lets a server be busy while the test looks at the screen; what it dies of does not matter."""
        def run():
            try:
                function()
            except OSError:
                pass
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    # After each bad night

    def buckets(self, session):
        """The buckets of the feed pane, which is shown; they add up to its lines."""
        session.send("9")
        session.wait_for(titled("Feed"))

        def adding_up(screen):
            counts = {}
            for line in screen.lines():
                match = re.match(r"[ !]*(\w+) +([\d,]+)(?= |$)", line)
                if match and match.group(1) in ("lines",) + _BUCKETS:
                    counts.setdefault(match.group(1), int(match.group(2).replace(",", "")))
            if len(counts) != 1 + len(_BUCKETS):
                return None
            lines = counts.pop("lines")
            return (dict(counts, lines=lines),) if sum(counts.values()) == lines else None
        return session.wait_for(adding_up)[0]

    def check_after(self, session):
        """The buckets add up, the memory is bounded, and q works at once."""
        counts = self.buckets(session)
        with open("/proc/%d/status" % session.pid) as status:
            peak = int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) << 10
        self.assertLess(peak, MEMORY)
        self.check_quits(session)
        return counts
