#!/usr/bin/env python3
"""Runs the end-to-end tests, or those whose names contain one of the given words. CCS_TOP names the program.

The tests mostly wait, so CCS_JOBS of them run in parallel (3 by default).
"""

import io
import multiprocessing
import os
import pathlib
import signal
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

#: The tests to run. All processes share the list.
TESTS = []


class Result(unittest.TextTestResult):
    """Counts tests, but not their subtests."""

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.passed = 0
        self.failed = set()

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.failed.add(test.id())

    def addError(self, test, err):
        super().addError(test, err)
        self.failed.add(test.id())

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.failed.add(test.id())

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.passed += 1

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.failed.add(test.id())


def flat(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flat(test)
        else:
            yield test


def run(number):
    """Runs one of TESTS. Returns its output, and how many tests passed, failed and were skipped."""
    out = io.StringIO()
    began = time.monotonic()
    # A suite also runs the fixtures of its module and class.
    runner = unittest.TextTestRunner(stream=out, resultclass=Result, verbosity=0)
    result = runner.run(unittest.TestSuite([TESTS[number]]))
    problems = "".join("\n%s: %s\n%s" % (kind, test.id(), text) for kind, found in (
        ("FAIL", result.failures), ("ERROR", result.errors)) for test, text in found)
    return (number, time.monotonic() - began, problems, result.passed, len(result.failed), len(result.skipped))


def main(words):
    global TESTS
    # nohup and background scripts ignore these signals, and child processes would inherit that.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    loader = unittest.TestLoader()
    if words:
        loader.testNamePatterns = ["*%s*" % word for word in words]
    TESTS = list(flat(loader.discover(str(HERE), top_level_dir=str(HERE))))
    passed = failed = skipped = 0
    problems = []
    # Forked, so that every process has the list of tests.
    with multiprocessing.get_context("fork").Pool(int(os.environ.get("CCS_JOBS") or 3)) as pool:
        for number, seconds, text, *counts in pool.imap_unordered(run, range(len(TESTS))):
            passed, failed, skipped = (before + more for before, more in zip((passed, failed, skipped), counts))
            said = "FAIL" if counts[1] else "skipped" if counts[2] else "ok"
            print("%s ... %s (%.1f s)" % (TESTS[number].id(), said, seconds), file=sys.stderr, flush=True)
            problems.append(text)
    print("".join(problems), file=sys.stderr)
    if not TESTS:
        print("no test is called so", file=sys.stderr)
    line = "%d passed, %d failed" % (passed, failed)
    if skipped:
        line += ", %d skipped" % skipped
    print(line, flush=True)
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
