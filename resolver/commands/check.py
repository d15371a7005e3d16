"""``python -m resolver check``: a saved model and its labels in a build pipeline, without Keras."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from resolver.api.arguments import Pair, keywords_of, losses_of
from resolver.api.ignoring import without_ignored
from resolver.api.metrics import metrics_of
from resolver.api.strangers import without_strangers
from resolver.commands.label_files import read_label_argument
from resolver.commands.shown import Checked, Doubt, drawn, show
from resolver.commands.words import named, option, read_loss, read_metrics, read_output
from resolver.core.errors import AmbiguousPairing
from resolver.core.finding import Finding
from resolver.core.findings import beside, find_all, undecided
from resolver.core.pairing import Pairing
from resolver.core.specs import Labels, Output
from resolver.core.structure import align, flatten, pack
from resolver.edge.archive.read_archive import Archive, read_archive
from resolver.report import Report, say

WELL: Final = 0
FOUND: Final = 1
UNTOLD: Final = 2


def run(said: Namespace) -> int:
    """Print what is wrong with a saved model and its labels.

    Returns:
        0 if nothing is wrong, 1 if there is an error or a warning (with ``--strict`` a note
        will do), 2 if nothing was found but something could not be told.

    Raises:
        InvalidArgument: If the model or something written cannot be read.
    """
    archive = read_archive(said.model)
    pair = _pair(archive, said)
    loss = named(said.loss, read_loss, "--loss") or archive.loss
    metrics, weighted = archive.metrics, archive.weighted_metrics
    if said.metrics:
        metrics, weighted = named(said.metrics, read_metrics, "--metrics"), None
    (loss, metrics, weighted), strange = without_strangers(
        pair, loss=loss, metrics=metrics, weighted_metrics=weighted
    )
    losses = losses_of(pair, loss)
    pairings = _pairings(archive, pair, losses, (metrics, weighted), said)
    found = (*strange, *find_all(pairings))
    doubts = [*_foreign(archive)]
    for pairing, loss in zip(pairings, losses, strict=True):
        left = loss is not None and loss.form == "auto"
        more, open_ = _decided(pairing, left)
        found = beside(found, more)
        doubts += [*_unread(pairing, left), *open_]
    ignored = [name for each in said.ignore for name in each.split(",")]
    report = Report(without_ignored(found, ignored))
    checked = Checked(said.model, tuple(pairings), report, tuple(doubts))
    if said.format == "text":
        say(drawn(checked), show(checked, "text"))
    else:
        print(show(checked, said.format))
    if not report.ok or (said.strict and report.findings):
        return FOUND
    return UNTOLD if doubts else WELL


def _pair(archive: Archive, said: Namespace) -> Pair:
    structure = archive.outputs
    outputs: list[Output] = flatten(structure)
    names = [output.name or str(place) for place, output in enumerate(outputs)]
    stated = named(said.output, read_output, "--output")
    if stated is not None:
        stated = align(structure, names, stated, "--output")
        outputs = [_stated(*both) for both in zip(outputs, stated, strict=True)]
        structure = pack(structure, outputs)
    given = named(said.labels, read_label_argument, "--labels")
    if given is None:
        return Pair(structure, outputs, [Labels(None, name=name) for name in names])
    labels = align(structure, names, given, "--labels")
    return Pair(structure, outputs, [each or Labels(None) for each in labels])


def _stated(read: Output, stated: Output | None) -> Output:
    """What was said of an output stands above what was read of it."""
    if stated is None:
        return read
    if stated.activation is None:
        return replace(read, shape=stated.shape)
    return replace(stated, name=read.name, dtype=read.dtype)


def _pairings(
    archive: Archive, pair: Pair, losses: Sequence[Any], metrics: tuple[Any, Any], said: Namespace
) -> list[Pairing]:
    asked, weighted = metrics
    keywords = {
        "task": said.task,
        "from_logits": said.from_logits,
        "class_axis": said.class_axis,
        "ignore_class": said.ignore_class,
    }
    return [
        Pairing(
            output,
            labels,
            None if loss is not None and loss.form == "auto" else loss,
            (*(each for each in ones if each), *(each for each in more if each)),
            **words,
            own_step=archive.foreign is not None and not said.loss,
            weighted=bool(more),
        )
        for output, labels, loss, ones, more, words in zip(
            pair.outputs,
            pair.labels,
            losses,
            metrics_of(pair, asked, "metrics"),
            metrics_of(pair, weighted, "weighted_metrics"),
            keywords_of(pair, keywords),
            strict=True,
        )
    ]


def _foreign(archive: Archive) -> list[Doubt]:
    if archive.foreign is None:
        return []
    why = f"Its class {archive.foreign} is not Keras's own: its call and its step are unseen."
    return [Doubt(None, why, "resolver.check(model, y), where the class can be imported")]


def _unread(pairing: Pairing, left: bool) -> list[Doubt]:
    """What the file does not tell of one output."""
    output, loss, doubts = pairing.output, pairing.loss, []
    at = f"{output.name}=" if output.name else ""
    any_will_do = pairing.reads in ("embedding", "sequence")
    if output.activation is None and pairing.from_logits is None and not any_will_do:
        why = "What was applied last to the output is code of your own, or has no name."
        doubts.append(Doubt(output.name, why, f"--output {at}{output.units or 10}:softmax"))
    elif output.shape is None:
        why = "The shape of the output is not in the file."
        doubts.append(Doubt(output.name, why, f"--output {at}10:{output.activation}"))
    if loss is None and not left:
        why = "The model was saved without a loss."
        doubts.append(Doubt(output.name, why, f"--loss {at}sparse_categorical_crossentropy"))
    elif loss is not None and loss.family is None:
        why = f"The loss {loss.shown} is code that the file does not hold."
        use = f"--loss {at}{_likely(pairing)}, the loss it stands for"
        doubts.append(Doubt(output.name, why, use))
    return doubts


def _likely(pairing: Pairing) -> str:
    if pairing.group == "sigmoid":
        return "binary_crossentropy"
    return "categorical_crossentropy" if pairing.group == "softmax" else "mean_squared_error"


def _decided(pairing: Pairing, left: bool) -> tuple[tuple[Finding, ...], list[Doubt]]:
    """What the decision itself finds, where one is needed.

    Args:
        pairing: The pairing.
        left: True if the loss is left to the decision.
    """
    open_layout = pairing.view is None and pairing.known
    labels = pairing.labels
    given = labels.shape is not None or labels.dtype is not None
    if not given or not (left or open_layout):
        return (), []
    found, error = undecided(pairing)
    if error is None:
        return found, []
    if not isinstance(error, AmbiguousPairing):
        return (), [Doubt(pairing.output.name, str(error), "--task")]
    why = "Several readings are left: " + "; ".join(error.readings) + "."
    return (), [Doubt(pairing.output.name, why, "  or  ".join(map(option, error.settle)))]
