"""Labels from a file or a text: .npy, .npz, columns of .csv or .parquet, or ``int64[N] 0..9``."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from resolver.core.errors import InvalidArgument
from resolver.core.labelspec import is_label_text, parse_labels
from resolver.core.specs import Labels

_NEEDED: Final = "Labels are a .npy, .npz:key, .csv:column or .parquet:column file, or a text."


def read_label_argument(text: str) -> Labels:
    """Labels as they are written on a command line.

    Args:
        text: A path; of a ``.npz`` with ``:key`` behind it, of a ``.csv`` or ``.parquet`` with
            ``:column`` or several ``:first,second``; or labels as text. NumPy is loaded for files
            only.

    Raises:
        InvalidArgument: If there is no such file, key or column, or the text cannot be read.
    """
    if is_label_text(text):
        return parse_labels(text)
    files: Any = import_module("resolver.edge.shards.files")
    if not files.file_of(text).endswith(files.KINDS):
        raise InvalidArgument(
            f"The labels {text!r} cannot be read. {_NEEDED} Use: --labels 'int64[N] 0..9'"
        )
    as_option = import_module("resolver.edge.shards.refusal").as_option
    array = files.read_file(text, "labels", as_option)
    labels: Labels = import_module("resolver.edge.labels.read_labels").read_labels(array)
    return labels
