"""Output without a full screen: the manual page, completions, a terminal that takes only lines."""

import pathlib
import re
import subprocess
import tempfile

import feeds
from product import ProductCase, ROOT, TOP
from session import PATIENCE, Session, without_terminal


class Manual(ProductCase):
    def printed_by(self, *options):
        status, out, problem = without_terminal([TOP, *options])
        self.assertEqual("exit 0", status, problem)
        return out

    def test_every_option_key_and_command_is_in_the_manual_page(self):
        page = self.printed_by("--print-man")
        plain = page.replace("\\-", "-").replace("\\e", "\\").replace("\\(ha", "^")
        # The completions have all options, --help has the most used.
        names = set(re.findall(r"-l '([\w-]+)'", self.printed_by("--generate-completion-script", "fish")))
        self.assertGreater(len(names), 40)
        for name in names:
            self.assertRegex(plain, r"(?m)^\.B (-\w, )?--%s\b" % name)
        keys = self.printed_by("--list-keys").splitlines()
        self.assertGreater(len(keys), 30)
        for line in keys:
            command, names = re.match(r"(\w+) +(.+?)  +", line).groups()
            self.assertIn("(%s)." % command, plain)
            self.assertIn(".B %s\n" % names, plain)

    def test_each_option_of_the_manual_page_has_its_text_below(self):
        section = self.printed_by("--print-man").replace("\\-", "-").split(".SH OPTIONS\n")[1].split("\n.SH ")[0]
        items = section.split(".TP\n")[1:]
        self.assertGreater(len(items), 40)
        for item in items:
            self.assertRegex(item, r"\A\.B (<[^>]+>|(-\w, )?--?[\w-]+( <[^>]+>)?)\n\S[^\n]*\n?\Z")

    def test_the_manual_page_is_made_of_known_requests_alone(self):
        lines = self.printed_by("--print-man").splitlines()
        self.assertTrue(lines[0].startswith(".TH CCS\\-TOP 1 "))
        for line in lines:
            self.assertTrue(line.isascii(), line)
            if line.startswith((".", "'")):
                self.assertRegex(line, r"^\.(TH|SH|SS|TP|PP|B)\b")
            # A backslash must begin an escape of man(7).
            self.assertFalse(re.search(r"\\(?!-|e|&|f[BRI]|\((aq|ga|ha|ti|dq)|\[u[0-9A-F]{4,6}\])", line), line)
        for title in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "KEYS", "DETECTORS", "ENVIRONMENT", "FILES",
                      "EXIT STATUS", "EXAMPLES"):
            self.assertIn(".SH " + title, lines)

    def test_the_manual_page_and_the_commands_say_the_same(self):
        page = re.sub(r"\\\(aq", "'", self.printed_by("--print-man").replace("\\-", "-").replace("\\(ti", "~"))
        sections = {title: body for title, body in re.findall(r"(?ms)^\.SH ([A-Z ]+)\n(.*?)(?=^\.SH|\Z)", page)}
        commands = (ROOT / "docs" / "commands.md").read_text()
        examples = re.findall(r"(?m)^\.B (.+)$", sections["EXAMPLES"])
        self.assertGreater(len(examples), 5)
        for example in examples:
            self.assertIn(example, commands)
        statuses = re.findall(r"(?m)^\.B (\d)$", sections["EXIT STATUS"])
        self.assertEqual(re.findall(r"(?m)^\| (\d) \|", commands), statuses)
        self.assertIn("XDG_CONFIG_HOME", sections["FILES"])
        self.assertNotIn("Exit status", sections["DESCRIPTION"])

    def test_completions_are_printed_for_each_shell(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.printed_by("--generate-completion-script", shell)
            for option in ("connect", "print-man", "theme"):
                self.assertIn(option, script, shell)

    def test_bash_offers_files_and_values(self):
        script = self.printed_by("--generate-completion-script", "bash")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        (pathlib.Path(folder.name) / "feed.ndjson").touch()
        function = re.search(r"^complete .*-F (\S+) ccs-top$", script, re.MULTILINE).group(1)

        def offered(*words):
            asked = script + "\nCOMP_WORDS=(ccs-top %s); COMP_CWORD=%d; COMP_LINE=\"${COMP_WORDS[*]}\"; " \
                "COMP_POINT=${#COMP_LINE}; %s ccs-top \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\"; " \
                "printf '%%s\\n' \"${COMPREPLY[@]}\"" % (
                    " ".join("'%s'" % word for word in words), len(words), function)
            done = subprocess.run(["bash", "--norc", "-c", asked], cwd=folder.name, stdout=subprocess.PIPE, timeout=PATIENCE)
            return done.stdout.decode().split()

        for words in (["fee"], *(["--" + name, "fee"] for name in
                                 ("replay", "record", "config", "map", "token-file", "ca", "cert", "key"))):
            self.assertEqual(["feed.ndjson"], offered(*words), words)
        for option, value in (("fail-on", "unrecorded"), ("theme", "high-contrast"), ("pane", "anomalies"),
                              ("format", "ndjson"), ("sort", "since"), ("columns", "verdict"), ("reveal", "keys"),
                              ("mask", "numbers"), ("speed", "max")):
            self.assertEqual([value], offered("--" + option, value[:-1]), option)


class Lines(ProductCase):
    def start_dumb(self, *options, feed=feeds.seances(3)):
        session = Session([TOP, "-d", "sales", *options], (80, 24), "dumb", "pipe")
        self.addCleanup(session.close)
        session.feed(feed)
        return session

    def test_a_terminal_that_cannot_place_text_gets_pages_as_lines(self):
        session = self.start_dumb("--delay", "0.1")
        session.wait_for_bytes(rb"seances 3\b.*(?s:.*)-- q and Enter ends")
        session.feed(feeds.seances(1, first=50))
        session.wait_for_bytes(rb"seances 4\b")
        self.assertNotIn(b"\x1b", session.raw)
        self.assertNotRegex(bytes(session.raw), rb"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\xff]")
        session.send("q\r")
        self.assertEqual("exit 0", session.wait_exit())

    def test_the_log_is_printed_while_events_of_nothing_that_is_known_come(self):
        def unknown(number):
            return feeds.event("call_update", {"id": "unknown-%d" % number, "state": "talk"}, 7000 + number)
        session = self.start_dumb("--delay", "0.1", "--pane", "log", "--filter", "update", feed=unknown(0))
        for number in range(1, 5):
            session.wait_for_bytes(b"unknown-%d" % (number - 1))
            session.feed(unknown(number))
        session.wait_for_bytes(b"unknown-4")
        session.send("q\r")
        self.assertEqual("exit 0", session.wait_exit())

    def test_what_has_ended_says_so(self):
        gone = feeds.event("seance_delete", {"idseance": "seance-2"}, 6000)
        session = self.start_dumb("--delay", "0.1", feed=feeds.seances(3) + gone)
        session.wait_for_bytes(rb"(?m)\+74950000002 .* ended\s*$")
        self.assertNotRegex(bytes(session.raw), rb"\+74950000001 .* ended")
        status, out, _ = without_terminal([TOP, "--once", "-d", "sales"], feeds.seances(3) + gone)
        self.assertEqual("exit 0", status)
        self.assertRegex(out, r"(?m)\+74950000002 .* ended$")
        self.assertNotRegex(out, r"\+74950000001 .* 1001 .* ended")

    def test_it_ends_with_the_feed_where_that_is_asked_for(self):
        session = self.start_dumb("--delay", "0.1", "--exit-on-eof")
        session.wait_for_bytes(rb"seances 3\b")
        session.close_feed()
        self.assertEqual("exit 0", session.wait_exit())
