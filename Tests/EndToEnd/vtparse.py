"""Splits the bytes of a terminal line into text, controls and sequences. It knows the grammar, but not the meaning."""

import codecs
import re

_TEXT = re.compile("[^\x00-\x1f\x7f-\x9f\udc80-\udcff]+")
_CSI = re.compile(r"\x1b\[([<=>?]?)([0-9:;]*)([ -/]*)([@-~])")
_CSI_BEGUN = re.compile(r"\x1b\[[0-?]*[ -/]*\Z")
_ESCAPE = re.compile(r"\x1b([ -/]*)([0-~])")
_ESCAPE_BEGUN = re.compile(r"\x1b[ -/]*\Z")
_STRING_STOP = re.compile("[\x07\x18\x1a\x1b]")
_STRINGS = {"]": "OSC", "P": "DCS", "X": "SOS", "^": "PM", "_": "APC", "k": "title"}
_LINUX_PALETTE = re.compile(r"\x1b\](?:P[0-9A-Fa-f]{7}|R)")
_LINUX_PALETTE_BEGUN = re.compile(r"\x1b\]P[0-9A-Fa-f]{0,6}\Z")


def parameters(text):
    """Parses `1;38:5:3;` as [[1], [38, 5, 3], [None]]. None is an omitted parameter."""
    return [[int(part) if part else None for part in group.split(":")] for group in text.split(";")]


class Parser:
    """Calls the handler: on_text(text), on_control(char), on_escape(intermediates, final), on_csi(private, parameters,
    intermediates, final), on_string(kind, payload) with kind OSC, DCS, SOS, PM, APC or title, and on_bad(what)."""

    def __init__(self, handler, keeps_escapes_in_dcs=False):
        self._handler = handler
        # GNU screen passes on the content of a DCS, including escapes. On other terminals an escape ends it.
        self._keeps_escapes_in_dcs = keeps_escapes_in_dcs
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._rest = ""

    @property
    def unfinished(self):
        """The incomplete rest of the input: a part of a sequence or of a character."""
        return self._rest.encode("utf-8", "surrogateescape") + self._decoder.getstate()[0]

    def feed(self, data):
        text = self._rest + self._decoder.decode(data)
        self._rest = ""
        at = 0
        while at < len(text):
            found = _TEXT.match(text, at)
            if found:
                self._handler.on_text(found.group())
                at = found.end()
            elif text[at] == "\x1b":
                after = self._sequence(text, at)
                if after is None:
                    self._rest = text[at:]
                    return
                at = after
            else:
                self._single(text[at])
                at += 1

    def _single(self, char):
        if "\udc80" <= char <= "\udcff":
            self._handler.on_bad("byte %02x is not UTF-8" % (ord(char) - 0xDC00))
            self._handler.on_text("\ufffd")
        elif "\x80" <= char <= "\x9f":
            self._handler.on_bad("C1 control U+%04X" % ord(char))
        else:
            self._handler.on_control(char)

    def _sequence(self, text, at):
        """Handles the sequence at `at`. Returns its end, or None if it is incomplete."""
        if at + 1 == len(text):
            return None
        kind = text[at + 1]
        if kind == "[":
            return self._csi(text, at)
        if kind in _STRINGS:
            return self._string(text, at, _STRINGS[kind])
        found = _ESCAPE.match(text, at)
        if found:
            self._handler.on_escape(found.group(1), found.group(2))
            return found.end()
        if _ESCAPE_BEGUN.match(text, at):
            return None
        self._handler.on_bad("broken off: ESC before %r" % kind)
        return at + 1

    def _csi(self, text, at):
        found = _CSI.match(text, at)
        if found:
            private, numbers, intermediates, final = found.groups()
            self._handler.on_csi(private, parameters(numbers), intermediates, final)
            return found.end()
        if _CSI_BEGUN.match(text, at):
            return None
        end = at + 2
        while end < len(text) and " " <= text[end] <= "?":
            end += 1
        self._handler.on_bad("broken off: " + repr(text[at:end + 1]))
        return end

    def _string(self, text, at, kind):
        if kind == "OSC":
            # The linux console's palette commands have a fixed length and no terminator.
            palette = _LINUX_PALETTE.match(text, at)
            if palette:
                return palette.end()
            if _LINUX_PALETTE_BEGUN.match(text, at):
                return None
        payload = ""
        start = at + 2
        while True:
            stop = _STRING_STOP.search(text, start)
            if not stop:
                return None
            char, here = stop.group(), stop.start()
            payload += text[start:here]
            if char == "\x07" and kind == "DCS":
                payload += char
                start = here + 1
            elif char == "\x07":
                self._handler.on_string(kind, payload)
                return here + 1
            elif char in "\x18\x1a":
                self._handler.on_bad("broken off: %s %r" % (kind, payload))
                return here + 1
            elif here + 1 == len(text):
                return None
            elif text[here + 1] == "\\":
                self._handler.on_string(kind, payload)
                return here + 2
            elif kind == "DCS" and payload.startswith("tmux;") and text[here + 1] == "\x1b":
                payload += "\x1b"
                start = here + 2
            elif kind == "DCS" and self._keeps_escapes_in_dcs:
                payload += "\x1b"
                start = here + 1
            else:
                self._handler.on_bad("broken off: %s %r" % (kind, payload))
                return here
