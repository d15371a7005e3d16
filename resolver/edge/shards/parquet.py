"""Columns of a Parquet file as arrays, read with pyarrow where there is one."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from resolver.edge.shards.refusal import Asked

__all__ = ["parquet_array", "parquet_rows"]

Array = np.ndarray[Any, np.dtype[Any]]


def parquet_array(asked: Asked) -> Array:
    """The columns that were asked for; a column of lists has one axis more.

    Raises:
        InvalidArgument: If pyarrow or a column is missing, or rows of a column differ in length.
    """
    file = _opened(asked)
    there = list(file.schema_arrow.names)
    wanted = asked.columns or (there if len(there) == 1 else [])
    names = list(asked.found(wanted, there))
    table = file.read(columns=names)
    arrays = [_array(table.column(name).combine_chunks(), asked) for name in names]
    return arrays[0] if len(arrays) == 1 else np.stack(arrays, axis=1)


def parquet_rows(asked: Asked) -> int:
    """How many rows the file says it has."""
    return int(_opened(asked).metadata.num_rows)


def _opened(asked: Asked) -> Any:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError as error:
        why = "A .parquet file is read with pyarrow, which is missing."
        raise asked.unread(why, "pip install pyarrow") from error
    return parquet.ParquetFile(asked.path)


def _array(column: Any, asked: Asked) -> Array:
    """The values of a column as an array: a list in each row becomes an axis."""
    if not hasattr(column.type, "value_field"):
        return np.asarray(column.to_numpy(zero_copy_only=False))
    lengths = set(import_module("pyarrow.compute").list_value_length(column).to_pylist())
    if len(lengths) > 1 or None in lengths:
        said = ", ".join(sorted(map(str, lengths)))
        raise asked.refused(
            f"Its rows must be lists of one length. Received: lengths {said}.",
            f"{asked.path}:column",
        )
    values = _array(column.flatten(), asked)
    return values.reshape(len(column), lengths.pop() if lengths else 0, *values.shape[1:])
