"""What a terminal shows: wide and narrow, with colours and without, and what a pipe gets."""

from __future__ import annotations

import ast
import io
import os
import pty
import re
import subprocess
import sys

import pytest
from rich.console import Console

import resolver
from resolver.commands import shown as commands
from resolver.commands.shown import Checked, Doubt
from resolver.report import Drawn, Report, plain
from tests.house.tree import ROOT
from tests.look import shown

EXPLAIN = ["-m", "resolver", "explain", "--output", "1:linear", "--labels", "int64[N] 0..1"]
ESCAPE = "\x1b["


def drawn() -> dict[str, object]:
    """Everything that is looked at."""
    return {
        "tags": shown.tags(),
        "many": shown.many(),
        "two": shown.two(),
        "report": shown.report(),
        "compiled": Drawn(shown.compiled()),
    }


def colours(renderable: object, **settings: object) -> str:
    """What a terminal of 80 columns is sent."""
    console = Console(
        file=io.StringIO(),
        width=80,
        force_terminal=True,
        **settings,  # type: ignore[arg-type]
    )
    console.print(renderable)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


@pytest.mark.parametrize("width", [40, 63, 64, 80, 100, 139, 140, 160])
@pytest.mark.parametrize("name", ["tags", "many", "two", "report", "compiled"])
def test_nothing_is_wider_than_the_terminal(name: str, width: int) -> None:
    """No line is longer than the terminal is wide, and no line ends in spaces."""
    lines = plain(drawn()[name], width).splitlines()

    assert [] == [line for line in lines if len(line) > width or line != line.rstrip()]


@pytest.mark.parametrize("name", ["tags", "many", "two", "report", "compiled"])
def test_every_width_says_the_same(name: str) -> None:
    """No word is lost in a narrow terminal; a name too long for a line goes on in the next."""
    wide = sorted(re.findall(r"[^\W_]+", plain(drawn()[name], 1000)))
    narrow = "".join(plain(drawn()[name], 40).split())

    heads = ("rules", "its", "number")  # where columns stand one below the other, they have none

    assert [] == [word for word in wide if word not in narrow and word not in heads]


def test_a_narrow_terminal() -> None:
    """On 40 columns a fact that needs more than a line stands under its name."""
    assert """\
Output pixels
output
  linear, shape (None, 28, 28, 3)
labels
  dtype unknown, shape (None, 28, 28)

Evidence, strongest first
1. activation
  linear
2. output shape
  (None, 28, 28, 3), 3 units
3. label shape
  (None, 28, 28), one class number for
  all units

Decision, and what to write
task
  multiclass: argmax on axis -1, index
  labels
loss
  (
    keras.losses
    .SparseCategoricalCrossentropy(
      from_logits=True,
    )
  )
metric
  resolver.Accuracy(
    task='multiclass',
    coding='index',
  )

What "accuracy" is in each Keras
resolver
  resolver.Accuracy
keras3, tf2
  sparse_categorical_accuracy
  same
  the labels have fewer dimensions than
  the output
tf1, keras1
  categorical_accuracy
  differs
  there is no loss that says otherwise;
  it takes the largest place of labels
  that are class numbers
""" == plain(shown.two(), 40).partition("\nOutput odd")[0]


def test_a_wide_terminal() -> None:
    """On 160 columns the generations stand beside the decision."""
    text = plain(shown.tags(), 160)

    assert """\
Output a_rather_long_output_name_of_a_detector_head
output  activation unknown, shape (None, 5)                                     \
What "accuracy" is in each Keras, measured on 200 rows
labels  int64, shape (None, 5), 0, 1 seen, 49 of 200 rows one-hot               \
rules        accuracy is           its number
                                                                                \
resolver     resolver.Accuracy     0.9110
Evidence, strongest first                                                       \
keras3, tf2  categorical_accuracy  0.5750 differs
1. argument      from_logits=False                                              \
    the labels have no fewer dimensions than the output, and are not one column
2. output shape  (None, 5), 5 units                                             \
    against more; it looks only at the largest score and the largest label of
3. label shape   (None, 5), one label a unit                                    \
    each row
4. label dtype   int64                                                          \
tf1, keras1  categorical_accuracy  0.5750 differs
5. label values  0, 1 seen, 49 of 200 rows one-hot                              \
    there is no loss that says otherwise; it looks only at the largest score and
                                                                                \
    the largest label of each row
""" == text.partition("Decision")[0]


def test_what_to_paste_is_python_at_any_width() -> None:
    """The call for all outputs together is the same Python on 40 columns and on 1000."""
    calls = [
        plain(shown.two(), width).partition("model.compile")[2] for width in (40, 64, 100, 1000)
    ]
    trees = {ast.dump(ast.parse("f" + re.sub(r"\n {2,6}", "\n", call))) for call in calls}

    assert 1 == len(trees)


def test_a_report_in_a_terminal() -> None:
    """Each finding is a table: what was found, seen, needed, and the line to write."""
    assert """\
error R101 softmax-one-unit (output 'end')
found    A softmax over one unit is always 1.
loss     'binary_crossentropy'
output   softmax, shape (None, 1)
labels   dtype unknown, shape (None,)
needed   One unit needs a sigmoid; a softmax needs a unit for each class.
or else  The output never depends on the input, so nothing is learned.
use      keras.layers.Dense(1, activation='sigmoid')

warning R107 bce-multiclass (output 'kind')
""" in plain(shown.report(), 80)
    assert plain(shown.report(), 80).endswith("\n\n1 error, 1 warning, 1 note")


def test_a_compilation_in_a_terminal() -> None:
    """What was compiled, why, and what is doubtful about it."""
    assert """\
kind       multiclass: argmax on axis -1, index labels
  loss     'sparse_categorical_crossentropy'
  metrics  'accuracy'
  because  argument: from_logits=False; activation: softmax; output shape: (None, 4), 4 units; label
           shape: (None,), one class number for all units
odd        binary: positive above 0.5, binary labels
  loss     'bce'
  metrics  none
  because  argument: from_logits=False; output shape: (None, 1), 1 unit; label shape: (None,), one
           label a prediction
error      R101 softmax-one-unit: A softmax over one unit is always 1.
warning    R107 bce-multiclass: A binary loss treats exclusive classes as independent labels.
note       R107 bce-multiclass: A binary loss treats exclusive classes as independent labels.\
""" == plain(Drawn(shown.compiled()))


def test_what_is_wrong_is_coloured_and_said() -> None:
    """A number that differs is red, and the word says so besides."""
    text = colours(shown.tags(), color_system="standard")

    assert "\x1b[31m0.5750 differs\x1b[0m" in text
    assert "\x1b[36mresolver\x1b[0m     resolver.Accuracy" in text


def test_no_colour_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves bold and underline, and no colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    text = colours(shown.tags())

    assert "differs" in text
    assert [] == re.findall(r"\x1b\[[^m]*\b(?:3[0-7]|9[0-7]|38)\b[^m]*m", text)


def test_a_dumb_terminal_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """TERM=dumb gets no escape at all."""
    monkeypatch.setenv("TERM", "dumb")

    assert ESCAPE not in colours(shown.tags(), color_system="auto")


def test_a_value_shows_itself_when_it_is_typed() -> None:
    """In a session at the prompt an explanation and a report show what print shows."""
    assert repr(shown.tags()) == str(shown.tags())
    assert repr(shown.report()) == str(shown.report())


def test_text_is_plain_ascii() -> None:
    """What print writes needs no more than ASCII, whatever the encoding of the file."""
    every = [str(shown.tags()), str(shown.many()), str(shown.report())]

    assert all(text.isascii() for text in every)


def piped(*arguments: str) -> str:
    """What a command writes into a pipe."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def in_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command writes to a terminal, of 40 columns if nothing else is said."""
    ours, theirs = pty.openpty()
    size = {"COLUMNS": "40", "LINES": "50", "TERM": "xterm-256color"}
    without = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**without, **size, **environment},
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(ours)
    assert 0 == process.wait()
    return said.decode().replace("\r\n", "\n")


def test_the_command_in_a_pipe() -> None:
    """Into a pipe the command writes plain text of 100 columns."""
    explanation = resolver.explain(resolver.Output((None, 1), "linear"), "int64[N] 0..1")

    assert f"{explanation}\n" == piped(*EXPLAIN)


def test_the_command_in_a_terminal() -> None:
    """In a terminal it is coloured, and as wide as the terminal is."""
    text = in_a_terminal(*EXPLAIN)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)

    assert "\x1b[36moutput\x1b[0m" in text
    assert 40 >= max(map(len, bare.splitlines()))


def test_the_command_in_a_terminal_without_colour() -> None:
    """NO_COLOR is obeyed by the command."""
    assert "\x1b[36m" not in in_a_terminal(*EXPLAIN, NO_COLOR="1")


def test_a_check_in_a_terminal() -> None:
    """A saved model that is checked: its findings as tables, and what cannot be told."""
    findings = shown.report().findings
    doubt = Doubt("end", "The model was saved without a loss.", "--loss end=bce")
    drawn_ = commands.drawn(Checked("model.keras", (), Report(findings[2:]), (doubt,)))

    assert """\
model.keras

note R107 bce-multiclass (output 'side')
found    A binary loss treats exclusive classes as independent labels.
loss     'binary_crossentropy'
output   softmax, shape (None, 2)
labels   dtype unknown, shape (None, 2), 0 to 1 seen, 64 of 64 rows one-hot
needed   Exclusive classes need a categorical loss.
or else  Each class is weighed on its own, and element accuracy looks far too high.
use      loss=keras.losses.CategoricalCrossentropy()

1 note

Could not tell:
  - output 'end': The model was saved without a loss.
    Use: --loss end=bce""" == plain(drawn_)
