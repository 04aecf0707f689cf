"""The bytes that a terminal sends for a key, by its terminfo entry."""

import functools
import json
import subprocess
import sys
from typing import NamedTuple

# curses.setupterm() works only once in a process, so each type of terminal is read in a new process.
_ASK = """
import curses, json, sys
curses.setupterm(sys.argv[1], 1)
print(json.dumps({n: (curses.tigetstr(n) or b"").decode("latin-1") for n in sys.argv[2:]}))
"""


class Key(NamedTuple):
    """A key: its terminfo capability, and xterm's bytes for entries without one."""

    capability: str
    otherwise: bytes


class KEY:
    """The named keys."""

    ENTER = b"\r"
    ESC = b"\x1b"
    TAB = b"\t"
    SPACE = b" "
    UP = Key("kcuu1", b"\x1b[A")
    DOWN = Key("kcud1", b"\x1b[B")
    RIGHT = Key("kcuf1", b"\x1b[C")
    LEFT = Key("kcub1", b"\x1b[D")
    HOME = Key("khome", b"\x1b[H")
    END = Key("kend", b"\x1b[F")
    PGUP = Key("kpp", b"\x1b[5~")
    PGDN = Key("knp", b"\x1b[6~")
    INSERT = Key("kich1", b"\x1b[2~")
    DELETE = Key("kdch1", b"\x1b[3~")
    BACKSPACE = Key("kbs", b"\x7f")
    BACKTAB = Key("kcbt", b"\x1b[Z")
    F1 = Key("kf1", b"\x1bOP")
    F2 = Key("kf2", b"\x1bOQ")
    F3 = Key("kf3", b"\x1bOR")
    F4 = Key("kf4", b"\x1bOS")
    F5 = Key("kf5", b"\x1b[15~")
    F6 = Key("kf6", b"\x1b[17~")
    F7 = Key("kf7", b"\x1b[18~")
    F8 = Key("kf8", b"\x1b[19~")
    F9 = Key("kf9", b"\x1b[20~")
    F10 = Key("kf10", b"\x1b[21~")
    F11 = Key("kf11", b"\x1b[23~")
    F12 = Key("kf12", b"\x1b[24~")


_ALL = {key.capability: key for key in vars(KEY).values() if isinstance(key, Key)}
_CURSOR = {"kcuu1", "kcud1", "kcuf1", "kcub1", "khome", "kend"}


def ctrl(letter):
    """Control and a character, as in ctrl("C"). \\ [ ] ^ _ work too."""
    return bytes([ord(letter.upper()) & 0x1F])


@functools.lru_cache(maxsize=None)
def _of(term):
    said = subprocess.run([sys.executable, "-c", _ASK, term, *_ALL], check=True, stdout=subprocess.PIPE).stdout
    return {name: value.encode("latin-1") for name, value in json.loads(said).items()}


def encoded(key, term, application):
    """The bytes of a key on this type of terminal. If there are two forms, the terminfo entry has the application form. A
    terminal sends that form only after it was switched on."""
    if isinstance(key, str):
        return key.encode()
    if isinstance(key, bytes):
        return key
    sent = _of(term)[key.capability] or key.otherwise
    if key.capability in _CURSOR and len(sent) == 3 and sent[:2] in (b"\x1bO", b"\x1b[") and term != "linux":
        return (b"\x1bO" if application else b"\x1b[") + sent[2:]
    return sent
