"""``python -m resolver count``: files of predictions into exact counts, shard by shard."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from resolver import Counts
from resolver.cli import main
from tests.offline import data

NPY = ("--labels", "y-*.npy", "--predictions", "p-*.npy")


@pytest.fixture(autouse=True, name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with shards of every kind, which is the working directory."""
    monkeypatch.chdir(tmp_path)
    for write in (data.write_npy, data.write_npz, data.write_csv, data.write_parquet):
        write(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of the command."""
    code = main(["count", *arguments])
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def counted(capsys: pytest.CaptureFixture[str], *arguments: str) -> Counts:
    """The counts that the command prints as JSON."""
    code, out, err = run(capsys, *arguments, "--format", "json")

    assert (0, "") == (code, err)
    return Counts.from_json(out)


@pytest.mark.parametrize(
    ("labels", "predictions"),
    [
        ("y-*.npy", "p-*.npy"),
        ("part-*.npz:y", "part-*.npz:p"),
        ("part-*.csv:y", "part-*.csv:p0,p1,p2,p3,p4,p5,p6"),
        ("part-*.parquet:y", "part-*.parquet:p"),
        ("part-[0-9].npz:y", "p-?.npy"),
        ("y-[!x].npy", "p-*.npy"),
        ("wide-*.parquet:y", "wide-*.parquet:0,1,2,3,4,5,6"),
        ("**/y-*.npy", "**/p-*.npy"),
    ],
)
def test_every_kind_of_file_gives_the_same_two_integers(
    capsys: pytest.CaptureFixture[str], labels: str, predictions: str
) -> None:
    """Shards of each kind, the empty one too, come to what the whole arrays come to."""
    assert data.COUNTS == counted(capsys, "--labels", labels, "--predictions", predictions)


def test_the_text_is_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """The sum comes first, then what was counted, and in how many shards."""
    code, out, err = run(capsys, *NPY)

    assert (0, "") == (code, err)
    assert out == (
        f"{data.COUNTS.correct} of 300 ({data.COUNTS.ratio:.6g})\nmulticlass accuracy, 5 shards\n"
    )


def test_paths_belong_together_by_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    """What a shell makes of an unquoted pattern is a list, and the lists are laid side by side."""
    labels = ["y-3.npy", "y-1.npy"]
    predictions = ["p-3.npy", "p-1.npy"]
    both = np.r_[data.PARTS[3], data.PARTS[1]]
    hits = data.SCORES[both].argmax(axis=1) == data.LABELS[both]

    assert Counts(int(hits.sum()), 159, "multiclass accuracy") == counted(
        capsys, "--labels", *labels, "--predictions", *predictions
    )


def test_a_name_may_look_like_a_pattern(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there is itself, whatever signs its name is made of."""
    Path("y[1].npy").write_bytes(Path("y-1.npy").read_bytes())

    assert 40 == counted(capsys, "--labels", "y[1].npy", "--predictions", "p-1.npy").total


def test_weights_and_masks_are_files_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Weights are summed as floats; a mask of whole numbers leaves integers."""
    for place, part in enumerate(data.PARTS):
        np.save(f"m-{place}.npy", data.WEIGHTS[part] > 0.5)
    weighted = counted(capsys, *NPY, "--sample-weight", "w-*.npy")
    masked = counted(capsys, *NPY, "--mask", "m-*.npy")

    assert data.WEIGHTED == pytest.approx((weighted.correct, weighted.total), rel=1e-12)
    assert int((data.WEIGHTS > 0.5).sum()) == masked.total
    assert isinstance(masked.correct, int)


def test_what_is_said_decides(capsys: pytest.CaptureFixture[str]) -> None:
    """The keywords of `resolver.count` are options, and the sum says what was counted."""
    kept = data.LABELS != 3
    hits = (data.SCORES.argmax(axis=1) == data.LABELS) & kept

    assert Counts(
        int(hits.sum()), int(kept.sum()), "multiclass accuracy, ignore_class=3"
    ) == counted(capsys, *NPY, "--ignore-class", "3", "--task", "multiclass")
    assert "multilabel accuracy, threshold=0.5" == (
        one_column(capsys, "--from-logits", "no").decision
    )
    assert "multilabel accuracy, threshold=0.0" == (
        one_column(capsys, "--loss", "BinaryCrossentropy(from_logits=True)").decision
    )


def one_column(capsys: pytest.CaptureFixture[str], *said: str) -> Counts:
    """The counts of three labels a row, each on its own."""
    np.save("tags.npy", [[0, 1, 1], [1, 0, 0]])
    np.save("tag_scores.npy", np.array([[0.1, 0.9, 0.4], [0.8, 0.2, 0.9]], "float32"))
    return counted(
        capsys,
        "--labels",
        "tags.npy",
        "--predictions",
        "tag_scores.npy",
        "--task",
        "multilabel",
        *said,
    )


def test_counts_are_added_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What --format json wrote is added, from files and from a pipe, one count a line."""
    Path("a.json").write_text('{"correct": 3, "total": 4}\n{"correct": 1, "total": 1}\n', "utf-8")
    Path("b.json").write_text(Counts(5, 6, "binary accuracy").to_json(), "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"correct": 0, "total": 9}\n'))

    assert (0, "9 of 20 (0.45)\nbinary accuracy, 4 counts\n", "") == run(
        capsys, "--add", "[ab].json", "-"
    )


def test_counts_of_different_decisions_are_not_added(capsys: pytest.CaptureFixture[str]) -> None:
    """The sum would be the accuracy of nothing, so both decisions are shown and nothing else."""
    Path("a.json").write_text(Counts(1, 2, "binary accuracy").to_json(), "utf-8")
    Path("b.json").write_text(Counts(1, 2, "multiclass accuracy").to_json(), "utf-8")

    assert (
        2,
        "",
        "resolver: Counts of different decisions do not add: their sum would be the accuracy of "
        "nothing. Received: 'binary accuracy' and 'multiclass accuracy'. Use: Counts(correct, "
        "total) without a decision, if they do mean the same\n",
    ) == run(capsys, "--add", "a.json", "b.json")


def test_a_large_file_is_not_read_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Counting a file of 64 MB takes less than 24 MB at any time."""
    rows = 1 << 14
    scores = np.lib.format.open_memmap("big.npy", "w+", np.float32, (rows, 1 << 10))
    scores[:, 7] = 1
    scores.flush()
    np.save("ids.npy", np.full(rows, 7))
    tracemalloc.start()
    counts = counted(capsys, "--labels", "ids.npy", "--predictions", "big.npy")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (rows, rows) == (counts.correct, counts.total)
    assert peak < 24 << 20 < Path("big.npy").stat().st_size


def test_the_command_loads_no_framework(folder: Path) -> None:
    """Counting files loads NumPy, and neither Keras, nor a backend, nor rich."""
    code = (
        "import sys; from resolver.cli import main; main(sys.argv[1:]); "
        "print([name for name in ('keras', 'tensorflow', 'jax', 'torch', 'rich', 'pyarrow', "
        "'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "count", *NPY],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "['numpy']" == done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--labels", "y-*.npy"],
         "Labels and predictions are both needed. Received: labels. "
         "Use: --labels 'y-*.npy' --predictions 'p-*.npy'"),
        (["--labels", "y-*.npy", "--predictions", "p-[12].npy"],
         "Files belong together whose wildcards stand for the same, and some stand alone. "
         "Received: y-0.npy (labels), y-3.npy (labels), y-4.npy (labels). "
         "Use: --labels 'y-*.npy' --predictions 'p-*.npy'"),
        (["--labels", "y-*.npy", "--predictions", "p-1.npy", "p-2.npy"],
         "There must be as many files of predictions as of labels. "
         "Received: 5 of labels and 2 of predictions. "
         "Use: --labels 'y-*.npy' --predictions 'p-*.npy'"),
        (["--labels", "y-1.npy", "y-1.npy", "--predictions", "p-1.npy", "p-1.npy"],
         "Each shard is counted once. Received: y-1.npy + p-1.npy, 2 times. Use: each file once"),
        (["--labels", "y-1.npy", "--predictions", "part-1.npz:q"],
         "The predictions 'part-1.npz:q' cannot be read. Its arrays are: y, p. "
         "Use: --predictions part-1.npz:y"),
        (["--labels", "y-1.npy", "--predictions", "part-1.parquet"],
         "The predictions 'part-1.parquet' cannot be read. Its columns are: y, p. "
         "Use: --predictions part-1.parquet:p"),
        (["--labels", "y-1.npy", "--predictions", "ragged.parquet"],
         "The predictions 'ragged.parquet' cannot be read. Its rows must be lists of one length. "
         "Received: lengths 1, 2. Use: --predictions ragged.parquet:column"),
        (["--labels", "y-1.npy", "--predictions", "p.h5"],
         "The predictions 'p.h5' cannot be read. It must be a .npy, .npz:key, .csv:column or "
         ".parquet:column file. Use: --predictions y.npy"),
        (["--labels", "y-1.npy", "--predictions", "none.npy"],
         "The predictions 'none.npy' cannot be read. No such file or directory. "
         "Use: --predictions y.npy"),
        (["--labels", "y-1.npy", "y-2.npy", "--predictions", "p-1.npy", "wide.npy"],
         "y-2.npy + wide.npy: All parts must have predictions of as many classes. Received: 9 "
         "here, and 7 in y-1.npy + p-1.npy. Use: predictions of one model"),
        (["--labels", "y-1.npy", "y-2.npy", "--predictions", "p-1.npy", "p-3.npy"],
         "y-2.npy + p-3.npy: The labels do not fit the predictions: class ids need the shape "
         "(119,). Received: y_true.shape=(1,), y_pred.shape=(119, 7). "
         'Use: resolver.Accuracy("multiclass", "one_hot"), if the labels are one-hot rows'),
        (["--labels", "bits.npy", "--predictions", "halves.npy"],
         "More than one reading is possible. Received: bits.npy + halves.npy: logits: positive "
         "above 0, and the loss needs from_logits=True; probabilities: positive above 0.5. "
         "Use: --from-logits yes  or  --from-logits no"),
        (["--add", "none.json"],
         "Counts cannot be read from 'none.json': No such file or directory. "
         "Use: --add counts.json"),
        (["--add", "bad.json"],
         "bad.json: Counts are read from a JSON object with correct, total and decision. "
         "Received: '[1]'. Use: Counts.from_json('{\"correct\": 3, \"total\": 4}')"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_is_told(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    """The exit code is 2, nothing is printed as a result, and one line says what to write."""
    import pyarrow as pa  # noqa: PLC0415 - beside the file it writes
    from pyarrow import parquet  # noqa: PLC0415

    parquet.write_table(pa.table({"p": [[0.5], [0.5, 0.1]]}), "ragged.parquet")
    np.save("wide.npy", np.zeros((1, 9), "float32"))
    np.save("bits.npy", [0, 1])
    np.save("halves.npy", np.array([0.5, 0.6], "float32"))
    Path("bad.json").write_text("[1]", "utf-8")
    code, out, err = run(capsys, *arguments)

    assert (2, "", f"resolver: {why}\n") == (code, out, err)


def test_nothing_that_a_pattern_matches_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """A pattern without a file names the folder it was looked for in."""
    code, _, err = run(capsys, "--labels", "z-*.npy", "--predictions", "p-*.npy")

    assert 2 == code
    assert err == (
        f"resolver: No file is there that the pattern matches. Received: --labels 'z-*.npy' in "
        f"the folder {folder}. Use: --labels 'folder/y-*.npy'\n"
    )


def test_parquet_without_its_reader_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pyarrow is missing, a .parquet file says so, and what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    code, _, err = run(capsys, "--labels", "part-*.parquet:y", "--predictions", "p-*.npy")

    assert 2 == code
    assert err == (
        "resolver: The labels 'part-0.parquet:y' cannot be read. A .parquet file is read with "
        "pyarrow, which is missing. Use: pip install pyarrow\n"
    )


def test_what_nobody_watches_is_not_looked_at(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no terminal, no file is opened to find out how long the work will be."""
    monkeypatch.setattr("resolver.commands.count.rows_of", None)

    assert data.COUNTS == counted(capsys, *NPY)


@pytest.mark.parametrize(
    ("predictions", "steps"),
    [
        ("p-*.npy", [(0, 300), (40, 300), (40, 300), (41, 300), (41, 300), (160, 300),
                     (160, 300), (300, 300), (300, 300)]),
        ("part-*.parquet:p", [(0, 300), (40, 300), (40, 300), (41, 300), (41, 300), (160, 300),
                              (160, 300), (300, 300), (300, 300)]),
        ("part-*.npz:p", [(1, 5), (1, 5), (2, 5), (2, 5), (3, 5), (3, 5), (4, 5), (4, 5), (5, 5)]),
    ],
)  # fmt: skip
def test_how_far_it_is_is_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    predictions: str,
    steps: list[tuple[int, int]],
) -> None:
    """In rows, within a shard too, if all files say how many they hold; else in shards."""
    told: list[tuple[int, int]] = []

    @contextmanager
    def watched(what: str) -> Iterator[Callable[[int, int], None]]:
        assert "counting" == what
        yield lambda done, total: told.append((done, total))

    monkeypatch.setattr("resolver.commands.count.waiting", watched)
    counted(capsys, "--labels", "y-*.npy", "--predictions", predictions)

    assert steps == told


def test_the_counts_are_on_stdout_and_nothing_else_is(folder: Path) -> None:
    """In a pipe the command is quiet: its result can be read by the next one."""
    done = subprocess.run(
        [sys.executable, "-m", "resolver", "count", *NPY, "--format", "json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )

    assert (json.loads(data.COUNTS.to_json()), "") == (json.loads(done.stdout), done.stderr)
