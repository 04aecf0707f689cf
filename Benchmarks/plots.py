"""Draws the plot of BENCHMARKS.md with matplotlib."""

import sys

BLUE, GREY, RED = "#2f6db5", "#a8b1bb", "#c0392b"

#: The bars of the left half: a label, the section and the row of "events/s", and whether it is ccs-top.
SPEEDS = (
    ("simdjson,\nparse only", "Where the time goes", "simdjson DOM", False),
    ("ccs-top,\none domain of three", "The whole pipeline", "ccs-top --once FILE, one domain of three", True),
    ("ccs-top,\nall domains", "The whole pipeline", "ccs-top --once FILE, all domains", True),
    ("lnav", "The whole pipeline", "lnav FILE", False),
    ("jq", "The whole pipeline", "jq -c .type FILE", False),
)
#: The bars of the right half: a label, the section and the row of the figure; without a row, the largest of the section.
LIMITS = (
    ("page at 100,000 seances, p99", "A page at 100,000 live seances", None),
    ("page at 1,000,000 seances, p99", "A page at 1,000,000 live seances", None),
    ("start to first screen, p99", "Start and end", "start to first screen"),
    ("q to the shell, p99", "Start and end", "`q` to the shell"),
    ("key to screen under load, p99", "Keys under load", "key to screen"),
    ("processor at rest", "At rest", "silent feed: processor, % of a core"),
    ("memory of a live call", "Memory", "1,000,000 live calls, without the log"),
    ("growth of memory in a day", "A day in fast motion", "growth over the second half"),
)


def draw(results, path):
    """Draws the figures as SVG. The same figures give the same file."""
    try:
        import matplotlib
    except ImportError:
        print("No plot: python3-matplotlib is not installed.", file=sys.stderr)
        return
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "ccs-top", "font.family": "DejaVu Sans", "font.size": 9,
                                "axes.spines.top": False, "axes.spines.right": False})
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
    speeds = [(label, number(results.shown(title, what, "events/s")), ours) for label, title, what, ours in SPEEDS]
    bars(left, [(label, speed, BLUE if ours else GREY, format(speed, ",.0f")) for label, speed, ours in speeds if speed])
    left.set_title("Events a second (more is better)", loc="left", fontweight="bold")
    left.xaxis.set_major_formatter(lambda value, _: "%g M" % (value / 1e6))
    right.set_title("Share of the limit used (less is better)", loc="left", fontweight="bold")
    bars(right, list(shares(results)))
    right.axvline(100, color=RED, linewidth=1)
    right.xaxis.set_major_formatter(lambda value, _: "%g %%" % value)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def shares(results):
    for label, title, what in LIMITS:
        row = results.row(title, what) if what else results.largest(title)
        if row and row.budget and row.value is not None:
            _, limit, unit = row.budget
            share = 100 * row.value / limit
            yield label, share, BLUE if share <= 100 else RED, "%.3g of %g %s" % (row.value, limit, unit)


def bars(axes, rows):
    """Draws horizontal bars from top to bottom: a label, a length, a colour and the text at the end."""
    labels, lengths, colours, texts = zip(*rows)
    places = range(len(rows), 0, -1)
    axes.barh(places, lengths, color=colours, height=0.65)
    axes.set_yticks(places, labels)
    for place, length, text in zip(places, lengths, texts):
        axes.annotate(text, (length, place), xytext=(4, 0), textcoords="offset points", va="center",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    axes.set_xlim(0, 1.35 * max(lengths))


def number(shown):
    """The number in a table, or None for a dash."""
    try:
        return float(shown.replace(",", ""))
    except ValueError:
        return None
