"""The command line: ``python -m resolver demo``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The arguments after ``python -m resolver``; those of the process if left out.

    Returns:
        The exit code: 0 if all is well.
    """
    parser = _parser()
    said = parser.parse_args(arguments)
    run = import_module(f"resolver.{said.room}").run
    return int(run())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m resolver",
        description="Decides what accuracy and the loss mean for a Keras model, and says why.",
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    demo = commands.add_parser("demo", help="train on real data and show what is decided and why")
    demo.set_defaults(room="demo")
    return parser
