"""ccs-top restores the terminal however it ends. The program is $CCS_TOP or the debug build."""

import os
import pathlib
import unittest

from exit_cases import AllExits, EssentialExits

_ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.path.abspath(os.environ.get("CCS_TOP") or _ROOT / ".build" / "debug" / "ccs-top")


def setUpModule():
    if not os.access(PROGRAM, os.X_OK):
        raise AssertionError("no program at %s: build it, or name it in CCS_TOP" % PROGRAM)


class ExitsUnderXterm256(AllExits, unittest.TestCase):
    program = [PROGRAM]


class ExitsUnderXterm(EssentialExits, unittest.TestCase):
    program = [PROGRAM]
    term = "xterm"


class ExitsUnderScreen256(EssentialExits, unittest.TestCase):
    program = [PROGRAM]
    term = "screen-256color"


class ExitsUnderTmux256(EssentialExits, unittest.TestCase):
    program = [PROGRAM]
    term = "tmux-256color"


class ExitsUnderLinux(EssentialExits, unittest.TestCase):
    program = [PROGRAM]
    term = "linux"


if __name__ == "__main__":
    unittest.main()
