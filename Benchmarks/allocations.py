#!/usr/bin/env python3
"""Heap allocations of an event in the steady state: read, decode, reduce.

    Benchmarks/allocations.py [FOLDER OF THE BINARIES]

Runs `ccs-top --once` under valgrind's callgrind (Debian: valgrind) on a feed and on a longer one that begins with the same
lines, and counts the calls of the allocator in both. The difference belongs to the additional events.
By then all stores have their final size, because live objects and numbers only come and go. The number of calls does not depend
on the load of the machine. Exits with status 1 if there is more than one allocation in 100 events.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, ".build", "release")
#: The functions that allocate memory. Those after the first line belong to the runtimes, which allocate for their callers.
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign",
              "_mid_memalign.constprop.0", "swift_slowAlloc", "swift_slowAllocTyped", "swift_allocObject",
              "operator new(unsigned long)", "operator new[](unsigned long)"}
#: The numbers of events of the shorter and of the longer feed.
SHORT, LONG = 150_000, 300_000
MOST = 0.01


def calls(folder, program, feed, options):
    """Counts the allocations of a run by caller: the nearest function to the allocator that is not an allocator."""
    out = os.path.join(folder, "callgrind.out")
    subprocess.run(
        ["valgrind", "--tool=callgrind", "--compress-strings=no", f"--callgrind-out-file={out}", program, "--once",
         "--format", "json", *options, feed], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    counts, caller, called = {}, "", ""
    with open(out, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("fn="):
                caller = line[3:].strip()
            elif line.startswith("cfn="):
                called = line[4:].strip()
            elif line.startswith("calls=") and called in ALLOCATORS and caller not in ALLOCATORS:
                counts[caller] = counts.get(caller, 0) + int(re.match(r"calls=(\d+)", line)[1])
    return counts


def demangled(names):
    """The demangled names of functions, if a Swift toolchain is installed."""
    if not names or not shutil.which("swift"):
        return names
    plain = subprocess.run(["swift", "demangle", "--simplified", "--compact"], input="\n".join(names), text=True,
                           stdout=subprocess.PIPE, check=True).stdout.splitlines()
    return plain if len(plain) == len(names) else names


def main():
    if not shutil.which("valgrind"):
        raise SystemExit("valgrind is missing: apt-get install valgrind")
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind cannot read the debug information of a binary with the Swift runtime. The names of functions are enough.
        program = os.path.join(folder, "ccs-top")
        subprocess.run(["objcopy", "--strip-debug", os.path.join(BIN, "ccs-top"), program], check=True)
        feeds = [os.path.join(folder, name) for name in ("short", "long")]
        with subprocess.Popen([os.path.join(BIN, "ccs-sim"), "--seed", "7", "--seances", "20000"],
                              stdout=subprocess.PIPE) as sim, open(feeds[0], "wb") as short, \
                open(feeds[1], "wb") as long:
            for number, line in enumerate(sim.stdout):
                if number >= LONG:
                    break
                if number < SHORT:
                    short.write(line)
                long.write(line)
            sim.kill()
        worst = 0
        for name, options in (("one domain of three", ["--domain", "sales"]), ("all domains", [])):
            # With small limits, the stores are soon full, and the steady state begins.
            options = options + ["--limit", "ended=2000,ended-ids=2000,failures=100,numbers=500"]
            before, after = (calls(folder, program, feed, options) for feed in feeds)
            more = {caller: count - before.get(caller, 0) for caller, count in after.items()}
            total = sum(more.values())
            each = total / (LONG - SHORT)
            worst = max(worst, each)
            print(f"{name}: {total} allocations for {LONG - SHORT:,} events, {each:.5f} an event")
            worst_first = [item for item in sorted(more.items(), key=lambda item: -item[1]) if item[1]][:8]
            for (caller, count), name in zip(worst_first, demangled([caller for caller, _ in worst_first])):
                print(f"    {count:8} {name[:110]}")
        raise SystemExit(1 if worst > MOST else 0)


if __name__ == "__main__":
    main()
