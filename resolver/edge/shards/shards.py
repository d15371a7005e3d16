"""Files that belong together: the labels, predictions and weights of one part of the data each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from glob import glob
from pathlib import Path
from typing import Final, NamedTuple

from resolver.core.errors import InvalidArgument
from resolver.edge.shards.files import Array, file_of, read_file
from resolver.edge.shards.refusal import Spelling, as_argument, both

__all__ = ["COLUMNS", "Shard", "matched", "paired"]

COLUMNS: Final = ("labels", "predictions", "sample_weight", "mask")
"""What a shard is made of. The first two are needed."""

_WILD: Final = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]]+\]")
_MEANS: Final = {"**/": r"((?:.*/)?)", "**": r"(.*)", "*": r"([^/]*)", "?": r"([^/])"}

Named = list[tuple[tuple[str, ...] | None, str]]
"""Files, each with what the wildcards of its pattern stood for; ``None`` without a pattern."""


class Shard(NamedTuple):
    """One part of the data: for each column the file it is in, as it was written."""

    labels: str
    predictions: str
    sample_weight: str | None = None
    mask: str | None = None

    @property
    def name(self) -> str:
        """The files in one line."""
        return " + ".join(text for text in self if text is not None)

    @property
    def files(self) -> list[str]:
        """The paths of the files, each once."""
        return list(dict.fromkeys(file_of(text) for text in self if text is not None))

    def read(
        self, spelling: Spelling = as_argument
    ) -> tuple[Array, Array, Array | None, Array | None]:
        """The arrays; those of ``.npy`` files are memory-mapped and not read yet.

        Args:
            spelling: How the columns are written, for messages.

        Raises:
            InvalidArgument: If one cannot be read.
        """
        labels, predictions, *more = (
            None if text is None else read_file(text, name, spelling)
            for name, text in zip(COLUMNS, self, strict=True)
        )
        assert labels is not None
        assert predictions is not None
        return labels, predictions, more[0], more[1]


def paired(
    columns: Mapping[str, Sequence[str] | None], spelling: Spelling = as_argument
) -> list[Shard]:
    """Lay files side by side.

    Where each column is one pattern, files belong together whose wildcards stand for the same;
    otherwise they do by their place in the list.

    Args:
        columns: For each of `COLUMNS` paths or patterns, with the key or the columns behind them:
            ``["y-*.npy"]``, ``["part-*.npz:labels"]``; ``None`` for a column that is not given.
        spelling: How the columns are written, for messages.

    Returns:
        The shards, in the order of the labels.

    Raises:
        InvalidArgument: If no file is matched, or one has no counterpart.
    """
    given = [
        _Column(name, len(said) == 1, matched(said, name, spelling))
        for name, said in columns.items()
        if said
    ]
    first, *others = given
    for other in others:
        _counterparts(first, other, both(spelling, first.name, other.name))
    # Those of one pattern are in the order of what its wildcards stand for, on each side.
    rows = [[text for _, text in row] for row in zip(*(each.files for each in given), strict=True)]
    names = [column.name for column in given]
    shards = [Shard(**dict(zip(names, row, strict=True))) for row in rows]
    shard, times = Counter(shards).most_common(1)[0]
    if times > 1:
        raise InvalidArgument(
            f"Each shard is counted once. Received: {shard.name}, {times} times. "
            "Use: each file once"
        )
    return shards


class _Column(NamedTuple):
    """The files of one column."""

    name: str
    single: bool
    files: Named

    @property
    def keyed(self) -> bool:
        """True if they are those of one pattern, so that each has a key."""
        return self.single and all(key is not None for key, _ in self.files)


def _counterparts(ours: _Column, theirs: _Column, use: str) -> None:
    """Refuse files that have no counterpart."""
    if ours.keyed and theirs.keyed:
        alone = [*_alone(ours, theirs), *_alone(theirs, ours)]
        if alone:
            seen = ", ".join(alone[:3])
            more = f" and {len(alone) - 3} more" if len(alone) > 3 else ""
            raise InvalidArgument(
                "Files belong together whose wildcards stand for the same, and some stand alone. "
                f"Received: {seen}{more}. Use: {use}"
            )
    elif len(ours.files) != len(theirs.files):
        raise InvalidArgument(
            f"There must be as many files of {theirs.name} as of {ours.name}. Received: "
            f"{len(ours.files)} of {ours.name} and {len(theirs.files)} of {theirs.name}. Use: {use}"
        )


def _alone(ours: _Column, theirs: _Column) -> list[str]:
    keys = dict(theirs.files)
    return [f"{text} ({ours.name})" for key, text in ours.files if key not in keys]


def matched(said: Sequence[str], column: str, spelling: Spelling = as_argument) -> Named:
    """The files that paths and patterns name.

    Args:
        said: Paths or patterns, with the key or the columns behind them.
        column: What is in them, for messages.
        spelling: How that is written, for messages.

    Returns:
        The files, those of one pattern sorted by what its wildcards stand for.

    Raises:
        InvalidArgument: If a pattern matches no file.
    """
    found: Named = []
    for text in said:
        path = file_of(text)
        if not _WILD.search(path) or Path(path).exists():
            found.append((None, text))
            continue
        shape = _shape(path)
        names = [(shape.fullmatch(name), name) for name in glob(path, recursive=True)]
        if not names:
            raise InvalidArgument(
                f"No file is there that the pattern matches. Received: "
                f"{spelling(column, text)} in the folder {Path.cwd()}. "
                f"Use: {spelling(column, 'folder/y-*.npy')}"
            )
        part = text[len(path) :]
        found += sorted((match.groups(), name + part) for match, name in names if match)
    return found


def _shape(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression with a group for each wildcard."""
    plain, wild = _WILD.split(pattern), [*_WILD.findall(pattern), ""]
    parts = zip(plain, wild, strict=True)
    return re.compile("".join(re.escape(text) + _meaning(sign) for text, sign in parts))


def _meaning(wild: str) -> str:
    return _MEANS.get(wild, f"({wild.replace('[!', '[^')})" if wild else "")
