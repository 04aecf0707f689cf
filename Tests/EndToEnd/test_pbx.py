"""Logs of an Asterisk and of a FreeSWITCH as feeds."""

import hashlib
import json
import os
import socket
import ssl
import threading

from certificates import Certificates
from product import ProductCase, TOP
from session import without_terminal


def ami(name, at, **fields):
    lines = ["Event: " + name, "Timestamp: 170000000%d.000000" % at]
    lines += ["%s: %s" % field for field in fields.items()]
    return "\r\n".join(lines) + "\r\n\r\n"


#: 201 calls 202 of another tenant; they talk, and hang up.
CALLER = dict(Channel="PJSIP/201-1", Uniqueid="1700000000.1", Linkedid="1700000000.1", Tenantid="sales")
CALLEE = dict(Channel="PJSIP/302-2", Uniqueid="1700000000.2", Linkedid="1700000000.1", Tenantid="support")
TALK = (
    "Asterisk Call Manager/11.0.0\r\n"
    "Response: Success\r\nMessage: Authentication accepted\r\n\r\n"
    + ami("Newchannel", 0, ChannelState=4, CallerIDNum=201, Exten=302, **CALLER)
    + ami("Newchannel", 0, ChannelState=0, CallerIDNum=302, **CALLEE)
    + ami("DialBegin", 0, DestUniqueid="1700000000.2", DestCallerIDNum=302, DestTenantid="support", **CALLER)
    + ami("Newstate", 1, ChannelState=6, **CALLEE)
    + ami("BridgeEnter", 2, BridgeUniqueid="b", BridgeType="basic", **CALLEE)
    + ami("BridgeEnter", 2, BridgeUniqueid="b", BridgeType="basic", **CALLER))
END = ami("Hangup", 5, Cause=16, **CALLER) + ami("Hangup", 5, Cause=16, **CALLEE)


def esl(name, fields):
    body = "Event-Name: %s\nEvent-Date-Timestamp: 1700000000000000\n" % name
    body += "".join("%s: %s\n" % field for field in fields.items()) + "\n"
    return "Content-Length: %d\nContent-Type: text/event-plain\n\n%s" % (len(body), body)


class PBXLogs(ProductCase):
    def snapshot(self, text, *options):
        return json.loads(self.once("--format", "json", *options, self.file(text.encode())))

    def test_a_log_of_an_asterisk(self):
        found = self.snapshot(TALK)
        self.assertEqual(["sales", "support"], [domain["domain"] for domain in found["domains"]])
        sales = found["domains"][0]
        self.assertEqual({"calls": 2, "connections": 1, "seances": 1, "recording": 0}, sales["live"])
        self.assertEqual("dialog", sales["seances"][0]["connections"][0]["state"])
        # A message counts once, however many events it causes.
        self.assertEqual((7, 4, 3), tuple(found["feed"][name] for name in ("lines", "applied", "control")))
        ended = self.snapshot(TALK + END)
        self.assertEqual([0, 0], [domain["live"]["calls"] for domain in ended["domains"]])

    def test_a_pipe_gives_what_a_file_gives(self):
        self.assertEqual(self.snapshot(TALK), json.loads(self.once("--format", "json", feed=TALK.encode())))

    def test_a_log_of_a_freeswitch(self):
        call = {"Unique-ID": "a", "Call-Direction": "inbound", "variable_domain_name": "sales.test"}
        text = "Content-Type: auth/request\n\n" + esl("CHANNEL_CREATE", call) + esl("HEARTBEAT", {})
        found = self.snapshot(text)
        self.assertEqual(1, found["domains"][0]["live"]["calls"])
        self.assertEqual((3, 1, 2), tuple(found["feed"][name] for name in ("lines", "applied", "control")))

    def test_a_recording_gives_the_same_snapshot(self):
        recording = self.file(b"")
        first = self.snapshot(TALK, "--record", recording)
        self.assertEqual(first, json.loads(self.once("--format", "json", "--replay", recording)))

    def test_a_log_is_replayed(self):
        found = json.loads(self.once("--format", "json", "--replay", self.file((TALK + END).encode())))
        self.assertEqual([2, 2], [domain["created"]["calls"] for domain in found["domains"]])

    def test_domains_come_from_the_rules(self):
        found = self.snapshot(TALK, "--pbx-domain", "endpoint:3*=three", "--pbx-domain", "fixed:all")
        self.assertEqual(["all", "three"], [domain["domain"] for domain in found["domains"]])
        found = self.snapshot(TALK, "--pbx-domain", "account", "--feed-domain", "mine")
        self.assertEqual(["mine"], [domain["domain"] for domain in found["domains"]])

    def test_rules_stand_in_the_settings(self):
        settings = self.file(b'pbx-domain = ["fixed:all"]')
        found = self.snapshot(TALK, "--config", settings)
        self.assertEqual(["all"], [domain["domain"] for domain in found["domains"]])
        self.once("--config", self.file(b'pbx-domain = ["tenants"]'), feed=b"", status="exit 2")

    def test_a_picture_does_not_tell_what_is_recorded(self):
        both = [dict(CALLER, BridgeId="b", ChannelState=6, Duration="00:05:00"),
                dict(CALLEE, BridgeId="b", ChannelState=6, Duration="00:04:50")]
        picture = "".join(ami("CoreShowChannel", 5, **one) for one in both) + ami("CoreShowChannelsComplete", 5)
        found = self.snapshot("Asterisk Call Manager/11.0.0\r\n" + picture, "-d", "sales")
        self.assertEqual(1, found["domains"][0]["live"]["connections"])
        self.assertEqual([], found["domains"][0].get("anomalies", []))

    def test_inspect_names_what_is_missing(self):
        text = self.printed("--inspect", self.file(TALK.encode()))
        self.assertRegex(text, r"Asterisk: 7 messages, malformed 0, too long 0\n")
        self.assertRegex(text, r"BridgeEnter +2\n")
        self.assertRegex(text, r"pressed keys \(DTMF\) +read = dtmf\n")
        self.assertNotIn("timestampevents", text)
        found = json.loads(self.printed("--inspect", "--format", "json", self.file(TALK.encode())))
        self.assertEqual(("asterisk", 7, ["sales", "support"]), (found["pbx"], found["messages"], found["domains"]))

    def test_a_wrong_rule_is_refused(self):
        self.once("--pbx-domain", "tenants", feed=b"", status="exit 2")


class StandIn:
    """A PBX that answers a client with what a script says, and keeps what it was sent."""

    def __init__(self, case, talk, context=None):
        self.context = context
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.talk = talk
        self.errors = []
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        case.addCleanup(self.listener.close)

    def run(self):
        try:
            while True:
                client, _ = self.listener.accept()
                with self.context.wrap_socket(client, server_side=True) if self.context else client as client:
                    self.talk(Client(client))
        except OSError:
            pass
        except AssertionError as error:
            self.errors.append(str(error))


class Client:
    def __init__(self, socket):
        self.socket = socket
        self.read = b""

    def say(self, text):
        self.socket.sendall(text.encode())

    def hear(self, words):
        """Reads until these words came, and gives what came with them."""
        while words.encode() not in self.read:
            more = self.socket.recv(4096)
            assert more, "the client went before it said %r" % words
            self.read += more
        said, self.read = self.read.decode(), b""
        return said

    def wait_gone(self):
        """Reads until the client hangs up."""
        try:
            while self.socket.recv(4096):
                pass
        except ConnectionError:
            pass


def asterisk_login(client):
    """The part of an Asterisk that takes any secret, until it is asked for its channels."""
    client.say("Asterisk Call Manager/11.0.0\r\n")
    client.hear("Action: Challenge")
    client.say("Response: Success\r\nActionID: ccs-challenge\r\nChallenge: 123\r\n\r\n")
    said = client.hear("ActionID: ccs-login\r\n\r\n")
    client.say("Response: Success\r\nActionID: ccs-login\r\n\r\n")
    # To its end: a socket that is closed with something unread drops what was sent before.
    client.hear("ActionID: ccs-channels\r\n\r\n")
    client.say("Response: Success\r\nActionID: ccs-channels\r\n\r\n")
    return said


class PBXConnections(ProductCase):
    def watch(self, address, talk, *options, status="exit 0", context=None):
        pbx = StandIn(self, talk, context)
        secret = self.file(b"geheim\n")
        os.chmod(secret, 0o600)
        out = self.once("--format", "json", "--token-file", secret, "--connect", address % pbx.port, *options,
                        status=status)
        self.assertEqual([], pbx.errors)
        return out

    def test_an_asterisk(self):
        def talk(client):
            said = asterisk_login(client)
            assert "Key: " + hashlib.md5(b"123geheim").hexdigest() in said, said
            assert "geheim" not in said, said
            # Only the picture tells of this call.
            client.say("Event: CoreShowChannel\r\nUniqueid: 1700000000.1\r\nLinkedid: 1700000000.1\r\n"
                       "Channel: PJSIP/201-1\r\nChannelState: 4\r\nCallerIDNum: 201\r\nTenantid: sales\r\n"
                       "Duration: 00:00:10\r\n\r\nEvent: CoreShowChannelsComplete\r\n\r\n")
            client.wait_gone()

        found = json.loads(self.watch("ami://ccs@127.0.0.1:%d", talk, "--for", "3s"))
        self.assertEqual(1, found["domains"][0]["live"]["calls"])

    def test_an_asterisk_over_tls(self):
        def talk(client):
            asterisk_login(client)
            client.say("Event: CoreShowChannelsComplete\r\n\r\n")
            client.say(TALK)
            client.wait_gone()

        certificates = Certificates.of(self)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates("good.pem"), certificates("good.key"))
        found = json.loads(self.watch("amis://ccs@127.0.0.1:%d", talk, "--for", "3s", "--ca", certificates("ca.pem"),
                                      context=context))
        self.assertEqual([2, 2], [domain["live"]["calls"] for domain in found["domains"]])

    def test_an_asterisk_that_keeps_its_channels_to_itself(self):
        def talk(client):
            client.say("Asterisk Call Manager/11.0.0\r\n")
            client.hear("Action: Challenge")
            client.say("Response: Success\r\nActionID: ccs-challenge\r\nChallenge: 123\r\n\r\n")
            client.hear("ActionID: ccs-login\r\n\r\n")
            client.say("Response: Success\r\nActionID: ccs-login\r\n\r\n")
            client.hear("ActionID: ccs-channels\r\n\r\n")
            client.say("Response: Error\r\nActionID: ccs-channels\r\nMessage: Permission denied\r\n\r\n" + TALK)
            client.wait_gone()

        pbx = StandIn(self, talk)
        secret = self.file(b"geheim\n")
        os.chmod(secret, 0o600)
        session = self.start("--token-file", secret, "--connect", "ami://ccs@127.0.0.1:%d" % pbx.port)
        session.wait_for("FAILED: no list of channels: grant write = reporting")
        session.send("9")
        session.wait_for("trouble .*no list of channels: grant write = reporting")

    def test_after_a_gap_the_picture_counts(self):
        connections = []

        def talk(client):
            connections.append(client)
            asterisk_login(client)
            client.say("Event: CoreShowChannelsComplete\r\n\r\n")
            if len(connections) == 1:
                # The call ends while nobody listens.
                client.say(ami("Newchannel", 0, ChannelState=4, CallerIDNum=201, Exten=302, **CALLER))
            else:
                client.wait_gone()

        found = json.loads(self.watch("ami://ccs@127.0.0.1:%d", talk, "--for", "5s"))
        self.assertGreaterEqual(len(connections), 2)
        self.assertEqual((1, 0), (found["domains"][0]["created"]["calls"], found["domains"][0]["live"]["calls"]))

    def test_an_asterisk_that_refuses(self):
        def talk(client):
            client.say("Asterisk Call Manager/11.0.0\r\n")
            client.hear("Action: Challenge")
            client.say("Response: Success\r\nActionID: ccs-challenge\r\nChallenge: 1\r\n\r\n")
            client.hear("ccs-login")
            client.say("Response: Error\r\nActionID: ccs-login\r\nMessage: Authentication failed\r\n\r\n")

        pbx = StandIn(self, talk)
        secret = self.file(b"geheim\n")
        os.chmod(secret, 0o600)
        status, _, err = without_terminal(
            [TOP, "--once", "--token-file", secret, "--connect", "ami://ccs@127.0.0.1:%d" % pbx.port], b"")
        self.assertEqual("exit 1", status)
        self.assertIn("login refused: Authentication failed", err if isinstance(err, str) else err.decode())

    def test_a_freeswitch(self):
        def talk(client):
            client.say("Content-Type: auth/request\n\n")
            assert client.hear("\n\n") == "auth geheim\n\n"
            client.say("Content-Type: command/reply\nReply-Text: +OK accepted\n\n")
            client.hear("api show calls as json\n\n")
            client.say("Content-Type: command/reply\nReply-Text: +OK event listener enabled json\n\n")
            for _ in range(2):
                client.say("Content-Type: api/response\nContent-Length: 16\n\n{\"row_count\": 0}")
            client.say(esl("CHANNEL_CREATE", {"Unique-ID": "a", "Call-Direction": "inbound",
                                              "variable_domain_name": "sales.test"}))
            client.wait_gone()

        found = json.loads(self.watch("esl://127.0.0.1:%d", talk, "--for", "3s"))
        self.assertEqual(1, found["domains"][0]["live"]["calls"])

    def test_wrong_use(self):
        for address, words in (("ami://127.0.0.1", "names no user"), ("ami://a:b@127.0.0.1", "no password"),
                               ("esl://127.0.0.1", "wants a secret"), ("tcp://a@127.0.0.1:1", "no user")):
            status, _, err = without_terminal([TOP, "--once", "--connect", address], b"")
            self.assertEqual("exit 2", status)
            self.assertIn(words.encode() if isinstance(err, bytes) else words, err)
