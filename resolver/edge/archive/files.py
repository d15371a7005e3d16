"""Opens a saved model and takes its configs out, without Keras: .keras, .h5, .json."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from resolver.core.errors import InvalidArgument

_HDF5: Final = b"\x89HDF\r\n\x1a\n"
_SAVE: Final = "model.save('model.keras')"


class Saved(NamedTuple):
    """The configs of a saved model.

    Args:
        model: The model: its class, its layers, how they are called.
        compiled: What it was compiled with; None if it was not, or if the file does not say.
    """

    model: Mapping[str, Any]
    compiled: Mapping[str, Any] | None


def open_saved(path: str | Path) -> Saved:
    """Read the configs of a saved model; weights are left alone.

    Args:
        path: A ``.keras`` archive, an ``.h5`` file of a whole model, or the ``.json`` that
            ``model.to_json()`` gives. What it is is seen from its first bytes.

    Raises:
        InvalidArgument: If it is none of these, or holds no config of a model.
    """
    path = Path(path)
    try:
        if zipfile.is_zipfile(path):
            model = _of_archive(path)
        elif path.is_dir():
            raise _refused(path, "it is a folder, and a SavedModel holds no config", _SAVE)
        elif path.read_bytes()[:8] == _HDF5:
            model = _of_hdf5(path)
        else:
            model = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _refused(path, error.strerror or str(error), "the path of a saved model") from error
    except (UnicodeDecodeError, json.JSONDecodeError, zipfile.BadZipFile) as error:
        raise _refused(path, "it is no .keras archive, .h5 or .json file", _SAVE) from error
    if not isinstance(model, Mapping) or "class_name" not in model:
        raise _refused(path, "it holds no config of a model", _SAVE)
    compiled = model.get("compile_config")
    return Saved(model, compiled if isinstance(compiled, Mapping) and compiled else None)


def _of_archive(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        if "config.json" not in archive.namelist():
            raise _refused(path, "the archive has no config.json", _SAVE)
        return json.loads(archive.read("config.json"))


def _of_hdf5(path: Path) -> Any:
    try:
        h5py: Any = import_module("h5py")
    except ImportError as error:
        use = "pip install h5py"
        raise _refused(path, "an .h5 file is read with h5py, which is missing", use) from error
    with h5py.File(path, "r") as file:
        said = {key: _attribute(file, key) for key in ("model_config", "training_config")}
    if said["model_config"] is None:
        raise _refused(path, "it holds weights only", _SAVE)
    return {**said["model_config"], "compile_config": said["training_config"]}


def _attribute(file: Any, key: str) -> Any:
    text = file.attrs.get(key)
    return None if text is None else json.loads(text)


def _refused(path: Path, why: str, use: str) -> InvalidArgument:
    return InvalidArgument(f"The model {str(path)!r} cannot be read: {why}. Use: {use}")
