#!/usr/bin/env python3
"""Runs the end-to-end tests, or those whose names have one of the given words in them. CCS_TOP names the program."""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True


class Result(unittest.TextTestResult):
    """Counts tests, not the subtests in them."""

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


def main(words):
    loader = unittest.TestLoader()
    if words:
        loader.testNamePatterns = ["*%s*" % word for word in words]
    suite = loader.discover(str(HERE), top_level_dir=str(HERE))
    result = unittest.TextTestRunner(resultclass=Result, verbosity=2).run(suite)
    line = "%d passed, %d failed" % (result.passed, len(result.failed))
    if result.skipped:
        line += ", %d skipped" % len(result.skipped)
    if not result.testsRun and not result.failed:
        print("no test is called so", file=sys.stderr)
    print(line, flush=True)
    return 0 if result.passed and not result.failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
