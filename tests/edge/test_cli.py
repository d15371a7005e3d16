"""The command line: what it prints, with which exit code, and that it loads no framework."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers, losses

from resolver.cli import main
from resolver.commands.words import option


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named without a path."""
    monkeypatch.chdir(tmp_path)


def save(loss: Any, activation: Any = "softmax", units: int = 3, **compiled: Any) -> str:
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Dense(units, activation=activation, name="kind")(inputs))
    if loss is not None:
        model.compile("sgd", loss=loss, **compiled)
    model.save("model.keras")
    return "model.keras"


def own_loss(y_true: Any, y_pred: Any) -> Any:
    return y_pred - y_true


def own_activation(x: Any) -> Any:
    return 2 * x


def save_two() -> str:
    inputs = keras.Input((4,))
    kind = layers.Dense(3, activation="softmax", name="kind")(inputs)
    size = layers.Dense(2, name="size")(inputs)
    model = keras.Model(inputs, [kind, size])
    model.compile("sgd", loss=["sparse_categorical_crossentropy", "mse"])
    model.save("two.keras")
    return "two.keras"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    seen = capsys.readouterr()
    return code, seen.out, seen.err


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code of a check, and the names of what it found."""
    code, out, _ = run(capsys, "check", *arguments, "--format", "json")
    return code, [each["name"] for each in json.loads(out)["findings"]]


SPARSE = "sparse_categorical_crossentropy"


def test_a_right_pairing_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """What was looked at is listed, and the exit code is 0."""
    code, out, _ = run(
        capsys, "check", save(SPARSE, metrics=["accuracy"]), "--labels", "int64[N] 0..2"
    )

    assert 0 == code
    assert out == (
        "model.keras\n"
        "  kind\n"
        "    output  softmax, shape (None, 3)\n"
        "    labels  int64, shape (None,), 0, 1, 2 seen\n"
        f"    loss    '{SPARSE}'\n"
        "    metrics 'accuracy'\n"
        "\n"
        "Nothing is wrong with this pairing, as far as it was seen.\n"
    )


def test_findings_give_1(capsys: pytest.CaptureFixture[str]) -> None:
    """An error is printed with the line to write, and the exit code is 1."""
    model = save(losses.SparseCategoricalCrossentropy(from_logits=True))
    code, out, _ = run(capsys, "check", model, "--labels", "int64[N] 0..2")

    assert 1 == code
    assert "R102 from-logits-on-probabilities (output 'kind'): " in out
    assert out.endswith("Use: loss=keras.losses.SparseCategoricalCrossentropy()\n\n1 error\n")


def test_a_finding_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """--ignore takes the name of a finding, and an unknown name is refused."""
    model = save(losses.SparseCategoricalCrossentropy(from_logits=True))
    ignored = found(capsys, model, "--ignore", "from-logits-on-probabilities")
    code, _, err = run(capsys, "check", model, "--ignore", "nonsense")

    assert (0, []) == ignored
    assert 2 == code
    assert err == (
        "resolver: No finding is called 'nonsense'. Received: ignore=['nonsense']. "
        "Use: ignore=('softmax-one-unit',)\n"
    )


def test_notes_count_when_strict(capsys: pytest.CaptureFixture[str]) -> None:
    """A note alone gives 0, and 1 under --strict."""
    model = save("binary_crossentropy", units=2)
    labels = ("--labels", "float32[N,2] one_hot")

    assert (0, ["bce-multiclass"]) == found(capsys, model, *labels)
    assert (1, ["bce-multiclass"]) == found(capsys, model, *labels, "--strict")


def test_what_cannot_be_told_gives_2(capsys: pytest.CaptureFixture[str]) -> None:
    """An activation and a loss that are code are named, each with what to write."""
    model = save(own_loss, own_activation)
    code, out, _ = run(capsys, "check", model, "--labels", "int64[N] 0..2")

    assert 2 == code
    assert out.endswith(
        "Could not tell:\n"
        "  - output 'kind': What was applied last to the output is code of your own, or has no "
        "name.\n"
        "    Use: --output kind=3:softmax\n"
        "  - output 'kind': The loss own_loss is code that the file does not hold.\n"
        "    Use: --loss kind=mean_squared_error, the loss it stands for\n"
    )


def test_an_embedding_may_be_of_any_activation(capsys: pytest.CaptureFixture[str]) -> None:
    """Where the loss compares directions, nothing depends on what was applied last."""
    model = save(losses.CosineSimilarity(), own_activation)

    assert (0, []) == found(capsys, model, "--labels", "float32[N,3] -1.5..1.5")


def test_what_is_said_stands_in_for_what_is_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """With output and loss said, the same model is told, right and wrong."""
    model = save(own_loss, own_activation)
    said = (model, "--labels", "int64[N] 0..2", "--output", "3:softmax", "--loss")

    assert (0, []) == found(capsys, *said, SPARSE)
    assert (1, ["cce-with-index-labels"]) == found(capsys, *said, "CategoricalCrossentropy()")


def test_a_model_without_a_loss_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Head and labels alone do not say whether the pairing is right."""
    code, out, _ = run(capsys, "check", save(None), "--format", "json")

    assert 2 == code
    assert [
        {
            "output": "kind",
            "why": "The model was saved without a loss.",
            "use": f"--loss kind={SPARSE}",
        }
    ] == json.loads(out)["could_not_tell"]


def test_an_open_pairing_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Where several readings are left they are named, with the options that settle them."""
    model, labels = save(None, "linear", 1), ("--labels", "int64[N] 0..9")
    code, out, _ = run(capsys, "check", model, "--loss", "auto", *labels)
    settled = found(capsys, model, "--loss", "auto", *labels, "--task", "regression")

    assert 2 == code
    assert out.endswith(
        "  - output 'kind': Several readings are left: exclusive classes, which need one unit for "
        "each; continuous numbers.\n"
        "    Use: --task multiclass  or  --task regression\n"
    )
    assert (0, []) == settled


@pytest.mark.parametrize(
    ("settle", "expected"),
    [
        ("class_axis=1", "--class-axis 1"),
        ("from_logits=True", "--from-logits yes"),
        ("resolver.Labels((None, 3), coding='index')", "--labels 'int64[...] index'"),
    ],
)
def test_what_settles_a_reading_becomes_an_option(settle: str, expected: str) -> None:
    """The arguments that an error names are written as options of the command line."""
    assert expected == option(settle)


def test_several_outputs_take_labels_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Labels are given by output name or in order; a wrong name is refused."""
    model = save_two()
    kind, size = "int64[N] 0..2", "float32[N,2] continuous"
    code, _, err = run(capsys, "check", model, "--labels", f"kin={kind}")

    assert (0, []) == found(capsys, model, "--labels", f"kind={kind}", "--labels", f"size={size}")
    assert (0, []) == found(capsys, model, "--labels", kind, "--labels", size)
    assert 2 == code
    assert err == (
        "resolver: The --labels name 'kin', but the model's outputs are 'kind', 'size'. "
        "Use: --labels={'kind': ...}\n"
    )


def test_labels_are_read_from_files(capsys: pytest.CaptureFixture[str]) -> None:
    """A .npy, an array of a .npz and a column of a .csv all say the same."""
    model, y = save(SPARSE), np.array([1, 2, 3] * 4)
    np.save("y.npy", y)
    np.savez("y.npz", x=np.zeros((12, 4)), y=y)
    lines = ["name,kind", *(f"n{place},{each}" for place, each in enumerate(y))]
    Path("y.csv").write_text("\n".join(lines), "utf-8")
    files = ("y.npy", "y.npz:y", "y.csv:kind")

    assert [(1, ["label-out-of-range"])] * 3 == [
        found(capsys, model, "--labels", file) for file in files
    ]


def test_columns_become_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """Several columns of a .csv are one-hot rows; one column needs no name; gaps are NaN."""
    Path("rows.csv").write_text("a,b,c\n1,0,0\n0,1,0\n0,0,1\n", "utf-8")
    Path("one.csv").write_text("0\n1\n2\n", "utf-8")
    Path("gaps.csv").write_text("y,z\n0.5,1\n,2\n", "utf-8")
    model = save(SPARSE)

    assert (1, ["scce-with-one-hot-labels"]) == found(capsys, model, "--labels", "rows.csv:a,b,c")
    assert (0, []) == found(capsys, model, "--labels", "one.csv")
    assert "label-encoding" in found(capsys, model, "--labels", "gaps.csv:y")[1]


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        ("none.npy", "No such file or directory. Use: --labels y.npy"),
        ("y.npz:z", "Its arrays are: a, b. Use: --labels y.npz:a"),
        ("y.npz", "Its arrays are: a, b. Use: --labels y.npz:a"),
        ("y.csv:z", "Its columns are: a, b. Use: --labels y.csv:b"),
        ("y.txt", "Labels are a .npy, .npz:key, .csv:column or .parquet:column file, or a text. "
         "Use: --labels 'int64[N] 0..9'"),
    ],
)  # fmt: skip
def test_labels_that_cannot_be_read_are_refused(
    capsys: pytest.CaptureFixture[str], labels: str, why: str
) -> None:
    """A missing file, array or column is told in one line, with what there is."""
    np.savez("y.npz", a=np.zeros(2), b=np.zeros(2))
    Path("y.csv").write_text("a,b\n1,2\n", "utf-8")
    code, _, err = run(capsys, "check", save(SPARSE), "--labels", labels)

    assert (2, f"resolver: The labels {labels!r} cannot be read. {why}\n") == (code, err)


def test_annotations_are_those_of_github(capsys: pytest.CaptureFixture[str]) -> None:
    """One escaped line a finding, with file and title, and one for what could not be told."""
    model = save(None, "softmax", 1)
    code, out, _ = run(capsys, "check", model, "--format", "github")
    lines = out.splitlines()

    assert 1 == code
    assert lines[0].startswith(
        "::error file=model.keras,title=R101 softmax-one-unit::Output 'kind': A softmax over one "
        "unit is always 1. One unit needs"
    )
    assert lines[1].startswith("::notice file=model.keras,title=could not tell::Output 'kind': ")
    assert "%0AUse: keras.layers.Dense(1, activation='sigmoid')" in lines[0]


def test_an_unreadable_model_is_told_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """The error stands on one line of stderr, and as an annotation where these are wanted."""
    line = "The model 'x.keras' cannot be read: No such file or directory. "
    code, out, err = run(capsys, "check", "x.keras", "--format", "github")

    assert (2, f"resolver: {line}Use: the path of a saved model\n") == (code, err)
    assert f"::error title=could not tell::{line}Use: the path of a saved model\n" == out


def test_a_loss_left_to_us_is_decided(capsys: pytest.CaptureFixture[str]) -> None:
    """--loss auto asks whether there is a loss at all for these labels."""
    model = save(None, "sigmoid", 3)
    wrong = found(capsys, model, "--loss", "auto", "--labels", "int64[N] 0..2")
    right = found(capsys, model, "--loss", "auto", "--labels", "int64[N,3] multi_hot")

    assert (1, ["sigmoid-multiclass"]) == wrong
    assert (0, []) == right


EXPLAIN = ("explain", "--output")


def test_explain_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """Output and labels as text are enough for a decision, its evidence and its lines."""
    code, out, _ = run(capsys, *EXPLAIN, "10:softmax", "--labels", "int64[N] 0..9")

    assert 0 == code
    assert "task    multiclass: argmax on axis -1, index labels" in out
    assert "loss    keras.losses.SparseCategoricalCrossentropy()" in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("10:softmax", "--labels", "int64[N] 0..9"), 0),
        (("(None,28,28,3):linear", "--labels", "uint8[N,28,28] {0,1,2}"), 0),
        (("1:sigmoid", "--loss", "BinaryCrossentropy()", "--labels", "int64[N] 0..1"), 0),
        (("3:relu", "--labels", "int64[N] 0..2"), 1),
        (("1:linear", "--labels", "int64[N] 0..9"), 2),
        (("1:linear", "--labels", "int64[N] 0..9", "--task", "regression"), 0),
        (("a=1:linear", "--output", "b=2:softmax", "--labels", "a=float32[N] 0.5..9"), 2),
    ],
)
def test_explain_says_how_sure_it_is(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: int
) -> None:
    """0 if decided, 1 if refused, 2 if open; of several outputs the highest."""
    assert expected == run(capsys, *EXPLAIN, *arguments)[0]


def test_explain_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A program reads task, lines, evidence, and what each generation of Keras picks."""
    labels = ("--labels", "float32[N,3] one_hot")
    _, out, _ = run(capsys, *EXPLAIN, "kind=3:softmax", *labels, "--format", "json")
    only = json.loads(out)[0]

    assert ("kind", "multiclass", "one_hot") == (only["name"], only["task"], only["coding"])
    assert "keras.losses.CategoricalCrossentropy()" == only["loss"]
    assert {"source": "activation", "fact": "softmax"} in only["evidence"]
    assert {"keras3", "tf2", "tf1", "keras1"} == only["generations"].keys()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("10:softmx",), "No activation of Keras is called 'softmx'. Received: 10:softmx. "
         "Use: 10:softmax"),
        (("ten",), "An output is a number of units, or a shape with the batch first, then its "
         "activation. Received: ten. Use: 10:softmax  or  (None,28,28,3):linear"),
        (("1", "--loss", "Binary()"), "No loss class of Keras is called 'Binary'. "
         "Use: --loss BinaryCrossentropy"),
        (("1", "--loss", "BinaryCrossentropy(from_logit=True)"), "There is no argument "
         "'from_logit' in BinaryCrossentropy(from_logit=True). Use: from_logits=True"),
        (("1", "--loss", "Huber(f())"), "An expression is a class with plain keyword arguments. "
         "Received: Huber(f()). Use: --loss 'BinaryCrossentropy(from_logits=True)'"),
        (("a=1", "--output", "2"), "Either each --output names an output of its own, or none "
         "does. Received: a=1, 2. Use: --output a=1"),
    ],
)  # fmt: skip
def test_what_is_written_wrongly_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: str
) -> None:
    """One line on stderr says what is wrong and what to write; the exit code is 2."""
    code, _, err = run(capsys, *EXPLAIN, *arguments)

    assert (2, f"resolver: {expected}\n") == (code, err)


def test_metrics_are_written_like_losses(capsys: pytest.CaptureFixture[str]) -> None:
    """--metrics takes names and expressions in place of the saved ones; others are refused."""
    model, labels = save(SPARSE), ("--labels", "int64[N] 0..2")
    wrong = found(capsys, model, *labels, "--metrics", "accuracy,AUC(num_thresholds=5)")
    _, _, err = run(capsys, "check", model, *labels, "--metrics", "AUCC()")

    assert (1, ["metric-label-shape"]) == wrong
    assert "resolver: No metric of Keras is called 'AUCC'. Use: --metrics AUC\n" == err


@pytest.mark.parametrize("command", [(), ("check",), ("explain",)])
def test_help_says_what_to_write(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """--help of each command ends with 0; those of check and explain list the exit codes."""
    with pytest.raises(SystemExit) as left:
        main([*command, "--help"])
    shown = capsys.readouterr().out

    assert 0 == left.value.code
    assert command == () or ("exit code  0" in shown and "examples:" in shown)


LOADED = """
import sys
from resolver.cli import main
from resolver.commands.words import option
code = main(sys.argv[1:])
heavy = {"keras", "tensorflow", "jax", "torch", "h5py", "numpy"} & sys.modules.keys()
print(code, sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (("check", "model.keras", "--labels", "int64[N] 0..2"), "0 []"),
        (("check", "model.keras", "--labels", "y.npy"), "0 ['numpy']"),
        (("explain", "--output", "3:softmax", "--labels", "int64[N] 0..2"), "0 []"),
    ],
)
def test_no_framework_is_loaded(arguments: tuple[str, ...], loaded: str) -> None:
    """Neither command loads Keras or a backend; NumPy is loaded for label files only."""
    save(SPARSE)
    np.save("y.npy", np.array([0, 1, 2]))
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=False
    )

    assert loaded == done.stderr.strip()
    assert time.perf_counter() - started < 5
