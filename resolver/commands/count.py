"""``python -m resolver count``: files of labels and predictions into exact counts. No Keras."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from resolver.api.arguments import KEYWORDS
from resolver.api.deciding import decide
from resolver.api.sharding import Measure, count_part, measure_of
from resolver.api.waiting import waiting
from resolver.commands.count_record import Record, seen
from resolver.commands.words import named, option, read_loss
from resolver.core.counts import Counts
from resolver.core.errors import AmbiguousPairing, InvalidArgument, ResolverError
from resolver.core.tick import Tick, silent
from resolver.edge.shards.files import rows_of
from resolver.edge.shards.refusal import as_option
from resolver.edge.shards.shards import COLUMNS, Shard, matched, paired

COUNTED: Final = 0


def run(said: Namespace) -> int:
    """Print the counts of all shards together.

    Returns:
        0; what cannot be counted raises.

    Raises:
        ResolverError: If a file cannot be read, a pairing cannot be meant, or counts do not add.
    """
    if said.add:
        parts = [counts for path in _paths(said.add) for counts in _counts(path)]
        what = "1 count" if len(parts) == 1 else f"{len(parts)} counts"
    else:
        parts = _of_shards(said)
        what = "1 shard" if len(parts) == 1 else f"{len(parts)} shards"
    total = sum(parts, Counts.empty())
    below = ", ".join(filter(None, (total.decision, what)))
    print(total.to_json() if said.format == "json" else f"{total}\n{below}")
    return COUNTED


def _paths(said: Sequence[str]) -> list[str]:
    return [path for text in said for path in _expanded(text)]


def _expanded(text: str) -> list[str]:
    return [text] if text == "-" else [path for _, path in matched([text], "add", as_option)]


def _counts(path: str) -> list[Counts]:
    """The counts in a file, one on each line; those of stdin for ``-``."""
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8", "replace")
        return [Counts.from_json(line) for line in text.splitlines() if line.strip()]
    except OSError as error:
        why = f"Counts cannot be read from {path!r}: {error.strerror}."
        raise InvalidArgument(f"{why} Use: --add counts.json") from error
    except ResolverError as error:
        raise InvalidArgument(f"{path}: {error}") from error


def _of_shards(said: Namespace) -> list[Counts]:
    columns = {name: getattr(said, name) for name in COLUMNS}
    if not columns["labels"] or not columns["predictions"]:
        given = ", ".join(name for name in COLUMNS if columns[name]) or "neither"
        raise InvalidArgument(
            f"Labels and predictions are both needed. Received: {given}. "
            "Use: --labels 'y-*.npy' --predictions 'p-*.npy'"
        )
    shards = paired(columns, as_option)
    record = Record(said.resume, shards)
    measure = _measure(shards, said)
    record.settle(measure.arguments)
    with waiting("counting") as tick:
        follow = _Followed(shards, tick)
        for shard in shards:
            if shard.name not in record.counts:
                files = seen(shard)
                arrays = shard.read(as_option)
                counts = count_part(measure, *arrays, name=shard.name, tick=follow.within)
                if seen(shard) != files:
                    raise InvalidArgument(
                        f"A shard changed while it was counted. Received: {shard.name}. "
                        "Use: files that nothing writes any more"
                    )
                record.add(shard, counts, files)
            follow.behind(shard)
    return [record.counts[shard.name] for shard in shards]


def _measure(shards: Sequence[Shard], said: Namespace) -> Measure:
    """By what all shards are counted, decided on the first one that has rows."""
    for shard in shards:
        labels, predictions, *_ = shard.read(as_option)
        if labels.size:
            break
    loss = named([said.loss] if said.loss else [], read_loss, "--loss")
    words = {key: getattr(said, key) for key in KEYWORDS}
    try:
        return measure_of(decide(labels, predictions, loss=loss, **words), shard.name)
    except AmbiguousPairing as error:
        readings = "; ".join(error.readings)
        raise InvalidArgument(
            f"More than one reading is possible. Received: {shard.name}: {readings}. "
            f"Use: {'  or  '.join(map(option, error.settle))}"
        ) from error


class _Followed:
    """Tells how far the work is: in rows, where all files say how many they have, or in shards."""

    def __init__(self, shards: Sequence[Shard], tick: Tick) -> None:
        rows = [_rows(shard) if tick is not silent else None for shard in shards]
        known = [each for each in rows if each is not None]
        self._in_rows = len(known) == len(rows)
        self._steps = dict(zip(shards, known if self._in_rows else [1] * len(rows), strict=True))
        self._total = sum(self._steps.values())
        self._done = 0
        self._tick = tick

    def within(self, done: int, total: int | None) -> None:
        """Some rows of a shard are done."""
        self._tick(self._done + (done if self._in_rows else 0), self._total)

    def behind(self, shard: Shard) -> None:
        """A shard is done."""
        self._done += self._steps[shard]
        self._tick(self._done, self._total)


def _rows(shard: Shard) -> int | None:
    return rows_of(shard.predictions, "predictions", as_option)
