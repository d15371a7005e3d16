"""The command line: ``python -m resolver check | explain | count | demo``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from resolver.core.errors import ResolverError
from resolver.core.specs import TASKS
from resolver.opening import saying_what_to_install

UNTOLD: Final = 2
"""The exit code if something could not be read; argparse gives the same for wrong usage."""

_CHECK: Final = """\
Finds what is wrong between a saved model, its loss and metrics, and its labels. The file is read
without Keras, and nothing in it is run.

exit code  0  nothing is wrong
           1  an error or a warning was found
           2  nothing was found, but something could not be told, or could not be read

examples:
  python -m resolver check model.keras --labels y.npy
  python -m resolver check model.keras --labels 'int64[N] 0..9' --format github
  python -m resolver check model.h5 --labels data.csv:species --loss sparse_categorical_crossentropy
  python -m resolver check model.keras --labels kind=y.npz:kind --labels size=y.npz:size
"""

_EXPLAIN: Final = """\
Says what accuracy and the loss mean for an output and its labels, and on what evidence. No model
is needed.

exit code  0  decided
           1  refused: this cannot be meant
           2  open: more than one reading is possible, or something is written wrongly

examples:
  python -m resolver explain --output 10:softmax --labels 'int64[N] 0..9'
  python -m resolver explain --output '(None,28,28,3):linear' --labels 'uint8[N,28,28] {0,1,2,255}'
  python -m resolver explain --output 1:sigmoid --labels y.npy --loss bce --format json
"""

_COUNT: Final = """\
Counts how many predictions in files are right, exactly, and of how many. Files are looked at one
after the other (.npy files are memory-mapped), and no Keras is needed. What is right is decided on
the first file, as resolver.count does it, and holds for all.

Files belong together whose wildcards stand for the same: y-7.npy and p-7.npy. Lists of paths
belong together by their order.

exit code  0  counted
           2  something could not be read, decided or added

examples:
  python -m resolver count --labels 'y-*.npy' --predictions 'p-*.npy'
  python -m resolver count --labels 'part-*.npz:y' --predictions 'part-*.npz:scores' --format json
  python -m resolver count --labels 'y-*.npy' --predictions 'p-*.npy' --resume counts.jsonl
  python -m resolver count --add 'counts-*.json'
"""

_OUTPUT: Final = "units or shape, then the activation: 10:softmax, '(None,28,28,3):linear'"
_LABELS: Final = (
    "y.npy, y.npz:key, y.csv:column, y.parquet:column, or a text: 'int64[N] 0..9', "
    "'float32[N,5] one_hot'"
)
_LOSS: Final = "a name, or an expression: bce, 'BinaryCrossentropy(from_logits=True)'"
_METRICS: Final = "names or expressions, parted by commas: accuracy,'AUC(from_logits=True)'"
_FILES: Final = "y.npy, y.npz:key, y.csv:column or y.parquet:column, and patterns such as 'y-*.npy'"
_RESUME: Final = "keeps what is counted in FILE, so that a run that is killed can be started again"
_AGAIN: Final = "; NAME=... once for each of several outputs"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The arguments after ``python -m resolver``; those of the process if left out.

    Returns:
        The exit code: 0 if all is well.
    """
    said = _parser().parse_args(arguments)
    try:
        with saying_what_to_install():
            room = import_module(f"resolver.{said.room}")
            return int(room.run() if said.room == "demo" else room.run(said))
    except ResolverError as error:
        if said.format == "github":
            print(import_module("resolver.commands.shown").failure(str(error)))
        print(f"resolver: {error}", file=sys.stderr)
        return UNTOLD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m resolver",
        description="Decides what accuracy and the loss mean for a Keras model, and says why.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    check = _command(commands, "check", "find what is wrong with a saved model", _CHECK)
    check.add_argument("model", help="a .keras archive, an .h5 file, or a .json config")
    _pairing(check, output_needed=False)
    check.add_argument("--metrics", action="append", default=[], help=_METRICS + _AGAIN)
    check.add_argument(
        "--ignore", action="append", default=[], metavar="NAME", help="a finding to leave out"
    )
    check.add_argument("--strict", action="store_true", help="exit with 1 for a note, too")
    _format(check, ("text", "json", "github"))
    explain = _command(commands, "explain", "say what is decided, and why", _EXPLAIN)
    _pairing(explain, output_needed=True)
    _format(explain, ("text", "json"))
    count = _command(commands, "count", "count what is right in files of predictions", _COUNT)
    _files(count)
    count.add_argument("--loss", help=_LOSS)
    _keywords(count)
    count.add_argument("--resume", metavar="FILE", help=_RESUME)
    _format(count, ("text", "json"))
    demo = commands.add_parser("demo", help="train on real data and show what is decided and why")
    demo.set_defaults(room="demo", format="text")
    return parser


def _command(commands: Any, name: str, summary: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(room=f"commands.{name}")
    return parser


def _pairing(parser: argparse.ArgumentParser, *, output_needed: bool) -> None:
    more = _AGAIN if output_needed else ", where the file does not tell" + _AGAIN
    parser.add_argument(
        "--output", action="append", default=[], required=output_needed, help=_OUTPUT + more
    )
    parser.add_argument("--labels", action="append", default=[], help=_LABELS + _AGAIN)
    instead = "" if output_needed else "; instead of the one it was compiled with"
    parser.add_argument("--loss", action="append", default=[], help=_LOSS + instead + _AGAIN)
    _keywords(parser)


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--labels", nargs="+", metavar="FILE", help=_FILES)
    parser.add_argument("--predictions", nargs="+", metavar="FILE", help="scores, likewise")
    parser.add_argument("--sample-weight", nargs="+", metavar="FILE", help="weights, likewise")
    parser.add_argument("--mask", nargs="+", metavar="FILE", help="what is counted, likewise")
    parser.add_argument(
        "--add", nargs="+", metavar="FILE", help="instead: add counts that --format json wrote"
    )


def _keywords(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--task", choices=TASKS, help="what is being decided")
    parser.add_argument(
        "--from-logits", type=_yes, metavar="{yes,no}", help="whether the output is logits"
    )
    parser.add_argument("--class-axis", type=int, metavar="N", help="the axis of the classes")
    parser.add_argument("--ignore-class", type=int, metavar="ID", help="an id that is not counted")


def _format(parser: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    parser.add_argument("--format", choices=formats, default="text", help="how it is written")


def _yes(text: str) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if text.lower() not in words:
        raise argparse.ArgumentTypeError("say yes or no")
    return words[text.lower()]
