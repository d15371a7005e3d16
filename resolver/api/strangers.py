"""Entries of a dict of losses or metrics that name no output: told, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from resolver.api.arguments import Pair, is_config
from resolver.core import wording
from resolver.core.finding import Finding
from resolver.core.structure import nested


def without_strangers(pair: Pair, **given: Any) -> tuple[list[Any], tuple[Finding, ...]]:
    """What was given, less what names no output, and a finding for each argument that lost some.

    Args:
        pair: The outputs.
        given: Arguments by name, such as ``loss=`` and ``metrics=``, in any form Keras takes.

    Returns:
        The arguments in their order, and the findings.

    Example:
        >>> from resolver.api.arguments import read_pair
        >>> outputs = {"kind": Output((None, 3)), "size": Output((None, 1))}
        >>> without_strangers(read_pair(None, outputs), loss={"kind": "mse", "sise": "mae"})[0]
        [{'kind': 'mse'}]
    """
    known: list[str] = list(pair.names)
    if isinstance(pair.structure, Mapping) and any(map(nested, pair.structure.values())):
        known = list(pair.structure)
    kept: list[Any] = []
    found: list[Finding] = []
    for what, value in given.items():
        strange = [key for key in _keys(value) if key not in known]
        left = {key: value[key] for key in value if key in known} if strange else value
        kept.append(None if strange and not left else left)
        if strange:
            use = f"{what}={_renamed(value, known)}"
            found.append(wording.unknown_output(what, strange, known, use))
    return kept, tuple(found)


def _keys(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Mapping) and not is_config(value) else []


def _renamed(given: Mapping[Any, Any], known: list[str]) -> str:
    """The dict with each strange key replaced by the output that was probably meant."""
    free = [name for name in known if name not in given]
    entries = []
    for key, value in given.items():
        name = key
        if key not in known:
            if not free:
                continue
            near = get_close_matches(str(key), free, n=1, cutoff=0.0)
            name = near[0] if near else free[0]
            free.remove(name)
        entries.append(f"{name!r}: {_shown(value)}")
    return f"{{{', '.join(entries)}}}"


def _shown(value: Any) -> str:
    """A value as it is written; an object, which cannot be, by three dots."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_shown, value))}]"
    return repr(value) if isinstance(value, str) else "..."
