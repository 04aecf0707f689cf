#!/usr/bin/env python3
"""A small program with a screen that ends correctly, for tests of the tests. --fault NAME gives it one fault: raw,
alternate, cursor, mouse, paste, keys, status, stay, linger, orphan, size or noise."""

import argparse
import curses
import json
import locale
import os
import re
import select
import signal
import sys
import termios
import threading

ENDING = {signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGSEGV, signal.SIGABRT, signal.SIGILL,
          signal.SIGTRAP}


class Model:
    def __init__(self, options):
        self.fault, self.options = options.fault, options
        try:
            tty = os.open("/dev/tty", os.O_RDWR)
        except OSError:
            sys.stderr.write("no terminal to draw on: use --once\n")
            sys.exit(2)
        self.file = options.file and open(options.file, "rb")
        self.feed = self.file.fileno() if self.file else os.dup(0)
        os.dup2(tty, 0)
        self.out = os.open("/dev/tty", os.O_WRONLY | os.O_NONBLOCK)
        self.before = termios.tcgetattr(0)
        self.numbers, self.rest, self.at_end = [], b"", False

    def restore(self):
        wanted = {"alternate": "rmcup", "cursor": "cnorm", "keys": "rmkx", "none": "sgr0"}
        data = b"".join(curses.tigetstr(name) or b"" for fault, name in wanted.items() if fault != self.fault)
        if self.fault != "mouse":
            data += b"\x1b[?1006l\x1b[?1000l"
        if self.fault != "paste":
            data += b"\x1b[?2004l"
        if self.fault == "noise":
            data += b"\x1b[99z"
        try:
            os.write(self.out, data)
        except OSError:
            pass
        if self.fault != "raw":
            try:
                termios.tcsetattr(0, termios.TCSANOW, self.before)
            except termios.error:
                pass

    def leave(self, status):
        self.restore()
        if self.fault == "linger":
            threading.Event().wait(5)
        os._exit(1 if self.fault == "status" else status)

    def die(self, number):
        self.restore()
        if self.fault == "linger":
            threading.Event().wait(5)
        if self.fault == "status":
            os._exit(0)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
        os.kill(os.getpid(), number)

    def wait_for_signals(self):
        ending = {number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN}
        for number in ending:
            signal.signal(number, signal.SIG_DFL)  # curses and Python install handlers
        signal.pthread_sigmask(signal.SIG_BLOCK, ending)
        if self.fault != "stay":
            threading.Thread(target=lambda: self.die(signal.sigwait(ending)), daemon=True).start()

    def draw(self):
        height, width = self.screen.getmaxyx()
        self.screen.erase()
        state = "EOF" if self.at_end else "LIVE"
        rows = ["ccs-top sales · %s · %d" % (state, len(self.numbers))] + self.numbers[-max(height - 2, 0):]
        for y, row in enumerate(rows[:height - 1]):
            self.screen.insstr(y, 0, row[:width], curses.A_BOLD if y == 0 else 0)
        self.screen.insstr(height - 1, 0, "F1 Help F10 Quit"[:width], curses.A_REVERSE)
        self.screen.refresh()

    def take_over(self):
        curses.raw()
        curses.noecho()
        self.screen.keypad(True)
        self.screen.nodelay(True)
        try:
            curses.curs_set(0)
        except curses.error:
            pass
        sys.stdout.write("\x1b[?1000h\x1b[?1006h\x1b[?2004h")
        sys.stdout.flush()

    def suspend(self):
        curses.endwin()
        self.restore()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)
        self.take_over()
        if self.fault != "size":
            self.resized()

    def resized(self):
        size = os.get_terminal_size(0)
        curses.resizeterm(size.lines, size.columns)
        self.screen.clear()
        self.draw()

    def read_feed(self):
        data = os.read(self.feed, 65536)
        if not data:
            self.at_end = True
            if self.options.exit_on_eof:
                self.leave(0)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            number = json.loads(line)["data"].get("fromnumber")
            self.numbers += [number] if number else []
        self.draw()

    def read_key(self):
        keys = os.read(0, 4096)
        if not keys or re.fullmatch(rb"q|\x03|\x1b\[21~", keys):
            self.leave(0 if keys else 1)
        if keys == b"\x1a":
            self.suspend()

    def run(self):
        if self.fault == "orphan" and os.fork() == 0:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            threading.Event().wait(30)
            os._exit(0)
        self.screen = curses.initscr()
        self.take_over()
        self.wait_for_signals()
        ours, theirs = os.pipe()
        os.set_blocking(theirs, False)
        signal.signal(signal.SIGWINCH, lambda *_: None)
        signal.set_wakeup_fd(theirs)
        self.draw()
        while True:
            ready = select.select([0, ours] + ([] if self.at_end else [self.feed]), [], [])[0]
            if ours in ready and os.read(ours, 100):
                self.resized()
            if 0 in ready:
                try:
                    self.read_key()
                except OSError:
                    self.leave(1)
            if self.feed in ready and not self.at_end:
                self.read_feed()


if __name__ == "__main__":
    locale.setlocale(locale.LC_ALL, "")
    parser = argparse.ArgumentParser()
    parser.add_argument("-d")
    parser.add_argument("--exit-on-eof", action="store_true")
    parser.add_argument("--fault", default="")
    parser.add_argument("file", nargs="?")
    Model(parser.parse_args()).run()
