"""Options without an effect are refused, because the user expects an effect."""

import os

import feeds
from product import ProductCase, TOP
from session import without_terminal


class WithoutEffect(ProductCase):
    def check_refused(self, words, *options):
        with self.subTest(options):
            status, out, err = without_terminal([TOP, *options])
            self.assertEqual(("exit 2", ""), (status, out), err)
            self.assertIn(words, err)

    def test_rows_are_chosen_but_all_is_printed(self):
        feed = self.file(feeds.seances(1))
        for option, value in (("--pane", "calls"), ("--filter", "state=talk"), ("--sort", "age"), ("--columns", "state")):
            self.check_refused("%s has no use" % option, "--once", "--format", "json", "-d", "sales", option, value, feed)
            self.check_refused("ndjson", "--once", "--format", "json", "-d", "sales", option, value, feed)

    def test_a_recording_says_it_itself(self):
        recording = self.file(b"") + ".rec"
        self.once("-d", "sales", "--record", recording, feed=feeds.seances(1))
        self.addCleanup(os.unlink, recording)
        for option, value in (("--map", "state=status"), ("--feed-domain", "sales")):
            self.check_refused("%s has no use" % option, "--once", "--replay", recording, option, value)
            self.once("--replay", self.file(feeds.seances(1)), option, value)

    def test_values_that_stand_twice(self):
        self.check_refused("live is set twice", "--once", "--limit", "live=1,live=2")
        self.check_refused("--domain shows one domain", "--once", "-d", "a", "--domain", "b")

    def test_numbers_are_decimal(self):
        for value in ("0x10", "1e0", "inf"):
            self.check_refused(value, "--delay", value, "--demo")
            self.check_refused(value, "--replay", "x", "--speed", value)


class AddressesOfTheSettings(ProductCase):
    """The settings file takes the addresses that --connect takes, and refuses the same ones."""

    def said_of(self, address):
        settings = self.file(b'connect = "%s"\n' % address.encode())
        _, _, err = without_terminal([TOP, "--config", settings, "--print-config"])
        return err

    def test_all_forms(self):
        for address in ("tcp://feed:9000", "TCP://feed:9000", "tls://feed:9001", "ws://feed", "wss://feed/path",
                        "kafka://one:9092,two/calls", "tcp://[::1]:9000"):
            with self.subTest(address):
                self.assertEqual("", self.said_of(address))

    def test_wrong_ones(self):
        for address, words in (("feed:9000", "has no scheme"), ("tcp://feed", "has no port"), ("kafka://one", "no topic"),
                               ("udp://feed:1", "unknown scheme")):
            with self.subTest(address):
                self.assertIn(words, self.said_of(address))
