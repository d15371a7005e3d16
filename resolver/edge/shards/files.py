"""One array out of a file: ``y.npy``, ``y.npz:key``, ``y.csv:column``, ``y.parquet:column``."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from resolver.core.errors import InvalidArgument
from resolver.edge.shards.parquet import parquet_array, parquet_rows
from resolver.edge.shards.refusal import Asked, Spelling

__all__ = ["KINDS", "file_of", "read_file", "rows_of"]

Array = np.ndarray[Any, np.dtype[Any]]

KINDS: Final = (".npy", ".npz", ".csv", ".parquet")
"""The kinds of files that are read."""


def read_file(text: str, column: str, spelling: Spelling) -> Array:
    """The array that a file holds.

    Args:
        text: A path; of a ``.npz`` with ``:key`` behind it, of a ``.csv`` or ``.parquet`` with
            ``:column`` or several ``:first,second``, which become the last axis.
        column: What the array is, for messages: ``"labels"``.
        spelling: How that is written, for messages.

    Returns:
        The array; a ``.npy`` file is memory-mapped and not read yet.

    Raises:
        InvalidArgument: If there is no such file, key or column, or it holds something else.
    """
    path, part = _parted(text)
    asked = Asked(text, path, part, column, spelling)
    readers = {".npy": _npy, ".npz": _npz, ".csv": _csv, ".parquet": parquet_array}
    read = readers.get(Path(path).suffix)
    if read is None:
        needed = "It must be a .npy, .npz:key, .csv:column or .parquet:column file."
        raise asked.refused(needed, "y.npy")
    try:
        return read(asked)
    except InvalidArgument:
        raise
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise asked.refused(f"{why.splitlines()[0]}.", "y.npy") from error


def file_of(text: str) -> str:
    """The path alone, without the key or column behind it.

    Example:
        >>> file_of("y.npz:labels"), file_of("y.npy")
        ('y.npz', 'y.npy')
    """
    return _parted(text)[0]


def rows_of(text: str, column: str, spelling: Spelling) -> int | None:
    """How many rows a file holds, where its head tells that; ``None`` if not.

    Args:
        text: See `read_file`; so for the next two.
        column: What the array is, for messages.
        spelling: How that is written, for messages.

    Raises:
        InvalidArgument: If the file cannot be read.
    """
    path, part = _parted(text)
    if path.endswith(".npy"):
        array = read_file(text, column, spelling)
        return len(array) if array.ndim else 1
    if path.endswith(".parquet"):
        return parquet_rows(Asked(text, path, part, column, spelling))
    return None


def _parted(text: str) -> tuple[str, str | None]:
    path, colon, part = text.rpartition(":")
    return (path, part) if colon and path.endswith(KINDS) else (text, None)


def _npy(asked: Asked) -> Array:
    array: Array = np.load(asked.path, mmap_mode="r", allow_pickle=False)
    return array


def _npz(asked: Asked) -> Array:
    with np.load(asked.path, allow_pickle=False) as arrays:
        names, key = list(arrays), asked.part
        if key is None and len(names) == 1:
            key = names[0]
        if key is None or key not in names:
            listed, first = ", ".join(names) or "none", names[0] if names else "key"
            raise asked.refused(f"Its arrays are: {listed}.", f"{asked.path}:{first}")
        array: Array = arrays[key]
        return array


def _csv(asked: Asked) -> Array:
    with Path(asked.path).open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    if not rows:
        raise asked.refused("The file is empty.", f"{asked.path}:column")
    head, wanted = [name.strip() for name in rows[0]], asked.columns
    if not wanted and len(head) == 1:
        return np.array(_values([row[0] for row in rows[0 if _number(head[0]) else 1 :]]))
    places = [head.index(name) for name in asked.found(wanted, head)]
    read = [
        _values([row[place] if place < len(row) else "" for row in rows[1:]]) for place in places
    ]
    return np.array(read[0]) if len(read) == 1 else np.stack(list(map(np.array, read)), axis=1)


def _values(cells: Sequence[str]) -> list[Any]:
    """Whole numbers, else numbers (nothing is NaN), else text: whatever fits every cell."""
    try:
        return [int(cell) for cell in cells]
    except ValueError:
        numbers = all(not cell.strip() or _number(cell) for cell in cells)
        return [float(cell or "nan") if numbers else cell for cell in cells]


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
