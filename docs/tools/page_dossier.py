"""The dossier: what each statistic is held to, and how far it is from it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from coverage_pages import simulated
from markdown import code, page, table
from statistics_found import short_source, statistics
from tolerances import reason

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.oracle.measure import EXPECTED, MEASURED, expected_numbers, fingerprint, keys_in  # noqa: E402

HEADER = (
    "statistic",
    "definition",
    "held to",
    "largest difference",
    "tolerance",
    "numbers",
    "cases",
    "data",
    "simulation",
    "test",
    "source",
)

LEAD = """
One row per statistic. *Held to* names what computed the reference values: packages of R with their versions, by
the scripts in `tests/oracle/R`, or a published table or documented example. *Numbers* counts those compared
within a tolerance, of all different numbers of the reference; the others are counts and flags that a test
compares exactly, or enter a comparison after a transformation. *Largest difference* is measured by running the
tests: the difference between program and reference, relative to the reference where that exceeds 1. *Tolerance*
is the loosest that any comparison of the row allows, in the same unit: 1e-8 for a formula, and where it is more
the row says why. *Simulation* shows how often intervals hold the truth, from the worst to the best of the situations that were
counted, how often tests find what is not there, or what fits recover; a number alone has neither to count.
"""


def write() -> str:
    """The page; a statistic without reference or measurement raises."""
    declared = statistics()
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    sections = []
    for family in dict.fromkeys(s.family for s in declared.values()):
        rows = []
        for name, statistic in declared.items():
            if statistic.family != family:
                continue
            definition = code(statistic.formula.replace("`", ""))
            label = f"[{statistic.label}](statistics.md) `{statistic.name}`"
            source = short_source(statistic.reference)
            rows.append((label, definition, *_evidence(name, measured), source))
        sections.append(f"## {family.capitalize()}\n\n" + table(HEADER, rows))
    sections.append(_supporting(set(declared), measured))
    return page("Dossier: what every number is held to", LEAD, *sections)


def _supporting(declared: set[str], measured: dict[str, Any]) -> str:
    oracles = {path.relative_to(EXPECTED).with_suffix("").as_posix() for path in EXPECTED.rglob("*.json")}
    rows = [(code(name), *_evidence(name, measured)) for name in sorted(oracles - declared)]
    return "## Parts of several statistics\n\n" + table(("part", *HEADER[2:-1]), rows)


def _evidence(name: str, measured: dict[str, Any]) -> tuple[str, ...]:
    document = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    found = measured.get(name)
    if found is None or found["oracle"] != fingerprint(name):
        raise SystemExit(f"{name} was not measured against its present reference values: run `make docs`")
    total = len({f"{abs(x):.12g}" for x in expected_numbers(name)})
    exact = found["compared"] == 0
    why = reason(name, found["tolerance"], document["generator"] == "published")
    return (
        _held_to(document),
        "none in the printed digits" if exact else _number(found["largest_difference"]),
        "printed digits" if exact else _number(found["tolerance"]) + (f" ({why})" if why else ""),
        f"{found['compared']} of {total}",
        str(len(document["cases"])),
        _data(document),
        simulation(name, document),
        ", ".join(f"[{Path(test).stem}](../../{test})" for test in found["tests"]),
    )


def simulation(name: str, document: dict[str, Any]) -> str:
    """What was counted; else whether there is anything to count."""
    return simulated(name) or _not_simulated(document)


def _not_simulated(document: dict[str, Any]) -> str:
    given = {key for case in document["cases"] for key in keys_in(case["expected"])}
    if any(key == "interval" or "low" in key.split("_") for key in given):
        return "none; its interval equals the reference's"
    if given & {"p", "p_value", "exact_p"}:
        return "none; its test equals the reference's"
    if any(key == "std_error" or key.endswith("_se") for key in given):
        return "none; its standard error equals the reference's"
    return "none; a number alone"


def _held_to(document: dict[str, Any]) -> str:
    if document["generator"] == "published":
        return f"published: {document['note']}"
    version = document["r_version"].split(" (")[0].removeprefix("R version ").split()[0]
    packages = [
        f"{package} {of}" for package, of in document["packages"].items() if package not in ("stats", "base")
    ]
    held = f"R {version}" + (f": {', '.join(packages)}" if packages else "")
    return held + (f" ({document['note']})" if document.get("note") else "")


def _data(document: dict[str, Any]) -> str:
    names = sorted({_name(case["input"]) for case in document["cases"] if case.get("input")})
    return ", ".join(names) or "in the reference"


def _name(file: str) -> str:
    return code(file.removesuffix(".csv"))


def _number(value: float) -> str:
    return "0" if value == 0 else f"{value:.0e}".replace("e-0", "e-")
