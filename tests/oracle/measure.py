"""Measures how far the kernels are from their reference values, while the tests compare them.

The tests say ``pytest.approx`` and ``np.testing.assert_allclose``. With ``MTLE_WRITE_DOSSIER=1`` both are
watched: a comparison that passes, and whose expected numbers stand in an oracle that the test file loads,
counts for that oracle. Signs and orders that a test undoes (factors) do not matter, because numbers are
recognised by their size. What was found is merged into ``measured.json``, from which the dossier is made.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.oracle.reference import HERE, Case

MEASURED = HERE / "measured.json"
EXPECTED = HERE / "expected"
ROOT = HERE.parents[1]


def numbers_in(node: Any) -> Iterator[float]:
    """Every finite number of a JSON value."""
    if isinstance(node, Mapping):
        for value in node.values():
            yield from numbers_in(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from numbers_in(value)
    elif isinstance(node, int | float) and not isinstance(node, bool) and math.isfinite(node):
        yield float(node)


def keys_in(node: Any) -> Iterator[str]:
    """Every name in a JSON value, but for those of flags."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            if not isinstance(value, bool):
                yield name
            yield from keys_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from keys_in(value)


def oracle_path(statistic: str) -> Path:
    """Where the reference values of ``family/name`` are."""
    return EXPECTED / f"{statistic}.json"


def fingerprint(statistic: str) -> str:
    """Changes with the reference values, so that an old measurement is noticed."""
    return hashlib.sha256(oracle_path(statistic).read_bytes()).hexdigest()[:16]


def expected_numbers(statistic: str) -> list[float]:
    """Every number that the reference gives for a statistic, without inputs and arguments."""
    document = json.loads(oracle_path(statistic).read_text(encoding="utf-8"))
    return [x for case in document["cases"] for x in numbers_in(case["expected"])]


def _size(x: float) -> str:
    return f"{abs(x):.12g}"


@dataclass
class Found:
    """What the comparisons with one oracle came to."""

    largest: float = 0.0
    tolerance: float = 0.0
    sizes: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)


@dataclass
class Recorder:
    """Collects comparisons of one test session."""

    loaded: dict[str, set[str]] = field(default_factory=dict)
    found: dict[str, Found] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    _sizes: dict[str, set[str]] = field(default_factory=dict)

    def load(self, statistic: str, test_file: str) -> None:
        """Note that a test file reads an oracle."""
        self.loaded.setdefault(test_file, set()).add(statistic)
        self.found.setdefault(statistic, Found())
        if statistic not in self._sizes:
            self._sizes[statistic] = {_size(x) for x in expected_numbers(statistic)}

    def compare(self, actual: Any, expected: Any, allowed: Any) -> None:
        """Credit one comparison that passed; ``allowed`` is the absolute difference it let through."""
        test_file = os.environ.get("PYTEST_CURRENT_TEST", "").split("::")[0]
        try:
            wanted = np.asarray(expected, dtype=float).ravel()
            got = np.broadcast_to(np.asarray(actual, dtype=float), np.shape(expected)).ravel()
        except (TypeError, ValueError):
            return
        finite = np.isfinite(wanted) & np.isfinite(got)
        wanted, got = wanted[finite], got[finite]
        if not len(wanted):
            return
        sizes = {_size(x) for x in wanted}
        fitting = {s for s in self.loaded.get(test_file, ()) if sizes <= self._sizes[s]}
        for statistic in fitting & self.parameters or fitting:
            found = self.found[statistic]
            unit = np.maximum(1.0, np.abs(wanted))
            found.largest = max(found.largest, float(np.max(np.abs(got - wanted) / unit)))
            found.tolerance = max(found.tolerance, float(np.max(np.ravel(allowed)[finite] / unit)))
            found.sizes |= sizes
            found.tests.add(test_file)

    def write(self) -> None:
        """Merge what was found into the committed measurements."""
        old = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
        for statistic, found in self.found.items():
            old[statistic] = {
                "oracle": fingerprint(statistic),
                "compared": len(found.sizes),
                "largest_difference": float(f"{found.largest:.0e}"),
                "tolerance": float(f"{found.tolerance:.1e}"),
                "tests": sorted(found.tests or {f for f, read in self.loaded.items() if statistic in read}),
            }
        kept = {s: old[s] for s in sorted(old) if oracle_path(s).is_file()}
        MEASURED.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


class _Watched:
    """``pytest.approx`` with an ear at the door."""

    __array_ufunc__ = None
    __array_priority__ = 100
    __hash__ = None

    def __init__(self, inner: Any, recorder: Recorder, expected: Any, rel: Any, abs_: Any) -> None:
        self.inner, self.recorder, self.expected, self.rel, self.abs = inner, recorder, expected, rel, abs_

    def __eq__(self, actual: object) -> bool:
        passed = bool(actual == self.inner)
        if passed:
            self._note(actual)
        return passed

    def __ne__(self, actual: object) -> bool:
        return not self == actual

    def __repr__(self) -> str:
        return repr(self.inner)

    def _note(self, actual: Any) -> None:
        expected = self.expected
        if isinstance(expected, Mapping):
            actual, expected = [actual[k] for k in expected], list(expected.values())
        try:
            magnitude = np.abs(np.asarray(expected, dtype=float)).ravel()
        except (TypeError, ValueError):
            return
        least = 1e-12 if self.abs is None else self.abs
        rel = self.rel if self.rel is not None else (1e-6 if self.abs is None else 0.0)
        self.recorder.compare(actual, expected, np.maximum(rel * magnitude, least))


class Plugin:
    """Watches the comparisons of a session and writes what they came to at its end."""

    def __init__(self) -> None:
        self.recorder = Recorder()
        recorder = self.recorder
        approx, allclose = pytest.approx, np.testing.assert_allclose

        def watched_approx(expected: Any, rel: Any = None, abs: Any = None, nan_ok: bool = False) -> Any:
            return _Watched(approx(expected, rel, abs, nan_ok), recorder, expected, rel, abs)

        def watched_allclose(
            actual: Any, desired: Any, rtol: float = 1e-7, atol: float = 0, **kw: Any
        ) -> None:
            allclose(actual, desired, rtol=rtol, atol=atol, **kw)
            try:
                magnitude = np.abs(np.asarray(desired, dtype=float)).ravel()
            except (TypeError, ValueError):
                return
            recorder.compare(actual, desired, atol + rtol * magnitude)

        pytest.approx = watched_approx
        np.testing.assert_allclose = watched_allclose

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Remember whose case the test was given."""
        given = getattr(getattr(item, "callspec", None), "params", {}).values()
        self.recorder.parameters = {case.statistic for case in given if isinstance(case, Case)}

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Only a session without failures measures anything."""
        if exitstatus == 0:
            self.recorder.write()
