#!/usr/bin/env python3
"""Prints the share of each target that the unit tests reach, and the functions of the core that they never call.

    Scripts/coverage.py FILE    FILE is what `swift test --enable-code-coverage` writes (`make coverage`)
"""
import collections
import json
import pathlib
import subprocess
import sys

SOURCES = pathlib.Path(__file__).resolve().parents[1] / "Sources"
#: Programs that need a terminal or a whole process. The end-to-end tests run them.
PROGRAMS = {"ccs-top", "ccs-sim"}


def target_and_file(path):
    """The target of a source file and the file's path in it; None for files of tests and of other packages."""
    try:
        parts = pathlib.Path(path).relative_to(SOURCES).parts
    except ValueError:
        return None
    return parts[0], "/".join(parts)


def demangled(names):
    command = ["swift", "demangle", "--compact", "--simplified"]
    return subprocess.run(command, input="\n".join(names), capture_output=True, text=True, check=True).stdout.splitlines()


def table(files):
    """Lines and functions by target: the total and the reached ones."""
    sums = collections.defaultdict(lambda: [0, 0, 0, 0])
    for file in files:
        if found := target_and_file(file["filename"]):
            summary = file["summary"]
            counts = [summary[kind][figure] for kind in ("lines", "functions") for figure in ("count", "covered")]
            sums[found[0]] = [a + b for a, b in zip(sums[found[0]], counts)]
    print("%-20s %7s %8s %10s %8s" % ("target", "lines", "reached", "functions", "reached"))
    for target, (lines, lines_reached, functions, functions_reached) in sorted(sums.items()):
        print("%-20s %7d %7.1f%% %10d %7.1f%%" % (
            target, lines, 100 * lines_reached / max(1, lines), functions, 100 * functions_reached / max(1, functions)))


def unreached(functions):
    """Place and name of functions that no test calls. One function can have several copies; one reached copy is enough."""
    calls, names = collections.Counter(), {}
    for function in functions:
        found = target_and_file(function["filenames"][0])
        if found and found[0] not in PROGRAMS:
            place = found[1], *function["regions"][0][:2]
            calls[place] += function["count"]
            names[place] = function["name"].split(":")[-1]
    places = sorted(place for place in names if calls[place] == 0)
    for place, name in zip(places, demangled([names[place] for place in places])):
        # A closure is part of its function.
        if "closure #" not in name:
            yield place, name


def main():
    with open(sys.argv[1]) as file:
        data = json.load(file)["data"][0]
    table(data["files"])
    rest = list(unreached(data["functions"]))
    print("\n%d functions that no unit test calls (programs left out):" % len(rest))
    for (file, line, _), name in rest:
        print("  %s:%d  %s" % (file, line, name))


if __name__ == "__main__":
    main()
