"""Several feeds at once, and the screen after a lost connection."""

import json
import os
import re
import shutil
import subprocess
import tempfile

import feeds
from product import ProductCase, TOP, folder_in_memory, seances_live, titled
from session import PATIENCE, without_terminal
from test_tcp import Server


class Several(ProductCase):
    def connected(self, count, *options):
        servers = [Server(self) for _ in range(count)]
        addresses = [word for server in servers for word in ("--connect", server.address)]
        session = self.start("-d", "sales", *addresses, *options, size=(140, 40))
        return servers, session, [server.accept() for server in servers]

    def test_are_taken_as_one(self):
        servers, session, peers = self.connected(3)
        for number, peer in enumerate(peers):
            peer.sendall(feeds.seance(number + 1))
        session.wait_for(seances_live(3))
        # An event that two feeds send counts once.
        peers[2].sendall(feeds.seance(1))
        session.wait_for(r"3/3 LIVE")
        session.send("9")
        session.wait_for(titled("Feed"))
        for server in servers:
            session.wait_for(r"tcp://127\.0\.0\.1:%d +[12]0 .*LIVE.*applied 10" % server.port)
        session.wait_for(r"tcp://127\.0\.0\.1:%d +20 .* duplicate 10" % servers[2].port)
        self.check_quits(session)

    def test_the_header_tells_of_the_worst(self):
        servers, session, peers = self.connected(2)
        peers[0].sendall(feeds.seance(1))
        peers[1].sendall(feeds.seance(2))
        session.wait_for(r"2/2 LIVE")
        servers[1].listener.close()
        peers[1].close()
        session.wait_for(r"1/2 LIVE, RECONNECTING (now|in \d+ s).*:%d" % servers[1].port)
        peers[0].sendall(feeds.seance(3))
        session.wait_for(seances_live(3))
        self.check_quits(session)

    def test_a_line_of_one_is_not_joined_to_that_of_another(self):
        _, session, peers = self.connected(2)
        first, second = feeds.seance(1), feeds.seance(2)
        peers[0].sendall(first[:333])
        session.wait_for("calls 1")
        peers[1].sendall(second)
        session.wait_for("calls 3")
        peers[0].sendall(first[333:])
        session.wait_for(seances_live(2))
        session.wait_for("calls 4")
        session.send("9")
        session.wait_for(r"^ malformed +0\b")

    def test_answers_go_to_the_one_that_asked(self):
        servers, session, peers = self.connected(2, "--no-subscribe")
        for qid, peer in enumerate(peers):
            event = json.loads(feeds.event("seance_create", {"idseance": "s%d" % qid}))
            event["qid"] = qid
            peer.sendall(json.dumps(["notify", event]).encode() + b"\n")
        for qid, (server, peer) in enumerate(zip(servers, peers)):
            self.assertEqual(["notify_result", {"qid": qid, "result": "ok"}], json.loads(server.line(peer)))
        self.check_quits(session)

    def test_once_ends_when_all_have(self):
        servers = [Server(self) for _ in range(2)]
        addresses = [word for server in servers for word in ("--connect", server.address)]
        program = subprocess.Popen([TOP, "--once", "--format", "json", *addresses], stdout=subprocess.PIPE)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        peers = [server.accept() for server in servers]
        peers[0].sendall(feeds.seances(2))
        peers[0].close()
        peers[1].sendall(feeds.seances(1, first=3, domain="support"))
        with self.assertRaises(subprocess.TimeoutExpired):
            program.wait(0.3)
        peers[1].close()
        out, _ = program.communicate(timeout=PATIENCE)
        self.assertEqual(0, program.returncode)
        self.assertEqual(["sales", "support"], sorted(one["domain"] for one in json.loads(out)["domains"]))

    def test_once_with_one_that_cannot_be_had_prints_and_fails(self):
        server = Server(self)
        nobody = Server(self)
        nobody.listener.close()
        program = subprocess.Popen(
            [TOP, "--once", "--format", "json", "--connect", server.address, "--connect", nobody.address],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(program.kill)
        peer = server.accept()
        peer.sendall(feeds.seances(2))
        peer.close()
        out, err = program.communicate(timeout=PATIENCE)
        self.assertEqual(1, program.returncode)
        self.assertEqual(20, json.loads(out)["feed"]["applied"])
        self.assertIn(nobody.address, err.decode())

    def test_the_same_twice_is_wrong_use(self):
        status, _, err = without_terminal([TOP, "--once"] + ["--connect", "tcp://127.0.0.1:1"] * 2)
        self.assertEqual("exit 2", status)
        self.assertIn("twice", err)


class AfterAGap(ProductCase):
    def lost_and_back(self, *options, unconfirmed=r" \?8\b"):
        server = Server(self)
        session = self.start("-d", "sales", "--connect", server.address, *options)
        peer = server.accept()
        peer.sendall(feeds.seances(2))
        session.wait_for(seances_live(2))
        peer.close()
        peer = server.accept()
        server.line(peer)
        session.wait_for(r"missed .*" + unconfirmed)
        return session, peer

    def test_rows_are_unconfirmed_until_they_are_heard_of(self):
        session, peer = self.lost_and_back()
        session.wait_for(lambda screen: len(re.findall(r"(?m)^\?", screen.text())) == 2)
        peer.sendall(feeds.event("seance_set_state", {"idseance": "seance-1", "state": "talk"}, 9000))
        session.wait_for(r"missed .*\?7\b")
        session.wait_for(lambda screen: len(re.findall(r"(?m)^\?", screen.text())) == 1)
        session.send("\\unconfirmed=yes and id=seance-2\r")
        session.wait_for(r"\b1 of 2\b")
        session.send("\x1b9")
        session.wait_for(titled("Feed"))
        session.send("G")
        session.send("g")
        session.wait_for("(?s)Feed")
        self.check_quits(session)

    def test_what_stays_silent_leaves_and_is_counted(self):
        configuration = self.file(b'unconfirmed = "1s"\n')
        # They may have been evicted before they were drawn.
        session, peer = self.lost_and_back("--config", configuration, unconfirmed="")
        session.wait_for("seances 0")
        session.wait_for(lambda screen: not re.search(r"missed .*\?", screen.text()))
        # It has not ended: a later event brings it back.
        peer.sendall(feeds.event("seance_set_state", {"idseance": "seance-1", "state": "talk"}, 9000))
        session.wait_for(seances_live(1))
        session.send("9")
        session.wait_for(titled("Feed"))
        session.send("/left\r")
        session.wait_for(r"left unconfirmed +8\b")
        self.check_quits(session)

    def test_a_recording_has_them_too(self):
        folder = tempfile.mkdtemp(dir=folder_in_memory())
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, "night")
        session, peer = self.lost_and_back("--record", path)
        peer.sendall(feeds.event("seance_set_state", {"idseance": "seance-1", "state": "talk"}, 9000))
        missed = session.wait_for(r"missed .*\?7\b").group()
        self.check_quits(session)
        again = self.start("--replay", path, "--speed", "max")
        again.wait_for(re.escape(missed))
        again.wait_for(lambda screen: len(re.findall(r"(?m)^\?", screen.text())) == 1)
        self.check_quits(again)

    def test_a_pipe_has_no_gaps(self):
        session = self.start("-d", "sales", feed=feeds.seances(2))
        session.wait_for(seances_live(2))
        self.assertNotIn("missed", session.text())
