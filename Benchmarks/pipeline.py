#!/usr/bin/env python3
"""How fast a feed becomes state: from a pipe and from a file, beside `jq -c .type` on the same lines in the same run.

    Benchmarks/pipeline.py              967,000 events, medians of five runs
    Benchmarks/pipeline.py --smoke      a small feed, one run: does it still run?

Wall times of a busy machine say little by themselves; the ratios of one run do.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def measured(command, stdin=None):
    """Runs a command; returns its wall seconds and its peak resident memory in MiB."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        raise SystemExit(f"{command[0]} failed with status {status}")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def piped(producer, consumer):
    """Runs `producer | consumer`; returns what `measured` does, of the consumer."""
    with subprocess.Popen(producer, stdout=subprocess.PIPE) as source:
        result = measured(consumer, stdin=source.stdout)
    return result


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--smoke", action="store_true", help="a small feed, one run")
    options.add_argument("--bin", default=os.path.join(ROOT, ".build", "release"), help="where the binaries are")
    chosen = options.parse_args()
    seances, runs = (200, 1) if chosen.smoke else (20000, 5)
    top, sim = (os.path.join(chosen.bin, name) for name in ("ccs-top", "ccs-sim"))
    once = [top, "--once", "--format", "json", "--domain", "sales"]
    made = [sim, "--seed", "7", "--seances", str(seances)]

    with tempfile.TemporaryDirectory() as folder:
        def feed(count):
            path = os.path.join(folder, f"{count}.ndjson")
            with open(path, "wb") as out:
                subprocess.run([sim, "--seed", "7", "--seances", str(count)], stdout=out, check=True)
            return path

        path = feed(seances)
        with open(path, "rb") as lines:
            events = sum(1 for _ in lines)
        print(f"{events:,} events, {os.path.getsize(path) / 1e6:.0f} MB, one domain of three, medians of {runs}")
        rows = [
            ("ccs-sim | ccs-top --once", lambda: piped(made, once)),
            ("ccs-top --once FILE", lambda: measured(once + [path])),
            ("wc -l FILE", lambda: measured(["wc", "-l", path])),
        ]
        if shutil.which("jq"):
            rows.append(("jq -c .type FILE", lambda: measured(["jq", "-c", ".type", path])))
        results = {name: [] for name, _ in rows}
        for _ in range(runs):
            for name, run in rows:
                results[name].append(run())
        jq = results.get("jq -c .type FILE")
        slow = statistics.median(seconds for seconds, _ in jq) if jq else None
        print(f"{'':28}{'events/s':>12}{'MiB':>8}{'times jq':>10}")
        for name, _ in rows:
            seconds = statistics.median(seconds for seconds, _ in results[name])
            memory = statistics.median(memory for _, memory in results[name])
            ratio = f"{slow / seconds:.1f}" if slow else "-"
            print(f"{name:28}{events / seconds:>12,.0f}{memory:>8.0f}{ratio:>10}")

        longer = feed(seances * 4)
        _, first = measured(once + [path])
        _, fourth = measured(once + [longer])
        print(f"memory over a feed four times as long: {first:.0f} MiB, then {fourth:.0f} MiB")


if __name__ == "__main__":
    main()
