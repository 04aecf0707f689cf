"""Tokens: their sources, the servers that receive them, and that they appear nowhere else."""

import json
import os
import re
import subprocess
import tempfile
import unittest

import feeds
from feed_server import TRANSPORTS, FeedServer, Peer, frame
from network_case import TOKEN, NetworkCase
from product import TOP, folder_in_memory, seances_live, titled
from session import without_terminal

SECRET = TOKEN.encode()
#: Parts that would help an attacker.
PARTS = (SECRET, SECRET[:12], SECRET[-12:])


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Sources(NetworkCase):
    def shown(self, transport, *options, **more):
        """The token that a server receives."""
        server = FeedServer(self, transport)
        session = self.watch(server, *options, **more)
        peer = server.accept()
        if server.is_websocket:
            peer.greeted()
        asked = peer.subscribed()
        session.wait_for(r"\bLIVE\b")
        self.check_quits(session)
        if server.is_websocket:
            self.assertNotIn("token", asked)
            return (peer.header("Authorization") or "").partition("Bearer ")[2]
        return asked.get("token", "")

    def test_a_file(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                self.assertEqual(TOKEN, self.shown(transport, "--token-file", self.token_file()))

    def test_the_environment(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                self.assertEqual(TOKEN, self.shown(transport, env={"CCS_TOP_TOKEN": TOKEN}))

    def test_a_file_goes_before_the_environment(self):
        self.assertEqual(TOKEN, self.shown("ws", "--token-file", self.token_file(), env={"CCS_TOP_TOKEN": "another"}))

    def test_the_settings_file(self):
        path = self.file(b'token-file = "%s"\n' % self.token_file().encode())
        self.assertEqual(TOKEN, self.shown("tls", "--config", path))

    def test_a_descriptor(self):
        server = FeedServer(self, "tcp")
        ends = os.pipe()
        os.write(ends[1], SECRET + b"\n")
        program = subprocess.Popen([TOP, "--once", *server.options, "--token-fd", str(ends[0])], pass_fds=ends[:1],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(ends[0])
        peer = server.accept()
        self.assertEqual(TOKEN, peer.begin()["token"])
        peer.close()
        program.communicate(timeout=30)
        self.assertEqual(0, program.returncode)
        os.close(ends[1])

    def test_none(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                self.assertEqual("", self.shown(transport))


class Refusals(NetworkCase):
    def refused(self, *options, **more):
        status, out, err = without_terminal([TOP, "--once", *options], **more)
        self.assertEqual(("exit 2", ""), (status, out), err)
        for part in PARTS:
            self.assertNotIn(part.decode(), err)
        return err

    def test_a_file_that_others_may_read(self):
        for mode in (0o644, 0o640, 0o604, 0o620, 0o610):
            with self.subTest(oct(mode)):
                path = self.token_file(mode=mode)
                err = self.refused("--connect", "wss://127.0.0.1:1", "--token-file", path)
                command = re.search(r"chmod 600 \S+", err).group(0)
                subprocess.run(command, shell=True, check=True)
                self.assertEqual(0o600, os.stat(path).st_mode & 0o777)

    def test_what_is_no_file_of_a_token(self):
        fifo = self.token_file()
        os.unlink(fifo)
        os.mkfifo(fifo, 0o600)
        for path in ("/nowhere", "/tmp", "/dev/null", fifo, self.token_file(""), self.token_file(TOKEN + " and more"),
                     self.token_file(TOKEN + "\r\nX-Evil: 1"), self.token_file(TOKEN * 200)):
            with self.subTest(path):
                self.refused("--connect", "wss://127.0.0.1:1", "--token-file", path)

    @unittest.skipIf(os.geteuid() != 0, "only root can give files away")
    def test_a_file_of_somebody_else(self):
        path = self.token_file()
        os.chown(path, 12345, -1)
        self.assertIn("install -m 600", self.refused("--connect", "wss://127.0.0.1:1", "--token-file", path))

    def test_over_a_network_that_others_can_read(self):
        for address in ("tcp://feed.example:1", "ws://feed.example", "ws://0.0.0.0:1", "tcp://127.0.0.1.example:1"):
            with self.subTest(address):
                err = self.refused("--connect", address, "--token-file", self.token_file())
                self.assertIn("--insecure", err)
                self.refused("--connect", address, env={"CCS_TOP_TOKEN": TOKEN})

    def test_unless_the_user_says_so(self):
        server = FeedServer(self, "tcp")
        session = self.start("--connect", "tcp://0.0.0.0:%d" % server.port, "--insecure", "--token-file",
                             self.token_file())
        self.assertEqual(TOKEN, server.accept().begin()["token"])
        session.wait_for("NOT ENCRYPTED")

    def test_in_the_address(self):
        for address in ("wss://feed/ws/token/v1/" + TOKEN, "wss://%s@feed/" % TOKEN, "ws://feed/?token=" + TOKEN,
                        "tcp://me:%s@feed:1" % TOKEN):
            with self.subTest(address):
                self.refused("--connect", address)

    def test_in_the_settings_file(self):
        path = self.file(b'token = "%s"\n' % SECRET)
        self.assertIn("token-file", self.refused("--config", path, "/dev/null"))

    def test_options_without_a_use(self):
        for options in (["/dev/null", "--token-file", "x"], ["--demo", "--token-fd", "0"],
                        ["--connect", "tcp://127.0.0.1:1", "--no-subscribe", "--token-file", "x"],
                        ["--connect", "ws://127.0.0.1:1", "--token-file", "x", "--token-fd", "0"],
                        ["--connect", "ws://127.0.0.1:1", "--token-fd", "1"],
                        ["--connect", "ws://127.0.0.1:1", "--token-fd", "99"]):
            with self.subTest(options):
                self.refused(*options)


class Nowhere(NetworkCase):
    """The server repeats the token in every possible way. No output of the program contains it."""

    def echoes(self, peer):
        """All messages of a server that can contain the token."""
        value = {"class": "ccsevents", "type": "call_create", "domain": "sales", "eventts": feeds.START,
                 "data": {"idcall": TOKEN, "number": TOKEN, "name": "Anna " + TOKEN, TOKEN: TOKEN}}
        peer.send(feeds.seances(2))
        peer.send(json.dumps(value).encode() + b"\n" + b"junk " + SECRET + b"\n"
                  + json.dumps(dict(value, type="t", token=TOKEN)).encode() + b"\n"
                  + json.dumps(["greeting", {"qid": TOKEN, "result": TOKEN, "token": TOKEN}]).encode() + b"\n")

    def check_process(self, session):
        for name in ("cmdline", "environ"):
            self.assertNotIn(SECRET, read("/proc/%d/%s" % (session.pid, name)), name)

    def check_bytes(self, what, data):
        for part in PARTS:
            self.assertNotIn(part, bytes(data), what)

    def recording(self):
        """The options for recording, and the resulting files. Empty if recording is not built in."""
        _, out, _ = without_terminal([TOP, "--help"])
        if "--record" not in out:
            return [], None
        folder = tempfile.TemporaryDirectory(dir=folder_in_memory())
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "sales.rec")
        return ["--record", path], path

    def test_on_the_screen_in_the_process_and_in_recordings(self):
        for transport in TRANSPORTS:
            for given in ("file", "environment"):
                with self.subTest(transport, given=given):
                    server = FeedServer(self, transport)
                    options, path = self.recording()
                    env = {"CCS_TOP_TOKEN": TOKEN} if given == "environment" else None
                    file = ["--token-file", self.token_file()] if given == "file" else []
                    session = self.watch(server, *file, *options, env=env)
                    peer = server.accept()
                    if server.is_websocket:
                        peer.greeted()
                    peer.subscribed("token %s has no right" % TOKEN)
                    peer.subscribed("token %s has no right" % TOKEN)
                    session.wait_for("has no right")
                    self.echoes(peer)
                    session.wait_for("calls 5")
                    self.check_process(session)
                    for key, title in (("3", "Calls"), ("8", "Log"), ("9", "Feed"), ("1", "Seances")):
                        session.send(key)
                        session.wait_for(titled(title))
                        session.send("y", "Y")
                        session.wait_idle()
                    server.listener.close()
                    if server.is_websocket:
                        peer.raw(frame(b"\x03\xf0" + b"no more " + SECRET, 8))
                    else:
                        peer.close()
                    session.wait_for("RECONNECTING")
                    session.wait_idle()
                    self.check_quits(session)
                    self.check_bytes("the screen", session.raw)
                    if path:
                        for name in os.listdir(os.path.dirname(path)):
                            if name.startswith(os.path.basename(path)):
                                whole = os.path.join(os.path.dirname(path), name)
                                self.check_bytes("the recording", read(whole))
                                os.unlink(whole)

    def test_in_what_is_printed(self):
        for transport in TRANSPORTS:
            with self.subTest(transport):
                server = FeedServer(self, transport)
                finished = self.once_at(server, "--format", "json", "--token-file", self.token_file())
                peer = server.accept()
                peer.begin()
                self.echoes(peer)
                peer.close()
                status, out, err = finished()
                self.assertEqual("exit 0", status, err)
                self.check_bytes("the snapshot", out.encode())
                self.check_bytes("the errors", err.encode())

    def test_in_errors(self):
        for answer in (b"HTTP/1.1 401 " + SECRET, b"HTTP/1.1 302 Found\r\nLocation: wss://x/ws/token/v1/" + SECRET,
                       b"HTTP/1.1 101 " + SECRET, SECRET + b" " + SECRET):
            with self.subTest(answer):
                server = FeedServer(self, "ws")
                finished = self.once_at(server, "--token-file", self.token_file())
                peer = Peer(server, server.accept_raw())
                peer.read_request()
                server.listener.close()
                peer.raw(answer + b"\r\nContent-Length: 0\r\n\r\n")
                status, out, err = finished()
                self.assertEqual(("exit 1", ""), (status, out))
                self.check_bytes("the errors", err.encode())

    def test_in_the_settings_that_are_printed(self):
        for options in (["--print-config"], ["--list-keys"]):
            status, out, err = without_terminal(
                [TOP, "--connect", "wss://127.0.0.1:1", "--token-file", self.token_file(), *options],
                env={"CCS_TOP_TOKEN": TOKEN})
            self.assertEqual("exit 0", status, err)
            self.check_bytes("the settings", out.encode() + err.encode())


if __name__ == "__main__":
    unittest.main()
