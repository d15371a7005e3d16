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

    def read(self) -> tuple[Array, Array, Array | None, Array | None]:
        """The arrays; those of ``.npy`` files are memory-mapped and not read yet.

        Raises:
            InvalidArgument: If one cannot be read.
        """
        labels, predictions, *more = (
            None if text is None else read_file(text, name.replace("_", " "), option(name))
            for name, text in zip(COLUMNS, self, strict=True)
        )
        assert labels is not None
        assert predictions is not None
        return labels, predictions, more[0], more[1]


def option(column: str) -> str:
    """The option of the command line that says a column.

    Example:
        >>> option("sample_weight")
        '--sample-weight'
    """
    return f"--{column.replace('_', '-')}"


def paired(columns: Mapping[str, Sequence[str] | None]) -> list[Shard]:
    """Lay files side by side.

    Where each column is one pattern, files belong together whose wildcards stand for the same;
    otherwise they do by their place in the list.

    Args:
        columns: For each of `COLUMNS` paths or patterns, with the key or the columns behind them:
            ``["y-*.npy"]``, ``["part-*.npz:labels"]``; ``None`` for a column that is not given.

    Returns:
        The shards, in the order of the labels.

    Raises:
        InvalidArgument: If no file is matched, or one has no counterpart.
    """
    given = {name: said for name, said in columns.items() if said}
    files = {name: matched(said, option(name)) for name, said in given.items()}
    first, *others = files.items()
    for other in others:
        _counterparts(first, other, given)
    keyed = [key for named in files.values() for key, _ in named]
    if None in keyed or any(len(said) > 1 for said in given.values()):
        rows = zip(*([text for _, text in named] for named in files.values()), strict=True)
    else:
        tables = [dict(named) for named in files.values()]
        rows = zip(*([table[key] for key in tables[0]] for table in tables), strict=True)
    shards = [Shard(**dict(zip(files, row, strict=True))) for row in rows]
    shard, times = Counter(shards).most_common(1)[0]
    if times > 1:
        raise InvalidArgument(
            f"Each shard is counted once. Received: {shard.name}, {times} times. "
            "Use: each file once"
        )
    return shards


def _counterparts(
    left: tuple[str, Named], right: tuple[str, Named], given: Mapping[str, Sequence[str]]
) -> None:
    """Refuse files that have no counterpart."""
    (name, ours), (other, theirs) = left, right
    patterns = len(given[name]) == len(given[other]) == 1
    keys = {key for key, _ in ours}, {key for key, _ in theirs}
    if patterns and None not in keys[0] | keys[1] and keys[0] != keys[1]:
        alone = [(name, text) for key, text in ours if key not in keys[1]]
        alone += [(other, text) for key, text in theirs if key not in keys[0]]
        seen = ", ".join(f"{text} ({which})" for which, text in alone[:3])
        more = f" and {len(alone) - 3} more" if len(alone) > 3 else ""
        raise InvalidArgument(
            "Files belong together whose wildcards stand for the same, and some stand alone. "
            f"Received: {seen}{more}. Use: {option(name)} 'y-*.npy' {option(other)} 'p-*.npy'"
        )
    if len(ours) != len(theirs):
        raise InvalidArgument(
            f"There must be as many files of {other} as of {name}. "
            f"Received: {len(ours)} of {name} and {len(theirs)} of {other}. "
            f"Use: {option(name)} 'y-*.npy' {option(other)} 'p-*.npy'"
        )


def matched(said: Sequence[str], option_: str) -> Named:
    """The files that paths and patterns name.

    Args:
        said: Paths or patterns, with the key or the columns behind them.
        option_: The option they were said with, for messages.

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
                f"No file is there that {option_} matches. Received: {text!r} in the folder "
                f"{Path.cwd()}. Use: {option_} 'folder/y-*.npy'"
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
