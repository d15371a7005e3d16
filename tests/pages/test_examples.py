"""Every example runs, and what it prints is true."""

from __future__ import annotations

import os
import re
import runpy
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path

import keras
import pytest

EXAMPLES = sorted(path.stem for path in Path("examples").glob("*.py"))


@cache
def printed(name: str) -> str:
    """What an example prints; each is run once, from a fresh state of Keras."""
    keras.backend.clear_session()
    shown = StringIO()
    with redirect_stdout(shown):
        runpy.run_path(str(Path("examples", name).with_suffix(".py")), run_name="__main__")
    return shown.getvalue()


def shows(name: str, pattern: str) -> tuple[str, ...]:
    """The groups of a pattern in what an example prints."""
    found = re.search(pattern, printed(name))
    assert found is not None, printed(name)
    return found.groups()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_short_and_says_how_to_run_it(name: str) -> None:
    """It opens with what it shows and the line that runs it, and is read in one sitting."""
    text = Path("examples", f"{name}.py").read_text("utf-8")

    assert text.startswith('"""')
    assert f"Run: ``python examples/{name}.py``" in text
    assert len(text.splitlines()) <= (200 if name == "wrong_numbers" else 100)
    assert os.environ["KERAS_BACKEND"] == keras.backend.backend()


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_counted_by_numpy_is_the_same(name: str) -> None:
    """Wherever a number stands beside NumPy's, they are equal, and each example prints one."""
    text = printed(name)
    pairs = re.findall(r"(\d\.\d{4}), by NumPy (\d\.\d{4})", text)
    counts = re.findall(r"(\d+) of (\d+) .*\n(?:by NumPy )(\d+) of (\d+)", text)
    rows = re.findall(r"(\d\.\d{4}) +(\d\.\d{4})   [a-z]", text)

    assert [] == [each for each in (*pairs, *rows) if each[0] != each[1]]
    assert [] == [each for each in counts if each[:2] != each[2:]]
    assert pairs or rows or counts or "the same: True" in text


def test_digits_are_learned() -> None:
    """The digits are told apart, by the loss that was decided."""
    (share,) = shows("digits", r"accuracy (0\.\d+), that is \d+ of 500")

    assert float(share) > 0.85
    assert "loss     SparseCategoricalCrossentropy(from_logits=True)" in printed("digits")


def test_wrong_numbers_are_wrong() -> None:
    """Keras's number is off by more than a hundredth in each case, and ours in none."""
    rows = re.findall(r"(\d\.\d{4}) +(\d\.\d{4}) +(\d\.\d{4})   [a-z]", printed("wrong_numbers"))

    assert 8 == len(rows)
    assert [] == [row for row in rows if abs(float(row[0]) - float(row[2])) < 0.01]
    assert [] == [row for row in rows if row[1] != row[2]]


@pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="the README has TensorFlow's")
def test_the_readme_shows_the_wrong_numbers_of_today() -> None:
    """The README's numbers are those that the script prints, to two rows of a hundred."""
    shown = Path("README.md").read_text("utf-8")
    row = re.compile(r"(?m)^(\w.+?) {2,}(\d\.\d{4}) +(\d\.\d{4}) +(\d\.\d{4}) {3}(.+)$")
    readme, script = row.findall(shown), row.findall(printed("wrong_numbers"))

    assert [(title, reason) for title, *_, reason in readme] == [
        (title, reason) for title, *_, reason in script
    ]
    for (_, *said, _), (_, *counted, _) in zip(readme, script, strict=True):
        assert [float(each) for each in counted] == pytest.approx(
            [float(each) for each in said], abs=0.02
        )
    assert f"{len(list(Path('docs/findings').glob('*-*.md')))} kinds of it" in shown


def test_padding_and_unlabelled_pixels_do_not_count() -> None:
    """What the mask or the loss leaves out is in no total."""
    (words,) = shows("tagging", r"\d+ of (\d+) \(.*\) words")
    pixels, every = shows("segmentation", r"\d+ of (\d+) \(.*\) pixels, of (\d+) with")

    assert int(words) < 256 * 12
    assert int(pixels) < int(every) == 64 * 16 * 16


def test_each_head_has_its_own_loss() -> None:
    """Three heads, three losses, and a name that no output has is told."""
    text = printed("several_outputs")

    assert "SparseCategoricalCrossentropy()" in text
    assert "BinaryCrossentropy(from_logits=True)" in text
    assert text.endswith("loss={'digit': 'auto'}\n")


def test_batches_add_up_to_the_epoch() -> None:
    """The counts of the batches of an epoch are those of all rows."""
    totals = [int(each) for each in re.findall(r"\d+/(\d+)", printed("each_batch"))]

    assert [256] * 7 + [5] == totals[:8] == totals[8:]


def test_the_rest_is_as_it_says() -> None:
    """Soft labels are seen as such, a declared loss cuts at 0, a layer resets each epoch."""
    assert printed("distillation").startswith("soft labels: keras.losses.CategoricalCrossentropy()")
    assert "'threshold': 0.0" in printed("subclassed")
    assert printed("metric_layer").startswith("['accuracy', 'activity', 'early_accuracy', 'loss']")
