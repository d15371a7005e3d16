"""Any one array, tensor, column, table or spec, of any library, as `Labels`.

No library is imported here. What an object is, is told by the classes it descends from, so the
library that made it is there already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np

from resolver.core.errors import InvalidArgument, InvalidType
from resolver.core.specs import Facts, Labels, Shape
from resolver.edge.labels.objects import Unboxed, unbox
from resolver.edge.labels.values import READ_LIMIT, as_array, describe, describe_unboxed, is_text

Array = np.ndarray[Any, np.dtype[Any]]

_REFUSALS: Final = (AttributeError, NotImplementedError, RuntimeError, TypeError, ValueError)
"""What libraries raise when a symbolic, freed or unaddressable array is asked for its values."""


def kin(thing: object, package: str, *names: str) -> bool:
    """True if a class of that name and package is among the ancestors of an object's class."""
    return any(
        base.__name__ in names and base.__module__.partition(".")[0] == package
        for base in type(thing).__mro__
    )


def is_array(thing: object) -> bool:
    """True for arrays, tensors, columns, tables and specs: what has a shape and a dtype."""
    if isinstance(thing, np.generic):
        return False
    return hasattr(thing, "shape") and (hasattr(thing, "dtype") or hasattr(thing, "dtypes"))


def read_array(array: Any, class_axis: int = -1) -> Labels:
    """The labels that one array, tensor, column, table or spec holds.

    Args:
        array: The array, of any library; a spec has a shape and a dtype and no values.
        class_axis: The axis of the classes, see `describe`.

    Returns:
        Labels, with the first dimension None where there are values, and their facts.

    Raises:
        InvalidArgument: If there is no batch dimension.
        InvalidType: If the values are dates, complex numbers or objects of other kinds.
    """
    if isinstance(array, np.ndarray):
        return _from_numpy(array, class_axis)
    read = _reader(array)
    if read is None:
        return _from_spec(array)
    try:
        labels = read(array, class_axis)
    except (InvalidArgument, InvalidType):
        raise
    except _REFUSALS:
        return _from_spec(array)
    return labels if labels is not None else _from_spec(array)


def _reader(array: Any) -> Callable[[Any, int], Labels | None] | None:
    if kin(array, "torch", "Tensor"):
        return _from_torch
    if kin(array, "tensorflow", "RaggedTensor"):
        return _from_ragged
    if kin(array, "tensorflow", "SparseTensor"):
        return _from_tf_sparse
    if kin(array, "h5py", "Dataset"):
        return _from_file
    if hasattr(array, "toarray"):  # scipy.sparse
        return _from_sparse
    if hasattr(array, "to_numpy"):  # pandas, polars
        return _from_table
    if kin(array, "jax", "Array") or type(array).__module__.partition(".")[0] == "jaxlib":
        return _from_jax
    if hasattr(array, "__array__"):
        return _from_any
    return None


def _from_numpy(array: Array, class_axis: int, dtype: str | None = None) -> Labels:
    values = as_array(np.asarray(array))
    if values.ndim == 0:
        raise InvalidArgument(
            f"Labels must have a batch dimension. Received: a single value, {values.item()!r}. "
            f"Use: numpy.array([{values.item()!r}])"
        )
    if values.dtype == object and values.size <= READ_LIMIT:
        return from_unboxed(unbox(values), class_axis)
    name = dtype or ("string" if is_text(values.dtype) else values.dtype.name)
    return Labels((None, *values.shape[1:]), name, facts=describe(values, class_axis=class_axis))


def from_unboxed(unboxed: Unboxed, class_axis: int = -1) -> Labels:
    """The labels that objects or unequal rows held."""
    values, shape = unboxed.values, unboxed.shape
    return Labels(
        None if shape is None else (None, *shape[1:]),
        "string" if is_text(values.dtype) else values.dtype.name,
        facts=describe_unboxed(unboxed, class_axis),
    )


def _from_any(array: Any, class_axis: int) -> Labels:
    return _from_numpy(np.asarray(array), class_axis)


def _from_jax(array: Any, class_axis: int) -> Labels | None:
    if not getattr(array, "is_fully_addressable", True):  # other processes hold a part
        return None
    return _from_numpy(np.asarray(array), class_axis)


def _from_torch(tensor: Any, class_axis: int) -> Labels | None:
    if tensor.device.type == "meta":
        return None
    plain = tensor.detach().cpu()
    if str(plain.layout) != "torch.strided":
        plain = plain.to_dense()
    name = dtype_name(tensor.dtype)
    if name == "bfloat16" or (name or "").startswith("float8"):
        plain = plain.float()
    return _from_numpy(plain.resolve_conj().resolve_neg().numpy(), class_axis, name)


def _from_ragged(tensor: Any, class_axis: int) -> Labels:
    values = np.asarray(tensor.flat_values)
    shape = shape_of(tensor)
    rank = None if shape is None else len(shape)
    last = class_axis == -1 or (rank is not None and class_axis == rank - 1)
    facts = describe(values, class_axis=-1 if last else 0)
    return replace(_from_spec(tensor), shape=(None, *(shape or ())[1:]), facts=facts)


def _from_tf_sparse(tensor: Any, class_axis: int) -> Labels | None:
    shape = tuple(int(dim) for dim in np.asarray(tensor.dense_shape))
    if int(np.prod(shape)) > READ_LIMIT:
        return None
    dense = np.zeros(shape, dtype=np.asarray(tensor.values).dtype)
    dense[tuple(np.asarray(tensor.indices).T)] = np.asarray(tensor.values)
    return _from_numpy(dense, class_axis)


def _from_sparse(matrix: Any, class_axis: int) -> Labels:
    rows = max(1, READ_LIMIT // max(matrix.shape[-1], 1))
    if matrix.shape[0] <= rows:
        return _from_numpy(matrix.toarray(), class_axis)
    at = np.unique(np.linspace(0, matrix.shape[0] - 1, rows).astype(np.int64))
    labels = _from_numpy(matrix.tocsr()[at].toarray(), class_axis)
    return replace(labels, facts=(labels.facts or Facts()) + Facts(sampled=True))


def _from_file(data: Any, class_axis: int) -> Labels:
    """An array in a file that is read by slices: neighbours at evenly spread places."""
    rows, size = data.shape[0], max(int(np.prod(data.shape)), 1)
    wanted = max(1, READ_LIMIT * rows // size)
    if rows <= wanted:
        return _from_numpy(data[:], class_axis)
    block = max(1, wanted // 256)
    starts = np.unique(np.linspace(0, rows - block, wanted // block).astype(np.int64)).tolist()
    values = np.concatenate([data[start : start + block] for start in starts])
    labels = _from_numpy(values, class_axis)
    return replace(labels, facts=(labels.facts or Facts()) + Facts(sampled=True))


def _from_table(table: Any, class_axis: int) -> Labels:
    """A column or table; a nullable column with missing values keeps its own dtype."""
    dtype = getattr(table, "dtype", None)
    if kin(dtype, "pandas", "BaseMaskedDtype") and table.hasnans:
        # As objects: pandas would round whole numbers to float to make room for NaN.
        labels = _from_numpy(table.to_numpy(dtype=object), class_axis)
        return replace(labels, dtype=dtype_name(dtype))
    return _from_numpy(np.asarray(table.to_numpy()), class_axis)


def _from_spec(spec: Any) -> Labels:
    return Labels(shape_of(spec), dtype_name(getattr(spec, "dtype", None)))


def shape_of(thing: Any) -> Shape:
    """The shape of an array or spec, with None for what is not known."""
    try:
        dims = tuple(thing.shape)
    except (TypeError, ValueError):  # TensorFlow's word for an unknown rank; a plain None
        return None
    return tuple(_dim(dim) for dim in dims)


def _dim(dim: Any) -> int | None:
    try:
        return int(dim)
    except _REFUSALS:  # None, or a symbolic dimension
        return None


def dtype_name(dtype: object) -> str | None:
    """The name of a dtype of any library: ``"int64"``, ``"bfloat16"``, ``"string"``.

    Example:
        >>> dtype_name(np.dtype("int64")), dtype_name("torch.bool")
        ('int64', 'bool')
    """
    if dtype is None:
        return None
    name = str(getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or dtype)
    name = name.removeprefix("torch.").lower()
    return {"boolean": "bool", "object": "string", "str": "string"}.get(name, name)
