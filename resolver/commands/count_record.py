"""What has been counted already, in a file that a killed run leaves whole.

The file is a journal: one line of JSON that says what is counted, then one for each shard that is
in. A line is added in one write once its shard is counted, so a run that is killed leaves whole
lines and at most one torn one at the end, whose shard is then counted again. A shard's counts are
kept under its name, so none can be in twice.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from resolver.core.counts import Counts
from resolver.core.errors import InvalidArgument
from resolver.edge.shards.shards import Shard

__all__ = ["Record", "seen"]

_KIND: Final = "counts of shards, as python -m resolver count keeps them"

Seen = dict[str, list[int]]
"""What a file looked like: its size in bytes and when it was changed, in nanoseconds, by path."""


def seen(shard: Shard) -> Seen:
    """What the files of a shard look like now.

    Raises:
        InvalidArgument: If one is not there.
    """
    try:
        looks = {path: Path(path).stat() for path in shard.files}
    except OSError as error:
        raise InvalidArgument(
            f"A shard cannot be read. Received: {error.filename}: {error.strerror}. "
            "Use: a path that is there"
        ) from error
    return {path: [look.st_size, look.st_mtime_ns] for path, look in looks.items()}


class Record:
    """The counts that are in, by the name of their shard; kept in a file, or nowhere.

    Args:
        path: The file; ``None`` to keep them in memory only.
        shards: What is counted. A file that is there must be of the same shards, and those that
            are in must not have changed.

    Raises:
        InvalidArgument: If the file is something else, or of other shards.
    """

    def __init__(self, path: str | None, shards: Sequence[Shard]) -> None:
        self.counts: dict[str, Counts] = {}
        self._path = path
        self._decision: dict[str, Any] | None = None
        self._names = [shard.name for shard in shards]
        if path is not None and Path(path).exists() and Path(path).stat().st_size:
            self._read({shard.name: shard for shard in shards})

    def settle(self, decision: Mapping[str, Any]) -> None:
        """Say by what is counted, before anything is added.

        Args:
            decision: The arguments of the accuracy that is counted.

        Raises:
            InvalidArgument: If what is in was counted by another decision, or the file cannot be
                written.
        """
        decision = json.loads(json.dumps(dict(decision)))
        if self._decision is None:
            self._decision = dict(decision)
            self._begin()
        elif decision != self._decision:
            raise self._refused(
                "Its counts are of another decision, and would not add.",
                f"{_said(self._decision)} in the file, and now {_said(decision)}",
            )

    def add(self, shard: Shard, counts: Counts, files: Seen) -> None:
        """Keep the counts of one more shard.

        Args:
            shard: The shard.
            counts: Its counts.
            files: What its files looked like when they were counted.
        """
        self.counts[shard.name] = counts
        line = {"shard": shard.name, "files": files, "counts": json.loads(counts.to_json())}
        if self._path is not None:
            self._write(line, self._path, "ab")

    def _begin(self) -> None:
        """Write the first line beside the file and move it there: it is whole, or not there."""
        if self._path is not None:
            head = {"kind": _KIND, "decision": self._decision, "shards": self._names}
            beside = f"{self._path}.new"
            self._write(head, beside, "wb")
            Path(beside).replace(self._path)

    def _write(self, line: Mapping[str, Any], path: str, mode: str) -> None:
        text = f"{json.dumps(line)}\n".encode()
        try:
            with open(path, mode, buffering=0) as file:
                if file.write(text) != len(text):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
        except OSError as error:
            raise InvalidArgument(
                f"The counts cannot be kept in {self._path!r}: {error.strerror}. "
                "Use: --resume with a file that can be written"
            ) from error

    def _read(self, shards: Mapping[str, Shard]) -> None:
        path = Path(str(self._path))
        head, *lines = path.read_bytes().split(b"\n")
        torn = lines.pop() if lines else b""
        try:
            said, entries = json.loads(head), [json.loads(line) for line in lines]
            kind = said["kind"]
        except (ValueError, TypeError, KeyError):
            kind = None
        if kind != _KIND:
            raise self._refused(
                "It holds something else.", repr(head[:60].decode("utf-8", "replace"))
            )
        self._same_shards(said["shards"])
        for entry in entries:
            name = entry["shard"]
            self._unchanged(name, entry["files"], seen(shards[name]))
            self.counts[name] = Counts(**entry["counts"])
        self._decision = said["decision"]
        if torn:
            os.truncate(path, path.stat().st_size - len(torn))

    def _same_shards(self, names: Sequence[str]) -> None:
        before, now = dict.fromkeys(names), dict.fromkeys(self._names)
        gone = [name for name in before if name not in now]
        new = [name for name in now if name not in before]
        if gone or new:
            parts = [f"{len(gone)} gone, such as {gone[0]}"] if gone else []
            parts += [f"{len(new)} new, such as {new[0]}"] if new else []
            raise self._refused("It was begun for other shards.", ", ".join(parts))

    def _unchanged(self, name: str, before: Seen, now: Seen) -> None:
        changed = [path for path in now if before.get(path) != now[path]]
        if changed:
            raise self._refused(
                "A shard that is in has changed since it was counted.", f"{changed[0]} in {name}"
            )

    def _refused(self, why: str, received: str) -> InvalidArgument:
        return InvalidArgument(
            f"The counts in {self._path!r} cannot be gone on with. {why} "
            f"Received: {received}. Use: --resume with a new file, to count all again"
        )


def _said(decision: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={value!r}" for key, value in decision.items())
