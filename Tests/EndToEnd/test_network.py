"""Feeds over TCP, TLS and websockets: which servers are trusted, which requests are sent, and the messages about untrusted
servers."""

import json
import re
import socket
import ssl
import unittest

import feeds
from feed_server import PING, TEXT, TRANSPORTS, FeedServer, Peer, frame
from network_case import TOKEN, NetworkCase, unnamed
from product import TOP, seances_live, titled
from session import without_terminal

ENCRYPTED = ("tls", "wss")
WEBSOCKETS = ("ws", "wss")
NAMES = ["ccsevents." + name for name in (
    "call_create", "call_delete", "call_update", "call_set_state", "call_attach_to_seance", "call_dtmf",
    "connection_create", "connection_delete", "connection_update", "connection_attach_to_seance",
    "connection_start_record", "connection_set_record_info", "connection_link_call", "connection_failure",
    "seance_create", "seance_delete", "seance_update", "seance_set_state", "seance_set_next_number")]


class Watching(NetworkCase):
    def test_events_come_and_q_hangs_up(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                server, session, peer = self.begun(transport)
                peer.send(feeds.seances(3))
                session.wait_for(seances_live(3))
                session.wait_for(r"\bLIVE\b")
                self.assertNotIn("ENCRYPTED", session.text())
                counts = self.check_after(session)
                self.assertEqual(30, counts["applied"])
                self.assertEqual(1 + server.is_websocket, counts["control"])
                self.assertTrue(peer.ended())

    def test_the_greeting_says_whose_events_they_are(self):
        for transport in WEBSOCKETS:
            with self.subTest(transport):
                server = FeedServer(self, transport)
                session = self.watch(server, domain=None)
                peer = server.accept()
                peer.greeted(domain="support")
                peer.subscribed()
                peer.send(unnamed(feeds.seances(2)))
                session.wait_for(r"^[ !]support +")
                session.send("\r")
                session.wait_for(seances_live(2))
                self.assertEqual(0, self.check_after(session)["noDomain"])

    def test_what_the_user_says_goes_before_the_greeting(self):
        server = FeedServer(self, "ws")
        session = self.watch(server, "--feed-domain", "sales")
        peer = server.accept()
        peer.greeted(domain="support")
        peer.subscribed()
        peer.send(unnamed(feeds.seances(2)))
        session.wait_for(seances_live(2))

    def test_a_clock_and_a_right_that_are_off(self):
        server = FeedServer(self, "ws")
        session = self.watch(server)
        peer = server.accept()
        _, asked = json.loads(peer.line())
        peer.send(json.dumps(["connection_info_result", {
            "qid": asked["qid"], "result": "ok", "timestamp": feeds.START, "capabilities": ["rest"]}]).encode())
        peer.subscribed()
        session.send("9")
        session.wait_for("its clock .* behind this machine's")
        session.wait_for("no right to subscribe")

    def test_notifies_are_answered(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                _, session, peer = self.begun(transport, "--feed-domain", "sales")
                for qid in (7, "a b"):
                    value = {"class": "ccsevents", "type": "seance_create", "eventts": feeds.START, "qid": qid,
                             "data": {"idseance": "seance %s" % qid}}
                    peer.send(json.dumps(["notify", value]).encode() + b"\n")
                    self.assertEqual(["notify_result", {"qid": qid, "result": "ok"}], json.loads(peer.line()))
                session.wait_for(seances_live(2))

    def test_all_at_once_refused_then_one_by_one(self):
        for transport in ("tcp", "wss"):
            with self.subTest(transport):
                server = FeedServer(self, transport)
                session = self.watch(server)
                peer = server.accept()
                if server.is_websocket:
                    peer.greeted()
                self.assertEqual(["ccsevents.*"], peer.subscribed("wildcards are not allowed")["events"])
                self.assertEqual(NAMES, peer.subscribed()["events"])
                peer.send(feeds.seances(2))
                session.wait_for(seances_live(2))
                self.assertNotIn("FAILED", session.text())

    def test_refused_twice_is_said(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                server = FeedServer(self, transport)
                session = self.watch(server)
                peer = server.accept()
                if server.is_websocket:
                    peer.greeted()
                peer.subscribed("no")
                peer.subscribed("not\u202eallowed\x1b[2J")
                session.wait_for("FAILED.*refused the subscription: not.allowed")
                self.check_after(session)

    def test_a_reconnect_begins_anew_with_the_same_id(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                server, session, peer = self.begun(transport)
                peer.send(feeds.seances(2))
                session.wait_for(seances_live(2))
                peer.close()
                peer = server.accept()
                first = peer.begin()
                peer.send(feeds.seances(2, first=3))
                session.wait_for(seances_live(4))
                peer.close()
                peer = server.accept()
                second = peer.begin()
                self.assertEqual(first["id"], second["id"])
                self.assertGreater(second["qid"], first["qid"])
                counts = self.check_after(session)
                self.assertEqual(40, counts["applied"])

    def test_once_goes_on_after_a_loss_when_it_is_told_how_long(self):
        server = FeedServer(self, "tcp")
        finished = self.once_at(server, "-d", "sales", "--format", "json", "--for", "12s")
        for first in (1, 3):
            peer = server.accept()
            peer.begin()
            peer.send(feeds.seances(2, first=first))
            peer.close()
        peer = server.accept()
        peer.begin()
        status, out, err = finished()
        self.assertEqual("exit 0", status, err)
        self.assertEqual(4, json.loads(out)["domains"][0]["live"]["seances"])
        self.assertIn("lost 2 times", err)


class Frames(NetworkCase):
    def test_fragments_pings_and_newlines(self):
        _, session, peer = self.begun("ws")
        lines = feeds.seances(2).splitlines()
        data = b""
        for line in lines:
            middle = line.index(b",") + 1
            data += frame(line[:middle] + b"\r\n", TEXT, final=False) + frame(b"are you there", PING)
            data += frame(b"\n" + line[middle:], 0, final=True)
        for start in range(0, len(data), 11):
            peer.raw(data[start:start + 11])
        opcode, payload = peer.message()
        self.assertEqual((10, b"are you there"), (opcode, payload))
        session.wait_for(seances_live(2))
        counts = self.check_after(session)
        self.assertEqual((20, 0), (counts["applied"], counts["malformed"]))

    def test_events_together_with_the_acceptance(self):
        server = FeedServer(self, "wss")
        session = self.watch(server, "--no-subscribe")
        peer = Peer(server, server.accept_encrypted())
        peer.upgrade(and_then=peer.encoded(feeds.seances(2)))
        session.wait_for(seances_live(2))

    def test_an_end_with_words(self):
        server, session, peer = self.begun("ws")
        peer.send(feeds.seances(1))
        session.wait_for(seances_live(1))

        def leave(peer):
            peer.upgrade()
            peer.raw(frame(b"\x03\xf0token expired\x1b[2J\xe2\x80\xae", 8))
            peer.ended()
        server.serve(leave)
        peer.close()
        session.wait_for("RECONNECTING.*closed by the feed: not allowed: token expired")
        self.check_after(session)

    def test_what_is_no_frame(self):
        for data in (b"\x81\x85\0\0\0\0abcde", b"\xc1\x00", b"\x83\x00", frame(b"x", 0), b"HTTP/1.1 200 OK\r\n"):
            with self.subTest(data):
                server, session, peer = self.begun("ws")
                peer.send(feeds.seances(1))
                session.wait_for(seances_live(1))

                def nonsense(peer, data=data):
                    peer.upgrade(and_then=data)
                    peer.ended()
                server.serve(nonsense)
                peer.raw(data)
                session.wait_for("RECONNECTING.*websocket")
                self.assertEqual(10, self.check_after(session)["applied"])


class Certificates(NetworkCase):
    #: The faults of a certificate, and their messages.
    FAULTS = (("expired", "certificate expired"), ("early", "certificate not valid yet"),
              ("misnamed", r"certificate not for 127\.0\.0\.1"), ("unknown", "certificate of an unknown authority"))

    def test_that_are_not_to_be_trusted_are_said_and_nothing_is_sent(self):
        for transport in ENCRYPTED:
            for certificate, words in self.FAULTS:
                with self.subTest(transport, certificate=certificate):
                    server = FeedServer(self, transport, certificate)
                    heard = []
                    server.serve(lambda peer: heard.append(peer.socket.recv(1)))
                    status, out, err = self.once_at(server)()
                    self.assertEqual(("exit 1", ""), (status, out))
                    self.assertRegex(err, words + r"\. [A-Z]")
                    session = self.watch(server, size=(80, 24))
                    session.wait_for("RECONNECTING .*: " + words)
                    session.wait_for("--ca FILE|in the certificate|date")
                    self.check_quits(session)
                    self.assertEqual(b"", b"".join(heard))

    def test_without_ca_the_systems_authorities_count(self):
        server = FeedServer(self, "tls")
        server.serve(lambda peer: None)
        session = self.start("--connect", server.address)
        session.wait_for("RECONNECTING.*certificate of an unknown authority")

    def test_by_name(self):
        for transport in ENCRYPTED:
            with self.subTest(transport):
                server = FeedServer(self, transport)
                session = self.start("-d", "sales", "--ca", server.certificates("ca.pem"), "--connect",
                                     "%s://localhost:%d" % (transport, server.port))
                peer = server.accept()
                if server.is_websocket:
                    self.assertEqual("localhost:%d" % server.port, peer.header("Host"))
                peer.begin()
                peer.send(feeds.seances(1))
                session.wait_for(seances_live(1))

    def test_with_a_wildcard_that_covers_too_much(self):
        for transport in ENCRYPTED:
            for certificate in ("anyone", "partly"):
                with self.subTest(transport, certificate=certificate):
                    server = FeedServer(self, transport, certificate)
                    heard = []
                    server.serve(lambda peer: heard.append(peer.socket.recv(1)))
                    address = "%s://localhost:%d" % (transport, server.port)
                    status, _, err = without_terminal(
                        [TOP, "--once", "--ca", server.certificates("ca.pem"), "--connect", address])
                    self.assertEqual("exit 1", status, err)
                    self.assertIn("certificate not for localhost", err)
                    self.assertEqual(b"", b"".join(heard))

    def test_insecure_trusts_all_and_says_so_all_the_time(self):
        for transport in ENCRYPTED:
            for certificate in ("expired", "misnamed", "unknown"):
                with self.subTest(transport, certificate=certificate):
                    server = FeedServer(self, transport, certificate)
                    session = self.start("-d", "sales", "--connect", server.address, "--insecure")
                    peer = server.accept()
                    peer.begin()
                    peer.send(feeds.seances(1))
                    session.wait_for(seances_live(1))
                    for key, title in (("2", "Connections"), ("8", "Log"), ("9", "Feed"), ("1", "Seances")):
                        session.send(key)
                        session.wait_for(titled(title))
                        self.assertIn("INSECURE", session.screen.lines()[0])
                    for size in ((200, 50), (40, 12), (24, 8), (80, 24)):
                        session.resize(*size)
                        session.wait_for(lambda screen: "INSECURE" in screen.lines()[0])
                    session.send("p")
                    session.wait_for(lambda screen: "INSECURE" in screen.lines()[0] and "PAUSED" in screen.lines()[0])
                    server.listener.close()
                    peer.close()
                    session.send("p")
                    session.wait_for(lambda screen: re.search("INSECURE.*RECONNECTING", screen.lines()[0]))
                    self.check_quits(session)

    def test_insecure_is_said_without_a_screen_too(self):
        server = FeedServer(self, "tls", "unknown")
        finished = self.once_at(server, "--insecure")
        peer = server.accept()
        peer.begin()
        peer.send(feeds.seances(1))
        peer.close()
        status, _, err = finished()
        self.assertEqual("exit 0", status)
        self.assertIn("warning", err)
        self.assertIn("not checked", err)

    def test_of_the_client(self):
        for transport in ENCRYPTED:
            with self.subTest(transport):
                server = FeedServer(self, transport, wants_client=True)
                mine = server.certificates("client.pem")
                session = self.watch(server, "--cert", mine, "--key", server.certificates("client.key"))
                peer = server.accept()
                peer.begin()
                peer.send(feeds.seances(1))
                session.wait_for(seances_live(1))
                self.check_quits(session)
                server.serve(lambda peer: None)
                session = self.watch(server)
                session.wait_for("RECONNECTING.*TLS failed: .*certificate")
                self.check_quits(session)

    def test_tls_with_who_speaks_none_and_the_other_way_round(self):
        server = FeedServer(self, "tcp")
        finished = self.once_at("tls://127.0.0.1:%d" % server.port)
        peer = server.accept_raw()
        peer.recv(65536)
        peer.sendall(b"220 mail.example ESMTP ready to serve whoever comes along\r\n")
        peer.close()
        server.listener.close()
        _, _, err = finished()
        self.assertIn("the feed does not speak TLS", err)

    def test_files_that_are_none(self):
        server = FeedServer(self, "tls")
        good = server.certificates("good.pem")
        other = server.certificates("client.key")
        junk = self.file(b"-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n")
        for options, words in ((["--ca", "/nowhere/ca.pem"], "/nowhere/ca.pem"), (["--ca", junk], "no certificate"),
                               (["--cert", "/nowhere/me.pem"], "/nowhere/me.pem"), (["--cert", good], "no key"),
                               (["--cert", good, "--key", junk], "no key"),
                               (["--cert", good, "--key", other], "belong together"), (["--ca", "/tmp"], "/tmp")):
            with self.subTest(options):
                status, out, err = without_terminal([TOP, "--once", "--connect", server.address, *options])
                self.assertEqual(("exit 2", ""), (status, out), err)
                self.assertIn(words, err)

    def test_a_key_without_a_certificate(self):
        status, _, err = without_terminal([TOP, "--once", "--connect", "tls://127.0.0.1:1", "--key", "x"])
        self.assertEqual("exit 2", status, err)
        self.assertIn("--key has no use", err)

    def test_options_without_a_use(self):
        for options in (["--ca", "x"], ["--cert", "x"], ["--key", "x"], ["--insecure"]):
            for feed in (["--connect", "tcp://127.0.0.1:1"], ["/dev/null"]):
                with self.subTest(options, feed=feed):
                    status, out, err = without_terminal([TOP, "--once", *feed, *options])
                    self.assertEqual(("exit 2", ""), (status, out), err)
                    self.assertIn("no use", err)


class NotEncrypted(NetworkCase):
    def test_to_another_host_is_said_all_the_time(self):
        # 0.0.0.0 leads here, but is not only this machine's address.
        for transport in ("tcp", "ws"):
            with self.subTest(transport):
                server = FeedServer(self, transport)
                session = self.start("-d", "sales", "--connect", "%s://0.0.0.0:%d" % (transport, server.port),
                                     size=(120, 60))
                peer = server.accept()
                peer.begin()
                peer.send(feeds.seances(1))
                session.wait_for(seances_live(1))
                self.assertIn("NOT ENCRYPTED", session.screen.lines()[0])
                session.send("9")
                session.wait_for("others may read and change it")
                self.check_quits(session)

    def test_is_said_without_a_screen_too(self):
        server = FeedServer(self, "tcp")
        finished = self.once_at("tcp://0.0.0.0:%d" % server.port)
        peer = server.accept()
        peer.begin()
        peer.close()
        _, _, err = finished()
        self.assertRegex(err, r"warning: tcp://0\.0\.0\.0:\d+: not encrypted")


class Upgrades(NetworkCase):
    def test_refusals_say_what_they_mean(self):
        for status, words in ((b"401 Unauthorized", "token refused: HTTP 401 Unauthorized"),
                              (b"403 Forbidden", "not allowed: HTTP 403"), (b"499 \x1b[2J", "no websocket: HTTP 499"),
                              (b"404 Not Found", "no websocket there: HTTP 404"),
                              (b"301 Moved", "sent elsewhere: HTTP 301"), (b"503 Busy", "the server is busy"),
                              (b"200 OK", "no websocket: HTTP 200"), (b"418 \xe2\x80\xaeteapot", "no websocket")):
            with self.subTest(status):
                server = FeedServer(self, "ws")
                session = self.watch(server, size=(80, 24))

                def refuse(peer, status=status):
                    peer.read_request()
                    peer.raw(b"HTTP/1.1 " + status + b"\r\nContent-Length: 3\r\n\r\nno!")
                server.serve(refuse)
                session.wait_for("RECONNECTING .*: .*" + words)
                self.check_quits(session)

    def test_the_token_and_the_path(self):
        server = FeedServer(self, "wss")
        session = self.start("--ca", server.certificates("ca.pem"), "--token-file", self.token_file(), "--connect",
                             server.address + "/other/place")
        peer = server.accept()
        self.assertTrue(peer.request.startswith(b"GET /other/place HTTP/1.1\r\n"))
        self.assertEqual("Bearer " + TOKEN, peer.header("Authorization"))
        peer.begin()
        session.wait_for(r"\bLIVE\b")


if __name__ == "__main__":
    unittest.main()
