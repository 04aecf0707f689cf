"""Bad behaviour of a feed over TCP, TLS and websockets. After each case the verdicts add up, the memory is bounded, the
screen is right, and q works at once."""

import json
import os
import socket
import time
import unittest

import feeds
from feed_server import CLOSE, PING, TEXT, TRANSPORTS, FeedServer, Peer, frame
from network_case import TOKEN, NetworkCase
from product import seances_live, titled


def now(offset=0):
    """The current time in milliseconds after feeds.START, so that events are not old."""
    return int(time.time() * 1000) + offset - feeds.START


class BadNight(NetworkCase):
    def on_each(self, test, transports=TRANSPORTS):
        for transport in transports:
            with self.subTest(transport):
                test(transport)

    def test_refuses(self):
        def night(transport):
            server = FeedServer(self, transport)
            server.listener.close()
            session = self.watch(server)
            session.wait_for("RECONNECTING .*: connection refused")
            self.assertEqual(0, self.check_after(session)["lines"])
        self.on_each(night)

    def test_accepts_and_says_nothing(self):
        def night(transport):
            server = FeedServer(self, transport)
            session = self.watch(server)
            server.accept_raw()
            if transport == "tcp":
                session.wait_for("STALE 1.s")
            else:
                session.wait_for("CONNECTING")
                # The first wait is too short to see. The reason stays during the next try.
                session.wait_for("RECONNECTING now: timed out")
            self.assertEqual(0, self.check_after(session)["lines"])
        self.on_each(night)

    def test_opens_and_says_nothing(self):
        def night(transport):
            server = FeedServer(self, transport)
            session = self.watch(server)
            peer = server.accept()
            # A feed that does not answer the greeting gets the subscription anyway.
            for method in ["connection_info"] * server.is_websocket + ["subscribe"]:
                self.assertEqual(method, json.loads(peer.line())[0])
            session.wait_for("STALE 1.s")
            session.send("9")
            session.wait_for("subscription +.*asked for, not answered")
            self.assertEqual(0, self.check_after(session)["lines"])
        self.on_each(night)

    def test_closes_within_a_line(self):
        def night(transport):
            server, session, peer = self.begun(transport)
            whole, rest = feeds.seances(2), feeds.seance(3)
            sent = peer.encoded(whole + rest)
            peer.raw(sent[:len(peer.encoded(whole)) + 60])
            session.wait_for(seances_live(2))
            peer.close()
            peer = server.accept()
            peer.begin()
            peer.send(feeds.seances(1, first=4))
            session.wait_for(seances_live(3))
            counts = self.check_after(session)
            self.assertEqual((30, 1), (counts["applied"], counts["malformed"]))
        self.on_each(night)

    def test_closes_within_a_frame(self):
        """In its header, after it, between fragments, in a ping: a partial frame gives no line, except the part that was
        complete."""
        line = feeds.seance(2).splitlines()[0]
        for cut, broken in ((frame(line)[:1], 0), (frame(line)[:3], 0), (frame(line)[:9], 1),
                            (frame(line[:30], TEXT, final=False), 1), (frame(b"ping", PING)[:4], 0),
                            (frame(b"\x03\xe8bye", CLOSE)[:3], 0)):
            with self.subTest(cut):
                server, session, peer = self.begun("ws")
                peer.raw(peer.encoded(feeds.seances(1)) + cut)
                session.wait_for(seances_live(1))
                peer.close()
                peer = server.accept()
                peer.begin()
                peer.send(feeds.seances(1, first=3))
                session.wait_for(seances_live(2))
                counts = self.check_after(session)
                self.assertEqual((20, broken), (counts["applied"], counts["malformed"]))

    def test_closes_within_the_handshake(self):
        def night(transport):
            server = FeedServer(self, transport)
            session = self.watch(server)
            raw = server.accept_raw()
            raw.recv(20)
            raw.close()
            if transport == "wss":
                server.accept_encrypted().close()
            if server.is_websocket:
                peer = Peer(server, server.accept_encrypted())
                peer.read_request()
                peer.raw(b"HTTP/1.1 101 Switching Pro")
                peer.close()
            peer = server.accept()
            peer.begin()
            peer.send(feeds.seances(1))
            session.wait_for(seances_live(1))
            self.check_after(session)
        self.on_each(night, ("tls", "ws", "wss"))

    def test_a_byte_at_a_time(self):
        def night(transport):
            server, session, peer = self.begun(transport)
            data = peer.encoded(feeds.seances(2))
            peer.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for place in range(len(data)):
                peer.raw(data[place:place + 1])
                # Keys work in the middle of a line.
                if place == len(data) // 3:
                    session.send("2")
                    session.wait_for(titled("Connections"))
                    session.send("1")
            session.wait_for(seances_live(2))
            self.assertEqual(20, self.check_after(session)["applied"])
        self.on_each(night)

    @unittest.skipIf("CCS_TOP_SANITIZE" in os.environ, "with sanitizers the program is slower than the flood")
    def test_floods(self):
        def night(transport):
            server, session, peer = self.begun(transport)
            block = peer.encoded(feeds.seances(200))

            def flood():
                while True:
                    peer.raw(block)
            self.in_background(flood)
            session.wait_for(seances_live(200))
            session.send("2")
            session.wait_for(titled("Connections"))
            # The counts do not add up while the flood goes on. But the memory does not grow, and q works.
            session.wait_for(r"\bLIVE\b")
            self.check_quits(session)
        self.on_each(night)

    def test_floods_and_hangs_up(self):
        def night(transport):
            server, session, peer = self.begun(transport)
            block = peer.encoded(feeds.seances(100))
            for _ in range(20):
                peer.raw(block)
            peer.close()
            peer = server.accept()
            peer.begin()
            peer.send(feeds.seances(1, first=1000))
            session.wait_for(seances_live(101))
            counts = self.check_after(session)
            self.assertEqual(20_010 + 2 * (1 + server.is_websocket), counts["lines"])
        self.on_each(night)

    def test_a_hundred_megabytes_without_a_newline(self):
        def night(transport):
            server, session, peer = self.begun(transport)
            chunk, count = b"x" * (1 << 20), 100
            if server.is_websocket:
                head = frame(b"", TEXT)[:1] + b"\x7f" + (count * len(chunk)).to_bytes(8, "big")
                peer.raw(head)
            for _ in range(count):
                peer.raw(chunk)
            peer.raw(b"" if server.is_websocket else b"\n")
            peer.send(feeds.seances(1))
            session.wait_for(seances_live(1), 60)
            counts = self.check_after(session)
            self.assertEqual((10, 1), (counts["applied"], counts["oversized"]))
        self.on_each(night)

    def test_a_hundred_megabytes_in_fragments(self):
        server, session, peer = self.begun("ws")
        chunk = frame(b"x" * (1 << 20), 0, final=False)
        peer.raw(frame(b"x", TEXT, final=False))
        for _ in range(100):
            peer.raw(chunk)
        peer.raw(frame(b"", 0, final=True))
        peer.send(feeds.seances(1))
        session.wait_for(seances_live(1), 60)
        counts = self.check_after(session)
        self.assertEqual((10, 1), (counts["applied"], counts["oversized"]))

    def test_a_flood_of_pings_and_questions_without_reading_the_answers(self):
        server, session, peer = self.begun("ws", "--feed-domain", "sales")
        value = {"class": "ccsevents", "type": "seance_create", "eventts": feeds.START, "data": {"idseance": "s"}}
        asking = b"".join(json.dumps(["notify", dict(value, qid="%0900d" % number)]).encode() + b"\n"
                          for number in range(4000))
        peer.raw(frame(b"p" * 125, PING) * 20_000)
        peer.send(asking)
        peer.send(feeds.seances(1))
        session.wait_for(seances_live(2))
        self.check_after(session)

    def test_a_token_that_has_expired(self):
        def night(transport):
            server = FeedServer(self, transport)

            def refuse(peer):
                if server.is_websocket:
                    peer.read_request()
                    peer.raw(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
                else:
                    peer.subscribed("token expired")
                    peer.subscribed("token expired")
                    peer.ended()
            server.serve(refuse)
            session = self.watch(server, "--token-file", self.token_file(TOKEN))
            session.wait_for("token refused: HTTP 401" if server.is_websocket else
                             "refused the subscription: token expired")
            self.check_after(session)
        self.on_each(night)

    def test_a_clock_an_hour_off(self):
        def night(transport):
            for offset, lag in ((-3_600_000, r"lag (59m5|1h00|60m)"), (3_600_000, r"lag [-−](59m5|1h00|60m)")):
                server, session, peer = self.begun(transport)
                peer.send(b"".join(feeds.seance(number, now(offset)) for number in range(3)))
                session.wait_for(seances_live(3))
                session.wait_for(lag)
                session.wait_for(r"\bLIVE\b")
                # Ages use the feed's own time.
                session.wait_for(r"00:00:0\d")
                self.check_after(session)
        self.on_each(night, ("tcp", "wss"))

    def losses(self, transport, times):
        server, session, peer = self.begun(transport)
        for number in range(times):
            peer.send(feeds.seance(number))
            peer.close()
            peer = server.accept()
            peer.begin()
        peer.send(feeds.seance(times))
        session.wait_for(seances_live(times + 1))
        session.wait_for(r"\bLIVE\b")
        session.send("9")
        session.wait_for("connections .*%d, lost %d" % (times + 1, times))
        counts = self.check_after(session)
        self.assertEqual(10 * (times + 1), counts["applied"])

    def test_losses_one_after_the_other(self):
        # Each wait may be twice as long as the one before, since no connection lasts a second.
        self.on_each(lambda transport: self.losses(transport, 6))


if __name__ == "__main__":
    unittest.main()
