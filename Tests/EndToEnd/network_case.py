"""Common parts of the tests of feeds over the network."""

import json
import os
import re
import threading

from feed_server import FeedServer
from product import TOP, ProductCase, titled
from session import without_terminal

#: A token in the platform's form.
TOKEN = "9c1f0d5e7ab34286b0c4d2e8f1a7365b"
_BUCKETS = ("applied", "duplicate", "late", "orphan", "otherDomain", "noDomain", "otherClass", "unknownType",
            "malformed", "oversized", "control", "blank")
#: The limit of memory in bytes, for a debug build. Its stores are far below their limits, and so are its queues.
MEMORY = 600 << 20


def unnamed(lines):
    """The same events without their domain."""
    out = b""
    for line in lines.splitlines():
        value = json.loads(line)
        del value["domain"]
        out += json.dumps(["notify", value]).encode() + b"\n"
    return out


class NetworkCase(ProductCase):
    """A test of a program that is connected to a server in this process."""

    def watch(self, server, *options, domain="sales", size=(120, 60), **more):
        choice = ["-d", domain] if domain else []
        return self.start(*choice, *server.options, *options, size=size, **more)

    def begun(self, transport, *options, domain="sales", size=(120, 60)):
        """A server, a connected screen, and the connection after all steps before the first event."""
        server = FeedServer(self, transport)
        session = self.watch(server, *options, domain=domain, size=size)
        peer = server.accept()
        peer.begin()
        return server, session, peer

    def once_at(self, where, *options, timeout=60, env=None):
        """Starts --once with a server or an address while the test talks to it. Returns a function that waits for the end
        and returns the status, the output and the errors."""
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
        """Runs a server in the background while the test looks at the screen. Its exceptions are ignored."""
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
        """The verdicts in the pane Feed, which must be shown. They must add up to its lines."""
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
        """Checks that the verdicts add up, that the memory is bounded, and that q works at once."""
        counts = self.buckets(session)
        with open("/proc/%d/status" % session.pid) as status:
            peak = int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) << 10
        self.assertLess(peak, MEMORY)
        self.check_quits(session)
        return counts
