"""Claim: none of its own. Writes docs/measured.md from what the other files have measured."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

Results = dict[str, list[dict[str, Any]]]

MODES = {
    "tensorflow+xla": "TensorFlow, XLA",
    "tensorflow": "TensorFlow, graph",
    "jax": "JAX",
    "torch": "torch",
    "torch+2": "torch, 2 threads",
    "numpy": "NumPy",
}
KINDS = {"index": "ids", "one_hot": "one-hot", "binary": "binary", "multi_hot": "multi-label"}
APART = ("torch+2", "numpy")
"""Left out where there is room for a column a backend only."""

BARS = {"index": 3.0, "one_hot": 6.0}

SHORT = [
    ("index", 8192, 1000),
    ("index", 512, 32000),
    ("index", 262144, 21),
    ("one_hot", 8192, 1000),
    ("binary", 1_000_000, 1),
    ("multi_hot", 8192, 100),
]

REGISTERS = {"avx512f": "512", "avx": "256", "sse2": "128"}
"""The widest first: what Linux calls a processor that has them."""

HEAD = """\
# Measured

Every number here was measured by `make bench`, which writes this page. The machine had two cores,
no accelerator and other work to do, so a time alone says little, and a second run differs by a
tenth or two; another processor, with other caches and registers, by more. The contenders of a line
were run in turn in one process, round after round, and what counts is the median of their ratios.
{versions}; registers of {bits} bits.
With 512 Keras's argmax takes TensorFlow's XLA half the time that it takes with 256, and ours three
quarters, so that ours is ahead by less.

An update runs as `fit` runs it. *TensorFlow, graph* is a step that XLA does not compile, which is
what Keras makes by default on a CPU; *TensorFlow, XLA* is one with `jit_compile=True`, its default
on a GPU; *JAX* is jitted; *torch* is eager, with one thread, or with two where that is said. On
*NumPy* arrays `resolver.count` is compared with scikit-learn's `accuracy_score`.
"""

BAR = """\
## Where it falls short

The bar: from 1,000 classes on, class ids at least 3 times as fast as Keras and at most 2 maxima,
one-hot labels at least 6 times; nowhere slower. "At best" is what would be left if ours cost no
more than reading: one maximum over the scores, and for one-hot labels another over the labels.

{table}

- One-hot labels must be read as well as scores. Ours also looks for NaN, which XLA's maximum
  drops, and settles ties as argmax does: in the same pass, which takes half again as long.
- A comparison of all scores with one takes JAX's XLA longer than its maximum, for which it has a
  kernel of its own. That pass is all that class ids cost there.
- At 64 rows an update is hardly more than the call, and differs by the few operations in it.
- torch's maximum says nothing of where it lies, and its argmax takes four reads; NumPy finds the
  place in one, on one thread. With more threads Keras's argmax is shared among them: on two, ours
  lets torch take the maxima of runs of long rows, and leaves short rows to NumPy.
- TensorFlow without XLA takes a pass for each operation, and Keras's binary comparison has fewer:
  it does not tell NaN from a negative.
"""


def page(results: Results) -> str:
    """The whole page."""
    packages = [f"{name} {version(name)}" for name in ("keras", "tensorflow", "jax", "torch")]
    versions = f"Python {platform.python_version()}, {', '.join(packages)}"
    parts = [
        HEAD.format(versions=versions, bits=register_bits()),
        "## In short\n\nHow many times as fast as Keras an update is, and in brackets how many\n"
        f"maxima over the same scores it costs:\n\n{short(results['update'])}\n",
        "## Every line\n\n![How many times as fast as Keras, by line](pictures/speed.svg)\n\n"
        f"{every(results['update'])}\n",
        BAR.format(table=missed(results["update"])),
        "## Growth\n\n![Milliseconds by classes and by rows](pictures/speed_growth.svg)\n\n"
        "On the left 4,194,304 scores in ever more classes, on the right 1,000 classes in ever "
        "more\nrows, with class ids.\n",
        memory(results["memory"]),
        whole(results["fit"]),
        batches(results["batch"]),
    ]
    return "\n".join(parts)


def register_bits() -> str:
    """How many bits the processor's registers have, on which much of what XLA makes depends."""
    about = Path("/proc/cpuinfo")
    flags = about.read_text() if about.exists() else ""
    return next((bits for flag, bits in REGISTERS.items() if flag in flags), "unknown")


def _table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown; all columns but the first are right-aligned."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

    def line(cells: list[str]) -> str:
        first, *rest = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return f"| {' | '.join(padded)} |"

    rule = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join([line(head), line(rule), *map(line, rows)])


def name(result: dict[str, Any]) -> str:
    """What a line of the benchmark is called."""
    shape = f"{result['rows']:,}"
    if result["kind"] != "binary":
        shape += f" x {result['classes']:,}"
    kind = "" if result["dtype"] == "float32" else f", {result['dtype']}"
    return f"{KINDS[result['kind']]}, {shape}{kind}"


def _maxima(result: dict[str, Any]) -> float:
    return float(result.get("maxima") or result["ms"]["ours"] / result["ms"]["max"])


def short(update: list[dict[str, Any]]) -> str:
    """Six lines for a README."""
    found = {
        (r["kind"], r["rows"], r["classes"], r["mode"]): r
        for r in update
        if r["dtype"] == "float32"
    }
    modes = [mode for mode in MODES if mode not in APART]
    rows = []
    for line in SHORT:
        results = [found[(*line, mode)] for mode in modes]
        cells = [f"{r['faster']:.1f} ({_maxima(r):.1f})" for r in results]
        rows.append([name(results[0]), *cells])
    return _table(["labels, scores", *(MODES[mode] for mode in modes)], rows)


def every(update: list[dict[str, Any]]) -> str:
    """A table for each mode, with every rival."""
    parts = []
    for mode, title in MODES.items():
        own = [r for r in update if r["mode"] == mode]
        if not own:
            continue
        rivals = [key for key in own[0]["ms"] if key not in ("ours", "max")]
        head = ["labels, scores", "ours, ms", *(f"{r}, ms" for r in rivals), "one max, ms"]
        rows = []
        for result in own:
            ms = result["ms"]
            times = [f"{ms[key]:.3f}" if key in ms else "" for key in ("ours", *rivals, "max")]
            last = [f"{result['faster']:.2f}", f"{_maxima(result):.2f}"]
            rows.append([name(result), *times, *last])
        head += ["times as fast", "maxima"]
        parts.append(f"### {title}\n\n{_table(head, rows)}\n")
    return "\n".join(parts)


def missed(update: list[dict[str, Any]]) -> str:
    """What misses the bar, beside what is possible at best."""
    rows = []
    for mode, title in MODES.items():
        for result in (r for r in update if r["mode"] == mode and mode != "numpy"):
            wide = result["classes"] >= 1000
            bar = BARS.get(result["kind"], 1.0) if wide else 1.0
            slow = result["faster"] < bar
            # In 16 bits XLA's own maximum is slower than ours, which then is no measure.
            many = result["kind"] == "index" and wide and _maxima(result) > 2
            if slow or many:
                reads = 2 if result["kind"] == "one_hot" else 1
                best = (result.get("best") or result["ms"]["keras"] / result["ms"]["max"]) / reads
                cells = [f"{result['faster']:.2f}", f"{bar:.0f}", f"{best:.1f}"]
                rows.append([f"{title}: {name(result)}", *cells, f"{_maxima(result):.2f}"])
    if not rows:
        return "Nothing in this run."
    return _table(["line", "times as fast", "bar", "at best", "maxima"], rows)


def memory(results: list[dict[str, Any]]) -> str:
    """Peak memory by line, mode and contender."""
    found = {(r["mode"], r["kind"], r["who"]): r for r in results}
    kinds = list(dict.fromkeys(r["kind"] for r in results))
    lines = {kind: name(next(r for r in results if r["kind"] == kind)) for kind in kinds}
    rows = []
    for mode, title in MODES.items():
        for who in ("ours", "keras", "scikit-learn"):
            cells = [found.get((mode, kind, who)) for kind in kinds]
            if any(cells):
                shares = ["" if c is None else _share(c["share"]) for c in cells]
                rows.append([f"{title}: {who}", *shares])
    return (
        "## Memory\n\nThe most that a first update takes above its inputs, as a share of the\n"
        f"scores' size, each in a process of its own:\n\n{_table(['', *lines.values()], rows)}\n"
    )


def _share(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.2f}"


def whole(results: list[dict[str, Any]]) -> str:
    """Fit and evaluate of the language model."""
    rows = []
    for r in results:
        times = [f"{r['ms'][key]:.1f}" for key in ("none", "keras", "ours")]
        costs = [f"{r['costs'][key]:+.1f}" for key in ("keras", "ours")]
        rows.append([f"{MODES[r['mode']].partition(',')[0]}: {r['verb']}", *times, *costs])
    head = ["ms a batch", "no metric", "Keras's", "ours", "Keras's costs", "ours costs"]
    return (
        "## A whole `fit` and `evaluate`\n\n"
        "Next-token prediction over 32,000 classes: embedding, one hidden layer, the head; 512\n"
        "tokens a batch. Processor time of all threads; a cost is the median of the difference\n"
        f"to the run without a metric in the same round:\n\n{_table(head, rows)}\n"
    )


def batches(results: list[dict[str, Any]]) -> str:
    """What the callback costs a batch."""
    ways = list(dict.fromkeys(r["way"] for r in results))
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for r in results:
        lines.setdefault((r["mode"], r["model"], r["bar"]), {})[r["way"]] = r
    rows = []
    for (mode, model, bar), own in lines.items():
        title = f"{MODES[mode].partition(',')[0]}: {model}, {'with a bar' if bar else 'quiet'}"
        bare = f"{own[ways[0]]['us']:.0f}"
        rows.append([title, bare, *(f"{own[way]['ratio']:.2f}" for way in ways[1:])])
    return (
        "## What each batch scored\n\n"
        "Microseconds a batch of `fit` without a callback, and how many times as long it takes\n"
        "with `BatchCounts`, and with a callback that reads the counters after each batch:\n\n"
        f"{_table(['', 'no callback, us', *ways[1:]], rows)}\n"
    )
