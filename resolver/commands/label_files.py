"""Labels from a file or a text: .npy, .npz, the columns of a .csv, or ``int64[N] 0..9``."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from resolver.core.errors import InvalidArgument
from resolver.core.labelspec import is_label_text, parse_labels
from resolver.core.specs import Labels

_KINDS: Final = (".npy", ".npz", ".csv")
_NEEDED: Final = "Labels are a .npy, .npz:key or .csv:column file, or a text."


def read_label_argument(text: str) -> Labels:
    """Labels as they are written on a command line.

    Args:
        text: A path; of a ``.npz`` with ``:key`` behind it, of a ``.csv`` with ``:column`` or
            several ``:first,second``; or labels as text. NumPy is loaded for files only.

    Raises:
        InvalidArgument: If there is no such file, key or column, or the text cannot be read.
    """
    if is_label_text(text):
        return parse_labels(text)
    path, part = _parted(text)
    if not path.endswith(_KINDS):
        raise _refused(text, _NEEDED, "--labels 'int64[N] 0..9'")
    from resolver.edge.labels.read_labels import read_labels  # noqa: PLC0415  (NumPy, for files only)

    try:
        array = _columns(path, part, text) if path.endswith(".csv") else _array(path, part, text)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, InvalidArgument):
            raise
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _refused(text, f"{why.splitlines()[0]}.", "--labels y.npy") from error
    labels: Labels = read_labels(array)
    return labels


def _parted(text: str) -> tuple[str, str | None]:
    path, colon, part = text.rpartition(":")
    return (path, part) if colon and path.endswith(_KINDS) else (text, None)


def _array(path: str, key: str | None, text: str) -> Any:
    import numpy as np  # noqa: PLC0415  (see above)

    if path.endswith(".npy"):
        return np.load(path, mmap_mode="r", allow_pickle=False)
    with np.load(path, allow_pickle=False) as arrays:
        names = list(arrays)
        if key is None and len(names) == 1:
            key = names[0]
        if key is None or key not in names:
            listed = ", ".join(names) or "none"
            raise _refused(text, f"Its arrays are: {listed}.", f"--labels {path}:{names[0]}")
        return arrays[key]


def _columns(path: str, column: str | None, text: str) -> Any:
    import numpy as np  # noqa: PLC0415  (see above)

    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    if not rows:
        raise _refused(text, "The file is empty.", f"--labels {path}:column")
    head, wanted = [name.strip() for name in rows[0]], (column or "").split(",")
    if column is None and len(head) == 1:
        return np.array(_values([row[0] for row in rows[0 if _number(head[0]) else 1 :]]))
    if not all(name in head for name in wanted):
        listed = ", ".join(head)
        raise _refused(text, f"Its columns are: {listed}.", f"--labels {path}:{head[-1]}")
    places = [head.index(name) for name in wanted]
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


def _refused(text: str, why: str, use: str) -> InvalidArgument:
    return InvalidArgument(f"The labels {text!r} cannot be read. {why} Use: {use}")
