"""Mutation testing of kernels: ``python -m tests.mutation [MODULE…] [--limit N]``.

Each mutant changes one operator, comparison, number, boolean or condition of a kernel. The tests that hold
the kernel run in a forked process in which the kernel is the mutant; a mutant that no test notices survives
and is printed with its line. Forking keeps NumPy and pytest loaded, so a mutant costs what its tests cost.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import scipy.special  # noqa: F401 - loaded before forking

ROOT = Path(__file__).parents[2]
SECONDS = 180
# The kernel, and the tests that are asked about it.
KERNELS = {
    "stats.reliability.alpha": ["tests/unit/stats/reliability/test_alpha_family.py"],
    "stats.change.mean_change": ["tests/unit/stats/change/test_oracles.py"],
    "stats.change.wilcoxon": ["tests/unit/stats/change/test_oracles.py"],
    "stats.change.d_av": ["tests/unit/stats/change/test_oracles.py"],
    "stats.clusters.cr2": ["tests/unit/stats/clusters/test_clusters.py"],
    "report.disclosure": ["tests/unit/report/test_disclosure.py"],
    "linking.odds": ["tests/unit/linking/test_link.py", "tests/unit/linking/test_codes.py"],
    "aggregates.protect": ["tests/unit/aggregates/test_protection.py"],
    "stats.structure.correlation.table_moments": ["tests/unit/stats/structure/test_from_tables.py"],
}
OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def mutants(source: str) -> Iterator[tuple[int, str, ast.Module]]:
    """Line, description and tree of every mutant."""
    count = sum(1 for _ in _places(ast.parse(source)))
    for chosen in range(count):
        tree = ast.parse(source)
        for place, (line, what, change) in enumerate(_places(tree)):
            if place == chosen:
                change()
                yield line, what, ast.fix_missing_locations(tree)
                break


def _places(tree: ast.Module) -> Iterator[tuple[int, str, object]]:
    """Everything inside functions that can be changed, with a function that changes it."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in function.body:
            for inner in ast.walk(node):
                if not isinstance(inner, ast.FunctionDef):
                    yield from _changes(inner)


def _changes(node: ast.AST):
    line = getattr(node, "lineno", 0)
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in OPERATORS:
        if isinstance(node, ast.BinOp) and any(
            isinstance(s, ast.Name) and s.id in TYPES for s in (node.left, node.right)
        ):
            return
        new = OPERATORS[type(node.op)]
        yield line, f"{type(node.op).__name__} -> {new.__name__}", lambda: setattr(node, "op", new())
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS:
        new = OPERATORS[type(node.ops[0])]
        yield line, f"{type(node.ops[0]).__name__} -> {new.__name__}", lambda: node.ops.__setitem__(0, new())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield line, f"{node.value} -> {node.value + 1}", lambda: setattr(node, "value", node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield line, f"{node.value} -> {not node.value}", lambda: setattr(node, "value", not node.value)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield line, "condition negated", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield line, "minus dropped", lambda: setattr(node, "op", ast.UAdd())


TYPES = {"None", "Array", "str", "int", "float"}


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed tree."""

    def __init__(self, name: str, tree: ast.Module, file: Path) -> None:
        self.name, self.tree, self.file = name, tree, file

    def find_spec(self, fullname, *_):
        if fullname != self.name:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self.file))

    def create_module(self, _):
        return None

    def exec_module(self, module) -> None:
        exec(compile(self.tree, str(self.file), "exec"), module.__dict__)


def noticed(name: str, tree: ast.Module, file: Path, tests: Sequence[str]) -> bool:
    """Whether the tests fail, or do not end, with the mutant in place."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        sys.meta_path.insert(0, Mutant(name, tree, file))
        np.seterr(all="ignore")
        code = pytest.main([*tests, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"])
        os._exit(int(code != 0))
    return os.waitpid(child, 0)[1] != 0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*")
    parser.add_argument(
        "--limit", type=int, default=0, help="mutants to a kernel, spread evenly; all by default"
    )
    parser.add_argument("--output", type=Path, help="JSON of the results, written after every kernel")
    options = parser.parse_args()
    os.chdir(ROOT)
    results = {}
    for short in options.modules or KERNELS:
        file = ROOT / "src" / "mtle_survey" / f"{short.replace('.', '/')}.py"
        source = file.read_text(encoding="utf-8")
        every = list(mutants(source))
        chosen = every
        if options.limit and len(every) > options.limit:
            chosen = [every[i] for i in np.linspace(0, len(every) - 1, options.limit).astype(int)]
        start, survivors = time.monotonic(), []
        if noticed(f"mtle_survey.{short}", ast.parse(source), file, KERNELS[short]):
            print(f"{short}: its tests fail, or take too long, without a mutation", flush=True)
            continue
        for line, what, tree in chosen:
            if not noticed(f"mtle_survey.{short}", tree, file, KERNELS[short]):
                survivors.append(
                    {"line": line, "change": what, "source": source.splitlines()[line - 1].strip()}
                )
                print(f"  survived: {short}:{line} {what}: {survivors[-1]['source']}", flush=True)
        seconds = round(time.monotonic() - start)
        results[short] = {"mutants": len(every), "run": len(chosen), "survivors": survivors}
        print(
            f"{short}: {len(chosen)} of {len(every)} mutants run, {len(survivors)} survived, {seconds} s",
            flush=True,
        )
        if options.output:
            options.output.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
