"""Large arrays in pieces that stay in the processor's cache, in dtypes that NumPy computes with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]

_CHUNK: Final = 1 << 18  # elements read at a time: 2 MB of int64


def chunks(pieces: list[Array]) -> Iterator[Array]:
    """The values of some arrays, cut along the batch, in numbers that NumPy computes with."""
    for piece in pieces:
        if piece.size == 0:
            continue
        step = max(1, _CHUNK // (piece.size // piece.shape[0])) if piece.ndim else 1
        for start in range(0, piece.shape[0] if piece.ndim else 1, step):
            yield _plain(piece[start : start + step] if piece.ndim else piece.reshape(1))


def _plain(chunk: Array) -> Array:
    if chunk.dtype.kind == "V":
        return chunk.astype(plain_dtype(chunk.dtype))
    return chunk.astype(np.float32) if chunk.dtype == np.float16 else chunk


def plain_dtype(dtype: np.dtype[Any]) -> type[Any] | None:
    """A dtype of NumPy that holds the numbers of a foreign one (bfloat16, int4, float8)."""
    if dtype.name.startswith(("bfloat", "float")):
        return np.float32
    return np.int16 if dtype.name.startswith(("int", "uint")) else None


def python_number(number: Any) -> float:
    """A Python number: whole ones stay int, for class numbers beyond 2**53 stay exact."""
    return int(number) if number.dtype.kind in "biu" else float(number)
