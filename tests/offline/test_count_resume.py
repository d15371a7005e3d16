"""A count that is killed goes on from what it has kept, and nothing is lost or counted twice."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from resolver import Counts
from resolver.cli import main
from tests.offline import data

CSV = ("--labels", "part-*.csv:y", "--predictions", "part-*.csv:p0,p1,p2,p3,p4,p5,p6")
NPY = ("--labels", "y-*.npy", "--predictions", "p-*.npy", "--resume", "counts.jsonl")
START = "resolver: The counts in 'counts.jsonl' cannot be gone on with. "
END = " Use: --resume with a new file, to count all again\n"


@pytest.fixture(autouse=True, name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with shards, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    data.write_npy(tmp_path)
    return tmp_path


def kept() -> list[str]:
    """The shards that are in the file, in the order in which they came."""
    _, *lines = Path("counts.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["shard"] for line in lines]


def killed_at(place: int) -> None:
    """Start the command, and kill it while it waits for the rows of a shard.

    The shard is a pipe that nothing comes out of, so the process is surely at that place.
    """
    Path(f"part-{place}.csv").unlink()
    os.mkfifo(f"part-{place}.csv")
    command = [sys.executable, "-m", "resolver", "count", *CSV, "--resume", "counts.jsonl"]
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    try:
        while not (Path("counts.jsonl").exists() and len(kept()) == place):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
    finally:  # for nothing else would end it
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert -signal.SIGKILL == process.returncode
    Path(f"part-{place}.csv").unlink()
    Path(f"part-{place}.csv").write_text(data.csv_text(data.PARTS[place]), "utf-8")


def test_a_killed_count_loses_and_doubles_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed twice with no time to tidy up, it ends with the integers of an undisturbed run."""
    data.write_csv(folder)
    killed_at(2)
    killed_at(4)
    before = kept()
    code = main(["count", *CSV, "--resume", "counts.jsonl", "--format", "json"])

    assert 0 == code
    assert 4 == len(before)
    assert data.COUNTS == Counts.from_json(capsys.readouterr().out)
    assert 5 == len(kept()) == len(set(kept()))
    assert before == kept()[:4]


def test_what_is_in_is_not_counted_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once all shards are in, a start opens none of them but the one that is decided on."""
    main(["count", *NPY])
    first = capsys.readouterr()
    monkeypatch.setattr("resolver.commands.count.count_part", None)
    main(["count", *NPY])

    assert first == capsys.readouterr()


def test_a_line_that_was_torn_is_counted_again(capsys: pytest.CaptureFixture[str]) -> None:
    """A last line that is not whole is dropped, wherever it was cut, and its shard counted."""
    main(["count", *NPY])
    first = capsys.readouterr()
    whole = Path("counts.jsonl").read_bytes()
    last = len(whole.rstrip(b"\n").rpartition(b"\n")[2])
    for cut in (1, last // 2, last):
        Path("counts.jsonl").write_bytes(whole[:-cut])
        main(["count", *NPY])

        assert first == capsys.readouterr()
        assert whole == Path("counts.jsonl").read_bytes()


def test_weights_come_to_the_same_number(capsys: pytest.CaptureFixture[str]) -> None:
    """Floats go through the file without being rounded: every digit is that of one whole run."""
    weighted = ("--labels", "y-*.npy", "--predictions", "p-*.npy", "--sample-weight", "w-*.npy")
    main(["count", *weighted, "--format", "json"])
    at_once = capsys.readouterr().out
    main(["count", *weighted, "--resume", "counts.jsonl"])
    lines = Path("counts.jsonl").read_text("utf-8").splitlines(keepends=True)
    Path("counts.jsonl").write_text("".join(lines[:3]), "utf-8")
    capsys.readouterr()
    main(["count", *weighted, "--resume", "counts.jsonl", "--format", "json"])

    assert at_once == capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says, that was asked to go on and does not."""
    before = Path("counts.jsonl").read_bytes()
    code = main(["count", *arguments])
    seen = capsys.readouterr()

    assert (2, "") == (code, seen.out)
    assert before == Path("counts.jsonl").read_bytes()
    return seen.err


def test_another_decision_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Both decisions are shown, and the file is left as it is."""
    main(["count", *NPY])
    capsys.readouterr()

    assert refused(capsys, *NPY, "--ignore-class", "3") == (
        START + "Its counts are of another decision, and would not add. Received: "
        "task='multiclass', coding='index' in the file, and now task='multiclass', "
        "coding='index', ignore_class=3." + END
    )


def test_a_changed_shard_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A shard that was counted and is another one now would make the sum that of no data."""
    main(["count", *NPY])
    capsys.readouterr()
    np.save("p-3.npy", 1 - data.SCORES[data.PARTS[3]])

    assert refused(capsys, *NPY) == (
        START + "A shard that is in has changed since it was counted. "
        "Received: p-3.npy in y-3.npy + p-3.npy." + END
    )


@pytest.mark.parametrize(
    ("gone", "new", "received"),
    [
        (["4"], [], "1 gone, such as y-4.npy + p-4.npy"),
        ([], ["5", "6"], "2 new, such as y-5.npy + p-5.npy"),
        (["0"], ["9"], "1 gone, such as y-0.npy + p-0.npy, 1 new, such as y-9.npy + p-9.npy"),
    ],
)
def test_other_shards_are_refused(
    capsys: pytest.CaptureFixture[str], gone: Sequence[str], new: Sequence[str], received: str
) -> None:
    """A list that has become shorter or longer is told, with one shard of each kind."""
    main(["count", *NPY])
    capsys.readouterr()
    for name in ("y", "p"):
        for place in gone:
            Path(f"{name}-{place}.npy").unlink()
        for place in new:
            Path(f"{name}-{place}.npy").write_bytes(Path(f"{name}-1.npy").read_bytes())

    assert refused(capsys, *NPY) == (
        f"{START}It was begun for other shards. Received: {received}.{END}"
    )


def test_a_file_of_something_else_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else the file holds is not written over."""
    Path("counts.jsonl").write_text('{"correct": 3, "total": 4}', "utf-8")

    assert refused(capsys, *NPY) == (
        START + """It holds something else. Received: '{"correct": 3, "total": 4}'.""" + END
    )


def test_a_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there is told before anything is counted."""
    code = main(["count", *NPY[:-1], "nowhere/counts.jsonl"])

    assert 2 == code
    assert capsys.readouterr().err == (
        "resolver: The counts cannot be kept in 'nowhere/counts.jsonl': No such file or "
        "directory. Use: --resume with a file that can be written\n"
    )


def test_a_shard_that_is_being_written_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changes while it is counted is not taken for either of the two it was."""
    looks = iter([{"p-1.npy": [place, 0]} for place in range(99)])
    monkeypatch.setattr("resolver.commands.count.seen", lambda shard: next(looks))
    code = main(["count", *NPY])

    assert 2 == code
    assert capsys.readouterr().err == (
        "resolver: A shard changed while it was counted. Received: y-0.npy + p-0.npy. "
        "Use: files that nothing writes any more\n"
    )


WATCHED = """
import sys
import resolver.api.waiting as waiting
from resolver.cli import main
waiting.PATIENCE = -1.0
main(["count", *sys.argv[1:]])
"""


@pytest.mark.parametrize(
    ("files", "total"),
    [(NPY[:4], "300/300"), (("--labels", "y-*.npy", "--predictions", "part-*.npz:p"), "5/5")],
)
def test_a_terminal_shows_how_far_it_is(folder: Path, files: Sequence[str], total: str) -> None:
    """Where stderr is a terminal there is a bar: of rows if the files tell them, else of shards."""
    data.write_npz(folder)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", WATCHED, *files],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 1 << 16):
            shown += part
    except OSError:  # how Linux says that the other end is closed
        pass
    out, _ = process.communicate(timeout=60)
    os.close(ours)

    assert 0 == process.returncode
    assert total.encode() in shown
    assert f"{data.COUNTS.correct} of 300".encode() in out
