"""Feeds from Kafka, if the program was built with it: the start, an outage, the content of messages, TLS and a login.

The cluster is the mock of librdkafka. A proxy adds its missing features.
"""

import functools
import json
import os
import unittest

import feeds
import kafka_cluster
from certificates import Certificates
from kafka_proxy import Proxy
from product import ProductCase, TOP, seances_live
from session import without_terminal

_LIVE = r"\bLIVE\b"


@functools.lru_cache(maxsize=1)
def built_with_kafka():
    return "kafka\\-config" in without_terminal([TOP, "--print-man"])[1]


class KafkaLeftOut(ProductCase):
    def setUp(self):
        super().setUp()
        if built_with_kafka():
            self.skipTest("the program was built with Kafka")

    def test_it_is_said_how_to_build_it_in(self):
        for more in ([], ["--once"], ["--inspect"]):
            status, out, err = without_terminal([TOP, *more, "--connect", "kafka://localhost/calls"])
            self.assertEqual(("exit 2", ""), (status, out))
            self.assertIn("make KAFKA=1", err)
            self.assertIn("librdkafka-dev", err)

    def test_its_options_are_not_there(self):
        status, _, err = without_terminal([TOP, "--once", "--kafka-from", "now"])
        self.assertNotEqual("exit 0", status)
        self.assertIn("--kafka-from", err)


class KafkaCase(ProductCase):
    def setUp(self):
        super().setUp()
        if not built_with_kafka():
            self.skipTest("the program was built without Kafka")
        if not kafka_cluster.available():
            self.fail("there is no librdkafka")
        self.cluster = kafka_cluster.Cluster(self, "calls", 3)

    def publish(self, count, first=1):
        self.cluster.publish(feeds.seances(count, first).splitlines())

    def snapshot(self, *options, address=None):
        return json.loads(self.once("--connect", address or self.cluster.address, "--for", "5s", "--format", "json",
                                    *options))

    def settings(self, text, mode=0o600):
        path = self.file(text.encode())
        os.chmod(path, mode)
        return path

    def wrong_use(self, *options):
        status, out, err = without_terminal([TOP, "--once", "--for", "1s", *options])
        self.assertEqual(("exit 2", ""), (status, out), err)
        self.assertNotIn("hunter2", err)
        return err


class Kafka(KafkaCase):
    def test_from_now_on_only_what_is_published_then(self):
        self.publish(5)
        session = self.start("-d", "sales", "--connect", self.cluster.address)
        session.wait_for(_LIVE)
        self.publish(4, first=100)
        session.wait_for(seances_live(4))
        # All bytes stay on this machine.
        self.assertNotIn("NOT ENCRYPTED", session.screen.text())
        session.send("9")
        session.wait_for(r"partitions +– +– 3\b")
        self.check_quits(session)

    def test_from_the_beginning(self):
        self.publish(5)
        session = self.start("-d", "sales", "--connect", self.cluster.address, "--kafka-from", "beginning")
        session.wait_for(seances_live(5))
        self.check_quits(session)

    def test_an_outage_is_said_and_loses_nothing(self):
        session = self.start("-d", "sales", "--connect", self.cluster.address)
        session.wait_for(_LIVE)
        self.publish(2)
        session.wait_for(seances_live(2))
        self.cluster.set_down(True)
        session.wait_for("RECONNECTING")
        self.cluster.set_down(False)
        self.publish(3, first=100)
        session.wait_for(seances_live(5))
        session.wait_for(_LIVE)
        # No gap is reported if there was none.
        self.assertNotIn("missed", session.screen.text())
        self.check_quits(session)

    def test_a_viewer_in_a_group_says_what_it_reads(self):
        self.publish(5)
        session = self.start("-d", "sales", "--connect", self.cluster.address, "--kafka-from", "beginning",
                             "--kafka-group", "viewers")
        session.wait_for(seances_live(5))
        session.send("9")
        session.wait_for(r"partitions +– +– 3 of 3, shared in the group viewers")
        self.check_quits(session)

    def test_what_messages_hold_is_counted_line_by_line(self):
        lines = feeds.seance(1).splitlines()
        pretty = json.dumps(json.loads(lines[0]), indent=1).encode()
        self.cluster.publish([pretty, b"\n".join(lines[1:5]) + b"\n", b"\r\n".join(lines[5:]), b"", None, b"\n", b"no",
                              b"{" + b" " * 2_000_000 + b"}"])
        counts = self.snapshot("--kafka-from", "beginning")["feed"]
        self.assertEqual((len(lines) + 5, len(lines), 3, 1, 1), tuple(
            counts[name] for name in ("lines", "applied", "blank", "malformed", "oversized")))

    def test_once_from_a_topic(self):
        self.publish(2)
        snapshot = self.snapshot("-d", "sales", "--kafka-from", "beginning")
        self.assertEqual(2, snapshot["domains"][0]["live"]["seances"])

    def test_inspect_reads_a_topic(self):
        self.publish(2)
        printed = self.printed("--inspect", "--lines", "20", "--connect", self.cluster.address, "--kafka-from",
                               "beginning")
        self.assertIn("seance_create", printed)

    def test_once_says_why_there_is_nothing(self):
        self.cluster.refuse("cals")
        for address, why in ((self.cluster.address.replace("/calls", "/cals"), "there is no topic cals"),
                             ("kafka://127.0.0.1:1/calls", "no broker answers")):
            status, out, err = without_terminal([TOP, "--once", "--for", "5s", "--connect", address])
            self.assertEqual(("exit 1", ""), (status, out))
            self.assertIn(why, err)

    def test_a_topic_has_no_end(self):
        status, _, err = without_terminal([TOP, "--once", "--connect", self.cluster.address])
        self.assertEqual("exit 2", status)
        self.assertIn("--for", err)

    def test_wrong_use_is_said(self):
        feed = ("--connect", self.cluster.address)
        self.assertIn("has not come yet", self.wrong_use(*feed, "--kafka-from", "2199-01-01"))
        for kind in ("+5m", "yesterday", "25:00"):
            status, _, err = without_terminal([TOP, "--once", "--for", "1s", *feed, "--kafka-from", kind])
            self.assertNotEqual("exit 0", status)
            self.assertIn("--kafka-from", err)
        self.assertIn("go with --connect kafka://", self.wrong_use("--connect", "tcp://127.0.0.1:1", "--kafka-group", "g"))
        self.assertIn("topic", self.wrong_use("--connect", "kafka://localhost"))
        self.assertIn("user name", self.wrong_use("--connect", "kafka://me:hunter2@localhost/calls"))

    def test_settings_are_the_owners_alone(self):
        feed = ("--connect", self.cluster.address, "--kafka-config")
        text = "sasl.password=hunter2\n"
        self.assertIn("chmod 600", self.wrong_use(*feed, self.settings(text, 0o644)))
        self.assertIn("is not a regular file", self.wrong_use(*feed, "/dev/null"))
        self.assertIn("cannot be opened", self.wrong_use(*feed, "/nowhere/at/all"))
        self.assertIn("line 2", self.wrong_use(*feed, self.settings(text + "security.protocol=hunter2")))
        self.assertIn("line 2", self.wrong_use(*feed, self.settings(text + "hunter2")))
        self.assertIn("never commits", self.wrong_use(*feed, self.settings(text + "enable.auto.commit=true")))

    def test_settings_are_nowhere_to_be_seen(self):
        path = self.settings("sasl.password=hunter2\nclient.id=hunter2\n")
        printed = self.printed("--print-config", "--connect", self.cluster.address, "--kafka-config", path)
        self.assertNotIn("hunter2", printed)
        session = self.start("--connect", self.cluster.address, "--kafka-config", path)
        session.wait_for(_LIVE)
        for key in "123456789":
            session.send(key)
            session.wait_idle()
            self.assertNotIn("hunter2", session.screen.text())
        self.check_quits(session)


class KafkaProxy(KafkaCase):
    def address(self, proxy):
        return "kafka://127.0.0.1:%d/calls" % proxy.port

    def test_a_time_is_asked_of_the_brokers(self):
        cluster = kafka_cluster.Cluster(self, "calls", 1)
        # Each has ten lines.
        cluster.publish(feeds.seances(4).splitlines())
        proxy = Proxy(self, cluster.brokers, offset_by_time=10)
        snapshot = self.snapshot("--kafka-from", "2024-11-23T00:00", address=self.address(proxy))
        self.assertEqual(30, snapshot["feed"]["lines"])
        self.assertEqual([1732320000000], proxy.times)

    def test_over_tls_with_a_login(self):
        certificates = Certificates.of(self)
        proxy = Proxy(self, self.cluster.brokers, (certificates("good.pem"), certificates("good.key")),
                      (b"viewer", b"hunter2"))
        self.publish(3)
        text = "security.protocol=SASL_SSL\nssl.ca.location=%s\nsasl.mechanisms=PLAIN\nsasl.username=viewer\n" \
               "sasl.password=%s\n"
        for password, status in (("hunter2", "exit 0"), ("hunter1", "exit 1")):
            path = self.settings(text % (certificates("ca.pem"), password))
            got, out, err = without_terminal(
                [TOP, "--once", "--for", "5s", "--format", "json", "--connect", self.address(proxy), "--kafka-from",
                 "beginning", "--kafka-config", path])
            self.assertEqual(status, got, err)
            self.assertNotIn("hunter", out + err)
            if got == "exit 0":
                self.assertEqual(30, json.loads(out)["feed"]["lines"])
                self.assertEqual("", err)
            else:
                self.assertIn("the brokers refuse the login", err)
        self.assertEqual({True, False}, set(proxy.logins))

    def test_a_certificate_that_is_not_to_be_trusted(self):
        certificates = Certificates.of(self)
        proxy = Proxy(self, self.cluster.brokers, (certificates("unknown.pem"), certificates("unknown.key")))
        path = self.settings("security.protocol=SSL\nssl.ca.location=%s\n" % certificates("ca.pem"))
        status, _, err = without_terminal([TOP, "--once", "--for", "5s", "--connect", self.address(proxy),
                                           "--kafka-config", path])
        self.assertEqual("exit 1", status)
        self.assertIn("TLS with the brokers fails", err)

    def test_an_unchecked_certificate_is_said(self):
        certificates = Certificates.of(self)
        proxy = Proxy(self, self.cluster.brokers, (certificates("unknown.pem"), certificates("unknown.key")))
        path = self.settings("security.protocol=SSL\nenable.ssl.certificate.verification=false\n")
        session = self.start("--connect", self.address(proxy), "--kafka-config", path)
        session.wait_for("INSECURE")
        session.wait_for(_LIVE)
        self.check_quits(session)
