"""Public reports are held to the public reports before them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtle_survey.decisions.set_aside import set_aside
from mtle_survey.errors import MtleError, UsageError
from mtle_survey.report.build import write_report, write_reports
from mtle_survey.report.privacy.ledger import Ledger
from mtle_survey.report.privacy.released import Released, Told
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses


def study(people: Sequence[int] = range(24), *, correct: int = 0, audience: str = "public") -> Study:
    """Before and after; ``correct`` people's first answer after is another one."""
    model = instrument()
    before, after = responses(model, "pre", range(40)), responses(model, "post", range(40), rise=0.4, seed=2)
    chosen = np.isin(np.arange(40), list(people))
    before, after = (set_aside(wave, ~chosen, "withdrawn", "not in this data") for wave in (before, after))
    for row in range(correct):
        after.values[row, 0] = 6 - after.values[row, 0] if after.values[row, 0] != 3 else 4
    return Study(model, {"pre": before, "post": after}, respondent="teacher", audience=audience)


def all_rise(people: Sequence[int] = range(24)) -> Study:
    """The same with everybody higher on one scale."""
    made = study(people)
    before, after = made.waves["pre"], made.waves["post"]
    for item in ("help1", "help2"):
        place = before.items.index(item)
        answered = np.isfinite(before.values[:, place])
        before.values[answered, place] = 2 + np.arange(answered.sum()) % 2
        after.values[:, place] = before.values[:, place] + 1
    return made


def told(folder: Path) -> Any:
    return json.loads((folder / "releases.json").read_text(encoding="utf-8"))


def release(folder: Path, made: Study, **options: Any) -> None:
    write_report(made, folder / "report.json") if not options else write_reports(
        made, [folder / "report.json"], **options
    )


def test_the_ledger_names_nobody_and_an_internal_report_does_not_enter_it(tmp_path: Path) -> None:
    release(tmp_path / "internal", study(audience="internal"))
    assert not (tmp_path / "internal" / "releases.json").exists()
    release(tmp_path, study())
    text = (tmp_path / "releases.json").read_text(encoding="utf-8")
    assert "t00" not in text
    (only,) = told(tmp_path)["releases"]
    assert only["id"] == "R1" and len(only["people"][0]) == 24


def test_the_same_report_again_is_the_same_release(tmp_path: Path) -> None:
    release(tmp_path, study())
    first = (tmp_path / "releases.json").read_bytes()
    release(tmp_path, study())
    assert (tmp_path / "releases.json").read_bytes() == first


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (study(range(25)), "one person came late"),
        (study(range(23)), "one person withdrew"),
        (study(correct=1), "one answer was corrected"),
    ],
)
def test_what_differs_by_a_few_people_is_not_written(tmp_path: Path, later: Study, why: str) -> None:
    release(tmp_path, study())
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(MtleError) as refused:
        release(tmp_path, later)
    (problem,) = refused.value.problems
    assert problem.code == "T070", why
    assert "--supersedes" in problem.fix and "R1" in problem.fix
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before, "nothing was written"


def test_ten_new_people_hide_each_other(tmp_path: Path) -> None:
    release(tmp_path, study())
    release(tmp_path, study(range(34)))
    assert [r["id"] for r in told(tmp_path)["releases"]] == ["R1", "R2"]
    numbers = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["numbers"]
    assert numbers["lead.mean_change.post-pre"]["n"] == 34
    assert "estimate" not in numbers["lead.mean_change.post-pre.site=1"], "five are new in each site"
    with pytest.raises(MtleError):
        release(tmp_path, study(range(35)))


def test_who_rose_is_told_of_the_same_people_again_and_not_of_ten_more(tmp_path: Path) -> None:
    """With both counts one could tell who rose among the ten who are new, one of them perhaps alone."""
    made = all_rise()
    release(tmp_path, made)
    name = "help.improved.post-pre"
    first = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["numbers"][name]
    assert first["estimate"] == 1.0
    release(tmp_path, made)
    again = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["numbers"][name]
    assert again["estimate"] == 1.0
    release(tmp_path, all_rise(range(34)))
    more = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["numbers"]
    assert "estimate" not in more[name]
    assert more["help.mean_change.post-pre"]["n"] == 34


def test_a_release_that_nobody_had_can_be_superseded(tmp_path: Path) -> None:
    release(tmp_path, study())
    release(tmp_path, study(range(25)), supersedes=["R1"])
    first, second = told(tmp_path)["releases"]
    assert (first["superseded_by"], second["superseded_by"]) == ("R2", None)
    with pytest.raises(UsageError, match="there is no release R9"):
        release(tmp_path, study(range(25)), supersedes=["R9"])


def test_a_broken_ledger_stops_a_public_report(tmp_path: Path) -> None:
    (tmp_path / "releases.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read as the ledger"):
        release(tmp_path, study())


def one_wave(rows: Sequence[int], file: str, *, identified: bool) -> Study:
    """The first wave alone, its rows in some order and its file under some name."""
    model = instrument()
    found = responses(model, "pre", range(40))
    source = replace(found.sources[0], file=file, records=len(rows) + 1)
    chosen = replace(
        found,
        values=found.values[list(rows)],
        reasons=found.reasons[list(rows)],
        fields={name: values[list(rows)] for name, values in found.fields.items()},
        ids=None if found.ids is None or not identified else found.ids[list(rows)],
        rows=np.arange(2, len(rows) + 2),
        source_index=np.zeros(len(rows), dtype=np.int64),
        sources=(source,),
    )
    return Study(model, {"pre": chosen}, respondent="teacher" if identified else None, audience="public")


@pytest.mark.parametrize("identified", [True, False])
def test_an_export_under_another_name_and_in_another_order_is_about_the_same_people(
    tmp_path: Path, identified: bool
) -> None:
    def means(folder: Path) -> set[str]:
        numbers = json.loads((folder / "report.json").read_text(encoding="utf-8"))["numbers"]
        return {k for k, v in numbers.items() if k.endswith(".mean.pre") and "estimate" in v}

    release(tmp_path, one_wave(range(24), "exports/pre.csv", identified=identified))
    all_told = means(tmp_path)
    assert "lead.mean.pre" in all_told
    release(tmp_path, one_wave(range(23, -1, -1), "again/pre (1).csv", identified=identified))
    assert means(tmp_path) == all_told, "the same people once more"
    release(tmp_path, one_wave(range(24, -1, -1), "again/pre (2).csv", identified=identified))
    assert means(tmp_path) == set(), "one came late"


def test_a_report_of_the_first_wave_alone_holds_that_of_both_waves(tmp_path: Path) -> None:
    release(tmp_path, one_wave(range(24), "exports/pre.csv", identified=True))
    with pytest.raises(MtleError):
        release(tmp_path, study(range(25)))


def test_the_same_report_again_can_supersede_an_earlier_one() -> None:
    first, second = (
        Released((Told(wave="pre", kind="scale", name=name, people=frozenset("ab")),))
        for name in ("lead", "grow")
    )
    ledger = Ledger("salt").with_release("A study", first).with_release("A study", second)
    again = ledger.with_release("A study", second, ["R1"])
    assert [(e.id, e.superseded_by) for e in again.entries] == [("R1", "R2"), ("R2", "")]
