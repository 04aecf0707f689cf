"""A feed over TCP: subscribing, answering, reconnecting after a loss, and invalid addresses and files."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import time
import unittest

import feeds
from product import ProductCase, SIM, TOP, seances_live, titled
from session import PATIENCE, without_terminal

SUBSCRIBE = re.compile(
    rb'\["subscribe",\{"qid":(\d+),'
    rb'"id":"(ccs-top-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})",'
    rb'"events":\["ccsevents\.\*"\],"objects":"any","expires":3600(?:,"domain":(".*?"))?\}\]\n')


class Server:
    """A feed's server on a free port, controlled by the test."""

    def __init__(self, case):
        self.case = case
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]
        self.address = "tcp://127.0.0.1:%d" % self.port
        case.addCleanup(self.listener.close)

    def accept(self):
        peer, _ = self.listener.accept()
        peer.settimeout(PATIENCE)
        self.case.addCleanup(peer.close)
        return peer

    def line(self, peer):
        """The next line with its newline. No more bytes may follow it."""
        got = b""
        while not got.endswith(b"\n"):
            more = peer.recv(65536)
            if not more:
                raise AssertionError("the client closed after %r" % got)
            got += more
        return got


class Connecting:
    """A program and the server it has connected to."""

    def connected(self, *options, domain="sales"):
        server = Server(self)
        choice = ["-d", domain] if domain else []
        session = self.start(*choice, "--connect", server.address, *options)
        return server, session, server.accept()

    def subscribed(self, server, peer, domain=b'"sales"'):
        line = server.line(peer)
        match = SUBSCRIBE.fullmatch(line)
        self.assertTrue(match, line)
        self.assertEqual(domain, match.group(3))
        return match


class Subscribing(Connecting, ProductCase):
    def test_the_line_with_a_domain(self):
        server, session, peer = self.connected()
        match = self.subscribed(server, peer)
        peer.sendall(b'["subscribe_result",{"qid":%s,"result":"ok"}]\n' % match.group(1) + feeds.seances(3))
        session.wait_for(seances_live(3))
        session.wait_for(r"\bLIVE\b")
        self.check_quits(session)
        self.assertEqual(b"", peer.recv(100), "the connection is closed at the end")

    def test_a_feed_that_refuses_without_end_is_asked_twice(self):
        _, session, peer = self.connected()
        peer.sendall(b'["subscribe_result",{"result":"x"}]\n' * 5000 + feeds.seances(1))
        session.wait_for(seances_live(1))
        session.wait_for("refused the subscription")
        self.check_quits(session)
        got = b""
        while True:
            try:
                more = peer.recv(65536)
            except ConnectionResetError:
                break
            if not more:
                break
            got += more
        self.assertEqual(2, got.count(b'["subscribe",'))

    def test_the_line_without_a_domain(self):
        server, session, peer = self.connected(domain=None)
        self.subscribed(server, peer, None)
        peer.sendall(feeds.seances(3))
        session.wait_for(titled("Domains"))
        session.wait_for("^[ !]sales +")
        self.check_quits(session)

    def test_a_domain_that_needs_escapes(self):
        server, session, peer = self.connected(domain='a"b\\c\u0434')
        line = server.line(peer)
        self.assertEqual('a"b\\c\u0434', json.loads(line)[1]["domain"])
        self.assertEqual("subscribe", json.loads(line)[0])
        self.check_quits(session)

    def test_no_subscribe_only_listens(self):
        server, session, peer = self.connected("--no-subscribe")
        peer.sendall(feeds.seances(2))
        session.wait_for(seances_live(2))
        self.assertEqual([], select.select([peer], [], [], 0)[0], "it said something")
        self.check_quits(session)

    def test_a_notify_that_asks_is_answered(self):
        server, session, peer = self.connected("--feed-domain", "sales")
        self.subscribed(server, peer)
        for qid in (7, "abc"):
            event = {"class": "ccsevents", "type": "seance_create", "eventts": feeds.START, "qid": qid,
                     "data": {"idseance": "seance %s" % qid}}
            peer.sendall(json.dumps(["notify", event]).encode() + b"\n")
            self.assertEqual(["notify_result", {"qid": qid, "result": "ok"}], json.loads(server.line(peer)))
        session.wait_for(seances_live(2))
        self.check_quits(session)

    def test_a_notify_that_does_not_ask_is_not_answered(self):
        server, session, peer = self.connected()
        self.subscribed(server, peer)
        peer.sendall(b"".join(b'["notify",%s]\n' % line for line in feeds.seances(2).splitlines()))
        session.wait_for(seances_live(2))
        self.assertEqual([], select.select([peer], [], [], 0)[0], "it said something")

    def test_refused_subscription_is_said(self):
        server, session, peer = self.connected()
        match = self.subscribed(server, peer)
        peer.sendall(b'["subscribe_result",{"qid":%s,"result":"not allowed\\u001b[2J"}]\n' % match.group(1))
        session.wait_for("not allowed")
        self.assertEqual([], session.screen.unknown)
        self.check_quits(session)

    def test_lines_cut_anywhere(self):
        server, session, peer = self.connected()
        self.subscribed(server, peer)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        feed = feeds.seances(2)
        for start in range(0, len(feed), 7):
            peer.sendall(feed[start:start + 7])
        session.wait_for(seances_live(2))
        session.wait_for("calls 4")


class ComingBack(Connecting, ProductCase):
    def test_after_a_loss_with_the_same_id(self):
        server, session, peer = self.connected()
        first = self.subscribed(server, peer)
        peer.sendall(feeds.seances(3))
        session.wait_for(seances_live(3))
        # The server does not listen for a while, so that the loss can be seen.
        server.listener.close()
        peer.close()
        session.wait_for("RECONNECTING")
        self.assertTrue(seances_live(3)(session.screen), session.screen.picture())
        server.listener = socket.create_server(("127.0.0.1", server.port))
        server.listener.settimeout(PATIENCE * 2)
        again = server.accept()
        second = self.subscribed(server, again)
        self.assertEqual(first.group(2), second.group(2))
        self.assertGreater(int(second.group(1)), int(first.group(1)))
        again.sendall(b'["subscribe_result",{"qid":%s,"result":"ok"}]\n' % second.group(1))
        again.sendall(feeds.seances(2, first=4))
        session.wait_for(seances_live(5))
        session.wait_for(r"\bLIVE\b")
        session.wait_for(lambda screen: "RECONNECTING" not in screen.text())
        self.check_quits(session)
        server.listener.close()

    def test_many_times(self):
        server, session, peer = self.connected()
        ids = set()
        for count in range(1, 6):
            ids.add(self.subscribed(server, peer).group(2))
            peer.sendall(feeds.seance(count))
            session.wait_for(seances_live(count))
            peer.close()
            peer = server.accept()
        self.assertEqual(1, len(ids))
        self.check_quits(session)

    def test_a_line_cut_by_the_loss_is_not_joined_to_the_next(self):
        server, session, peer = self.connected()
        self.subscribed(server, peer)
        peer.sendall(feeds.seances(1) + feeds.seance(2)[:40])
        session.wait_for(seances_live(1))
        peer.close()
        peer = server.accept()
        self.subscribed(server, peer)
        peer.sendall(feeds.seances(1, first=3))
        session.wait_for(seances_live(2))
        session.send("9")
        session.wait_for(titled("Feed"))
        session.wait_for(r"^ applied +20\b")


class Refused(ProductCase):
    def taken_port(self):
        """A socket on a free port that does not listen, so that no other test uses the port."""
        one = socket.socket()
        self.addCleanup(one.close)
        one.bind(("127.0.0.1", 0))
        return one, one.getsockname()[1]

    def test_is_said_and_the_screen_stays(self):
        _, port = self.taken_port()
        session = self.start("-d", "sales", "--connect", "tcp://127.0.0.1:%d" % port)
        session.wait_for("RECONNECTING")
        session.wait_for("(?i)refused")
        for key, name in (("2", "Connections"), ("9", "Feed"), ("1", "Seances")):
            session.send(key)
            session.wait_for(titled(name))
        self.check_quits(session)

    def test_later_there(self):
        listener, port = self.taken_port()
        session = self.start("-d", "sales", "--connect", "tcp://127.0.0.1:%d" % port)
        session.wait_for("RECONNECTING")
        listener.listen()
        listener.settimeout(PATIENCE * 2)
        peer, _ = listener.accept()
        with peer:
            peer.sendall(feeds.seances(2))
            session.wait_for(seances_live(2))
            self.check_quits(session)

    def test_q_while_a_server_says_nothing(self):
        server = Server(self)
        session = self.start("-d", "sales", "--connect", server.address)
        server.accept()
        session.wait_for(titled("Seances"))
        self.check_quits(session)

    def test_lost_with_exit_on_eof_is_status_3(self):
        # The client may reconnect before a screen could show the loss. It is a loss all the same.
        for _ in range(6):
            server = Server(self)
            session = self.start("-d", "sales", "--exit-on-eof", "--connect", server.address)
            peer = server.accept()
            peer.sendall(feeds.seances(2))
            session.wait_for(seances_live(2))
            peer.close()
            session.wait_exit(8)
            self.assertEqual("exit 3", session.status)
            self.assertEqual([], session.screen.leftovers())


class Silent(Connecting, ProductCase):
    """A server that sends no event is not one where all is well."""

    def said(self, *options, deed=lambda server, peer: None):
        server = Server(self)
        process = subprocess.Popen([TOP, "--once", "--connect", server.address, *options], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        deed(server, server.accept())
        _, err = process.communicate(timeout=PATIENCE)
        return server.address, process.returncode, err

    def test_for_so_long(self):
        accepted = b'["subscribe_result",{"qid":1,"result":"ok"}]\n\n'
        for answer, options in ((b"", []), (accepted, ["--format", "json"]), (accepted, ["--format", "ndjson"])):
            with self.subTest(answer=answer, options=options):
                where, status, err = self.said("--for", "1s", *options, deed=lambda _, peer: peer.sendall(answer))
                self.assertEqual((0, "ccs-top: %s: no event came in 1s: does the server send events to this client? "
                                  "Try a longer --for\n" % where), (status, err))

    def test_without_subscribing(self):
        _, _, err = self.said("--for", "1s", "--no-subscribe")
        self.assertIn("no event came in 1s: does the server wait for a subscription (--no-subscribe)?", err)

    def test_that_hangs_up(self):
        def deed(server, peer):
            server.line(peer)
            peer.close()
        _, status, err = self.said(deed=deed)
        self.assertEqual(0, status)
        self.assertIn("no event came before the connection closed", err)

    def test_is_not_said_of_one_that_sends_events(self):
        self.assertEqual("", self.said("--for", "3s", deed=lambda _, peer: peer.sendall(feeds.seances(1)))[2])

    def test_nobody_pushes(self):
        status, _, err = without_terminal([TOP, "--once", "--for", "300ms", "--listen", ":0"])
        self.assertEqual("exit 0", status)
        self.assertIn("no event came in 300ms: does a program push events to this address?", err)


class WrongAddresses(ProductCase):
    def test_status_2_and_a_message(self):
        for address in ("foo", "tcp://", "tcp://host", "tcp://host:", "tcp://host:0", "tcp://host:70000",
                        "tcp://host:abc", "http://host:80", "tcp://:9000", "", "127.0.0.1:9000"):
            for options in (["--once"], []):
                with self.subTest(address, options=options):
                    status, out, err = without_terminal([TOP, *options, "--connect", address])
                    self.assertEqual(("exit 2", ""), (status, out), err)
                    self.assertIn("--connect", err)

    def test_two_feeds_at_once(self):
        status, _, err = without_terminal([TOP, "--once", "--connect", "tcp://127.0.0.1:1", "/dev/null"])
        self.assertEqual("exit 2", status)
        self.assertIn("one feed", err)


class Files(ProductCase):
    def failed(self, path, *options):
        """Fails on a terminal too: the message stays on the main screen."""
        status, out, err = without_terminal([TOP, "--once", *options, path])
        self.assertEqual(("exit 1", ""), (status, out), err)
        session = self.start(*options, path)
        session.wait_exit()
        self.assertEqual("exit 1", session.status)
        self.assertEqual([], session.screen.leftovers())
        self.assertIn("ccs-top: ", session.text())
        return err

    def test_missing(self):
        self.assertIn("/nowhere/feed: no such file", self.failed("/nowhere/feed"))

    def test_directory(self):
        self.assertIn("directory", self.failed("/tmp"))

    def test_that_fails_while_it_is_read(self):
        status, out, err = without_terminal([TOP, "--once", "/proc/self/mem"])
        self.assertEqual(("exit 1", ""), (status, out), err)
        self.assertIn("/proc/self/mem: ", err)
        # The screen stays, so that the user can look at the lines that were read.
        session = self.start("-d", "sales", "/proc/self/mem")
        session.wait_for("FAILED: .*[Ii]nput/output error")
        session.send("q")
        session.wait_gone()
        self.assertEqual([], session.screen.leftovers(), session.screen.picture())

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_unreadable(self):
        path = self.file(feeds.seances(1))
        os.chmod(path, 0)
        self.assertIn("permission", self.failed(path).lower())

    def test_through_a_missing_directory_and_a_file(self):
        self.failed(self.file(b"") + "/feed")

    def test_named_pipe(self):
        path = self.file(b"")
        os.unlink(path)
        os.mkfifo(path)
        session = self.start("-d", "sales", path)
        with open(path, "wb", buffering=0) as pipe:
            pipe.write(feeds.seances(2))
            session.wait_for(seances_live(2))
        session.wait_for(lambda screen: "EOF" in screen.lines()[0])
        self.check_quits(session)

    def test_named_pipe_that_nobody_writes(self):
        path = self.file(b"")
        os.unlink(path)
        os.mkfifo(path)
        session = self.start("-d", "sales", path)
        session.wait_for(titled("Seances"))
        self.check_quits(session)


class Simulator(ProductCase):
    def listening(self, *options):
        server = subprocess.Popen([SIM, "--listen", "127.0.0.1:0", *map(str, options)], stderr=subprocess.PIPE)
        self.addCleanup(server.stderr.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        said = b""
        deadline = time.monotonic() + PATIENCE
        while b"\n" not in said:
            self.assertTrue(select.select([server.stderr], [], [], max(deadline - time.monotonic(), 0))[0], said)
            more = os.read(server.stderr.fileno(), 4096)
            self.assertTrue(more, said)
            said += more
        return server, re.search(rb":(\d+)\b", said).group(1).decode()

    def test_watched(self):
        server, port = self.listening("--seed", 7, "--rate", 2000)
        session = self.start("-d", "sales", "--connect", "tcp://127.0.0.1:" + port)
        session.wait_for(r"\bLIVE\b")
        session.wait_for(r"seances [1-9]\d")
        self.assertNotIn("RECONNECTING", session.text())
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE)
        session.wait_for("RECONNECTING")
        self.check_quits(session)

    def test_once_over_tcp_is_what_the_file_gives(self):
        options = ("--seed", 7, "--seances", 30, "--start-at", feeds.START, "--rate", "max")
        feed = subprocess.run([SIM, *map(str, options)], check=True, stdout=subprocess.PIPE).stdout
        _, port = self.listening(*options)
        expected = json.loads(self.once("--format", "json", "-d", "sales", feed=feed))
        # The feed comes at once, so its times run ahead of the clock. Treat them like those of a file.
        got = json.loads(self.once("--format", "json", "-d", "sales", "--connect", "tcp://127.0.0.1:" + port,
                                   "--clock-skew", "1d", timeout=PATIENCE))
        self.assertEqual(expected["domains"], got["domains"])


if __name__ == "__main__":
    unittest.main()
