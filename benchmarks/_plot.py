"""Claim: none of its own. Draws what the other files have measured, to docs/pictures/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
from _page import MODES, Results, name
from matplotlib import pyplot as plt

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
COLOURS = {
    "tensorflow+xla": "#e8710a",
    "tensorflow": "#f6b26b",
    "jax": "#1a73e8",
    "torch": "#c5221f",
}
CONTENDERS = {"ours": "#188038", "keras": "#80868b", "max": "#202124"}

# The same results give the same file, and the words stay words.
mpl.rcParams.update({"svg.hashsalt": "resolver", "svg.fonttype": "none", "font.size": 9})


def draw(results: Results) -> list[Path]:
    """Both pictures; their paths."""
    return [bars(results["update"]), growth(results["growth"])]


def bars(update: list[dict[str, Any]]) -> Path:
    """How many times as fast as Keras, by line and mode."""
    own = [r for r in update if r["mode"] in COLOURS]
    lines = list(dict.fromkeys(name(r) for r in own))
    figure, axes = plt.subplots(figsize=(8, 0.5 * len(lines) + 1))
    for offset, (mode, colour) in enumerate(COLOURS.items()):
        found = {name(r): r["faster"] for r in own if r["mode"] == mode}
        places = [lines.index(line) + 0.2 * (offset - 1.5) for line in found]
        # From 1 on: to the left is slower than Keras, to the right faster.
        lengths = [value - 1 for value in found.values()]
        axes.barh(places, lengths, 0.2, left=1, color=colour, label=MODES[mode])
    axes.set(xscale="log", xlabel="times as fast as Keras", yticks=range(len(lines)))
    ticks = (0.5, 1, 2, 3, 6, 10, 20)
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_yticklabels(lines)
    axes.axvline(1, color="black", linewidth=1)
    for tick in (3, 6):
        axes.axvline(tick, color="#dadce0", linewidth=0.8, zorder=0)
    axes.invert_yaxis()
    axes.legend(frameon=False)
    return _saved(figure, "speed.svg")


def growth(results: list[dict[str, Any]]) -> Path:
    """Milliseconds by classes and by rows, a row of panels for each mode."""
    modes = [mode for mode in COLOURS if any(r["mode"] == mode for r in results)]
    figure, panels = plt.subplots(
        len(modes), 2, figsize=(8, 2.1 * len(modes)), sharex="col", squeeze=False
    )
    for row, mode in zip(panels, modes, strict=True):
        own = [r for r in results if r["mode"] == mode]
        for axes, key in zip(row, ("classes", "rows"), strict=True):
            chosen = [r for r in own if (r["classes"] == 1000) == (key == "rows")]
            for who, colour in CONTENDERS.items():
                style = "--" if who == "max" else "-"
                label = "one max" if who == "max" else who
                values = [r["ms"][who] for r in chosen]
                axes.plot([r[key] for r in chosen], values, style, color=colour, label=label)
            axes.set(xscale="log", yscale="log")
            axes.set_title(MODES[mode], fontsize=9, loc="left")
        row[0].set_ylabel("ms")
    panels[0][0].legend(frameon=False)
    panels[-1][0].set_xlabel("classes")
    panels[-1][1].set_xlabel("rows")
    figure.tight_layout()
    return _saved(figure, "speed_growth.svg")


def _saved(figure: Any, file: str) -> Path:
    path = PICTURES / file
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None}, facecolor="white")
    plt.close(figure)
    # No space at the end of a line.
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")
    return path
