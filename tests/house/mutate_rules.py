"""Breaks the rules of findings one by one, and lists what no test notices.

Run by hand from the root, ``python -m tests.house.mutate_rules [part of a module's name]``. Each
mutant is a module with one thing changed: a condition negated, a comparison turned, `and` for `or`,
a number off by one, a word or a rule left out. It lives in a process of its own, in which the tests
of the findings are run; it is killed if one of them fails. Those that live are printed.
"""

from __future__ import annotations

import ast
import copy
import importlib
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

MODULES = tuple(
    f"resolver.core.{name}"
    for name in ("rules_heads", "rules_labels", "rules_shapes", "rules_metrics", "rule", "findings")
)
TESTS = ("tests.core.test_findings", "tests.core.test_verdicts")
PATIENCE = 30
"""Seconds after which a mutant that hangs is killed."""

EQUIVALENT: dict[tuple[str, str], str] = {
    ("rules_labels", "turned: low > 0"): "labels from 0 that span fewer values than units are "
    "in range",
    ("rules_labels", "turned: abs(value - round(value)) < 0.001"): "no value lies at the bound",
    ("rules_labels", "without pairing.loss"): "only a loss has a family; the types ask for it",
    ("rules_labels", "without others is None"): "where two ends are known, so is the other",
    ("rule", "without Loss(None)"): "only a pairing with a loss gets here; the types ask for it",
    ("rules_metrics", "without loss is None"): "only a loss has a family; the types ask for it",
}
"""Mutants that no test can notice, and why: they do what the rule does."""

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutant(NamedTuple):
    """A module with one thing changed."""

    module: str
    line: int
    what: str
    tree: ast.Module


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    path = Path(*module.split(".")).with_suffix(".py")
    original = ast.parse(path.read_text("utf-8"))
    typed = _in_types(original)
    for at, node in enumerate(ast.walk(original)):
        if id(node) in typed:
            continue
        for number, _ in enumerate(_changes(node)):
            tree = copy.deepcopy(original)
            twin = list(ast.walk(tree))[at]
            what, change = list(_changes(twin))[number]
            change()
            yield Mutant(module, getattr(node, "lineno", 0), what, ast.fix_missing_locations(tree))


def _in_types(tree: ast.AST) -> set[int]:
    """The nodes of type hints, which no test could notice."""
    hints = [
        hint
        for node in ast.walk(tree)
        for field in ("annotation", "returns")
        if (hint := getattr(node, field, None)) is not None
    ]
    return {id(node) for hint in hints for node in ast.walk(hint)}


Change = tuple[str, Callable[[], None]]
"""What is changed, in words, and the change itself."""


def _changes(node: ast.AST) -> Iterator[Change]:
    """Everything that can be changed about a node."""
    match node:
        case ast.If() | ast.IfExp():
            negated = ast.UnaryOp(ast.Not(), node.test)
            yield f"not: {ast.unparse(node.test)}", partial(setattr, node, "test", negated)
        case ast.BoolOp():
            yield from _changes_of_logic(node)
        case ast.Compare() if type(node.ops[0]) in _TURNED:
            turned = [_TURNED[type(node.ops[0])](), *node.ops[1:]]
            yield f"turned: {ast.unparse(node)}", partial(setattr, node, "ops", turned)
        case ast.Constant() if type(node.value) in (int, float):
            more = partial(setattr, node, "value", node.value + 1)
            yield f"one more than {node.value}", more
        case ast.Tuple() | ast.Dict():
            yield from _changes_of_table(node)


def _changes_of_logic(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield f"and/or: {ast.unparse(node)}", partial(setattr, node, "op", other)
    for value in node.values:
        rest = [each for each in node.values if each is not value]
        yield f"without {ast.unparse(value)}", partial(setattr, node, "values", rest)


def _changes_of_table(node: ast.Tuple | ast.Dict) -> Iterator[Change]:
    if isinstance(node, ast.Tuple):
        typed = any(isinstance(each, ast.Constant) and each.value is ... for each in node.elts)
        if len(node.elts) > 1 and not typed:
            for place, each in enumerate(node.elts):
                yield f"without entry {ast.unparse(each)}", partial(node.elts.pop, place)
        return
    for place, key in enumerate(node.keys):
        if key is not None:
            yield f"without key {ast.unparse(key)}", partial(_drop, node, place)


def _drop(node: ast.Dict, place: int) -> None:
    del node.keys[place], node.values[place]


class _Loader(importlib.abc.InspectLoader):
    """Loads a mutant in the place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def get_source(self, fullname: str) -> str:
        return ast.unparse(self.mutant.tree)

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_loader(name, self)


def run_tests() -> None:
    """Run every test of `TESTS`, each with all of its parameters."""
    for name in TESTS:
        module = importlib.import_module(name)
        for test in [each for key, each in vars(module).items() if key.startswith("test_")]:
            for arguments in _arguments(test):
                test(**arguments)


def _arguments(test: Any) -> Iterator[dict[str, Any]]:
    """Every set of arguments that a test is run with."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    columns = []
    for mark in marks:
        names, values = mark.args[0], mark.args[1]
        alone = isinstance(names, str) and "," not in names
        columns.append(
            [{names: value} if alone else dict(zip(names, value, strict=True)) for value in values]
        )
    for row in product(*columns):
        yield {name: value for part in row for name, value in part.items()}


def lives(mutant: Mutant) -> bool:
    """True if no test fails on a mutant."""
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        try:
            _forget()
            sys.meta_path.insert(0, _Loader(mutant))
            run_tests()
        except BaseException:  # whatever goes wrong has noticed the mutant
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def _forget() -> None:
    """Forget what was imported of the rules, and of the tests that look at them."""
    for name in (*MODULES, *TESTS):
        module = sys.modules.pop(name, None)
        package, _, last = name.rpartition(".")
        if module is not None and hasattr(sys.modules[package], last):
            delattr(sys.modules[package], last)


def main(part: str = "") -> None:
    """Print the mutants that live, and how many were killed."""
    run_tests()
    total, alive, equal = 0, 0, 0
    for module in MODULES:
        if part not in module:
            continue
        for mutant in mutants(module):
            total += 1
            if not lives(mutant):
                continue
            reason = EQUIVALENT.get((module.rpartition(".")[-1], mutant.what.strip()))
            alive, equal = alive + (reason is None), equal + (reason is not None)
            print(
                f"{module}:{mutant.line} {mutant.what}", f"({reason})" if reason else "", flush=True
            )
    killed = total - alive - equal
    print(f"{total} mutants, {killed} killed, {equal} equivalent, {alive} alive")


if __name__ == "__main__":
    main(*sys.argv[1:2])
