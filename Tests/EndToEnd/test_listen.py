"""Feeds that are pushed to --listen."""

import json
import re
import select
import socket
import subprocess
import time

import feeds
from product import ProductCase, TOP, seances_live, titled
from session import PATIENCE, without_terminal


class Listening(ProductCase):
    def listening(self, *options):
        session = self.start("-d", "sales", "--listen", ":0", *options, size=(120, 24))
        session.wait_for(r"listening on 127\.0\.0\.1:\d+")
        return session, int(re.search(r"listening on 127\.0\.0\.1:(\d+)", session.text()).group(1))

    def peer(self, port):
        peer = socket.create_connection(("127.0.0.1", port), PATIENCE)
        peer.settimeout(PATIENCE)
        self.addCleanup(peer.close)
        return peer

    def test_peers_come_and_go(self):
        session, port = self.listening()
        session.wait_for("LISTENING")
        one, two = self.peer(port), self.peer(port)
        one.sendall(feeds.seances(2))
        two.sendall(feeds.seances(2, first=3))
        session.wait_for(seances_live(4))
        session.wait_for(r"\bLIVE\b")
        self.assertEqual([], select.select([one, two], [], [], 0)[0], "it said something")
        session.send("9")
        session.wait_for(titled("Feed"))
        session.wait_for("peers 2, accepted 2")
        for peer in (one, two):
            session.wait_for(r"127\.0\.0\.1:%d +20 .*LIVE.*applied 20" % peer.getsockname()[1])
        name = peer.getsockname()[1]
        two.close()
        session.wait_for(r":%d .*EOF" % name)
        session.wait_for("peers 1, accepted 2")
        self.check_quits(session)

    def test_what_a_peer_that_is_gone_spoke_of_is_unconfirmed(self):
        session, port = self.listening()
        one, two = self.peer(port), self.peer(port)
        one.sendall(feeds.event("seance_create", {"idseance": "s-1"}))
        two.sendall(feeds.event("seance_create", {"idseance": "s-2"}))
        session.wait_for(seances_live(2))
        self.assertNotIn("peer gone", session.text())
        one.close()
        session.wait_for(r"peer gone \d\d:\d\d:\d\d \?1\b")
        three = self.peer(port)
        three.sendall(feeds.event("seance_update", {"idseance": "s-1"}, 1))
        session.wait_for(r"peer gone \d\d:\d\d:\d\d ·")
        self.check_quits(session)

    def test_a_torn_last_line_is_finished(self):
        session, port = self.listening()
        one = self.peer(port)
        one.sendall(feeds.seances(1) + feeds.event("seance_create", {"idseance": "torn"})[:-1])
        session.wait_for(seances_live(1))
        one.close()
        session.wait_for(seances_live(2))
        two = self.peer(port)
        two.sendall(feeds.event("seance_create", {"idseance": "two"})[:40])
        two.close()
        three = self.peer(port)
        three.sendall(feeds.seances(1, first=7))
        session.wait_for(seances_live(3))
        session.send("9")
        session.wait_for(r"^ +malformed +1\b")
        self.check_quits(session)

    def test_more_than_there_is_room_for_are_refused_and_counted(self):
        session, port = self.listening("--peers", "2")
        kept = [self.peer(port), self.peer(port)]
        for number, peer in enumerate(kept):
            peer.sendall(feeds.seances(1, first=number + 1))
        session.wait_for(seances_live(2))
        self.assertEqual(b"", self.peer(port).recv(1), "it was hung up on")
        session.send("9")
        session.wait_for("peers 2, accepted 2, refused because of --peers 1")
        kept[0].close()
        session.wait_for("peers 1, accepted 2")
        again = self.peer(port)
        again.sendall(feeds.seances(1, first=3))
        session.wait_for(seances_live(3))
        self.check_quits(session)

    def test_together_with_a_feed_that_is_connected_to(self):
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)
        session = self.start("-d", "sales", "--listen", ":0", "--connect",
                             "tcp://127.0.0.1:%d" % server.getsockname()[1], size=(120, 24))
        peer, _ = server.accept()
        self.addCleanup(peer.close)
        peer.sendall(feeds.seances(1))
        session.wait_for(seances_live(1))
        session.wait_for(r"1/2 LIVE, LISTENING")
        self.check_quits(session)


class Once(ProductCase):
    def test_ends_when_all_who_pushed_have_gone(self):
        program = subprocess.Popen([TOP, "--once", "--format", "json", "--listen", ":0"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        self.addCleanup(program.kill)
        said = b""
        deadline = time.monotonic() + PATIENCE
        while b"\n" not in said:
            self.assertTrue(select.select([program.stderr], [], [], max(deadline - time.monotonic(), 0))[0], said)
            said += program.stderr.read1(4096)
        port = int(re.search(rb"listening on 127\.0\.0\.1:(\d+)", said).group(1))
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as peer:
            # Far more than is taken at once: the peer is held back, and nothing is lost.
            feed = feeds.seances(2000)
            peer.sendall(feed)
        out, _ = program.communicate(timeout=PATIENCE * 2)
        self.assertEqual(0, program.returncode)
        self.assertEqual(feed.count(b"\n"), json.loads(out)["feed"]["applied"])

    def test_addresses_that_are_none(self):
        for address in ("9000", ":", ":x", ":70000", "tcp://:1", "::1:9", "a b:9"):
            with self.subTest(address):
                status, out, err = without_terminal([TOP, "--once", "--listen", address])
                self.assertEqual(("exit 2", ""), (status, out), err)
                self.assertIn("--listen", err)

    def test_a_port_that_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            status, _, err = without_terminal([TOP, "--once", "--listen", ":%d" % other.getsockname()[1]])
        self.assertEqual("exit 1", status)
        self.assertIn("cannot listen", err)

    def test_elsewhere_than_here_warns(self):
        status, _, err = without_terminal([TOP, "--once", "--for", "10ms", "--listen", "0.0.0.0:0"])
        self.assertEqual("exit 0", status, err)
        self.assertIn("warning", err)
        _, _, err = without_terminal([TOP, "--once", "--for", "10ms", "--listen", ":0"])
        self.assertNotIn("warning", err)

    def test_two_feeds(self):
        status, _, err = without_terminal([TOP, "--once", "--listen", ":0", "/dev/null"])
        self.assertEqual("exit 2", status)
        self.assertIn("one feed", err)
