"""A report for each site beside the whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mtle_survey.errors import UsageError
from mtle_survey.report.batch import write_batch
from mtle_survey.report.view import View
from mtle_survey.responses import Missing
from mtle_survey.study import Study
from tests.properties.test_disclosure_properties import ORIGINAL, recoverable
from tests.unit.report.studies import instrument, responses, two_waves


def numbers(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))["numbers"]
    return found


def sited(sites: list[str], **options: Any) -> Study:
    """One person per entry, who stays at the site."""
    model = instrument()
    before = responses(model, "pre", range(len(sites)))
    after = responses(model, "post", range(len(sites)), rise=0.4, seed=2)
    for wave in (before, after):
        wave.fields["site"][:] = sites
    return Study(model, {"pre": before, "post": after}, respondent="teacher", title="A region", **options)


def test_every_site_gets_the_numbers_of_its_own_people(tmp_path: Path) -> None:
    said: list[str] = []
    done = write_batch(two_waves(), "site", tmp_path, ["report.json"], progress=said.append)
    assert done.reports == 3 and done.left_out == ()
    assert said == ["the whole, and 2 reports by site", "1 of 2: North", "2 of 2: South"]
    whole = numbers(tmp_path)
    for name, code in (("North", 1), ("South", 2)):
        own = numbers(tmp_path / "by-site" / name)["lead.mean_change.post-pre"]
        assert own["estimate"] == pytest.approx(whole[f"lead.mean_change.post-pre.site={code}"]["estimate"])
        assert own["n"] == whole[f"lead.mean_change.post-pre.site={code}"]["n"]


def test_what_is_asked_about_the_principal_is_in_no_report_of_a_site(tmp_path: Path) -> None:
    base = instrument()
    scales = tuple(s.model_copy(update={"about": "principal"}) if s.id == "help" else s for s in base.scales)
    study = two_waves(model=base.model_copy(update={"scales": scales}))
    write_batch(study, "site", tmp_path, ["report.json", "evaluation.html"])
    assert "help.mean.pre" in numbers(tmp_path)
    north = numbers(tmp_path / "by-site" / "North")
    assert not any("help" in name for name in north)
    assert "My principal gives me time" not in (tmp_path / "by-site/North/evaluation.html").read_text("utf-8")


def test_by_another_field_the_principal_is_not_given_away(tmp_path: Path) -> None:
    write_batch(two_waves(), "arm", tmp_path, ["report.json"])
    assert "help.mean.pre" in numbers(tmp_path / "by-arm" / "Program")


def test_public_reports_of_sites_are_held_to_the_whole_and_to_each_other(tmp_path: Path) -> None:
    sites = ["1"] * 14 + ["2"] * 12 + ["3"] * 4
    study = sited(sites, audience="public", cluster="site")
    done = write_batch(study, "site", tmp_path, ["report.json"])
    assert any(text.startswith("3: fewer than 10") for text in done.left_out)
    assert not (tmp_path / "by-site" / "3").exists()
    shown = [p.parent.name for p in (tmp_path / "by-site").rglob("report.json")]
    assert shown == ["North"], "South would be the whole less North and the four of the third site"
    ledger = json.loads((tmp_path / "releases.json").read_text(encoding="utf-8"))
    assert [r["title"] for r in ledger["releases"]] == ["A region", "A region: North"]


def test_nothing_follows_about_a_few_people_from_all_reports_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    views: list[View] = []

    class Kept(View):
        def __init__(self, study: Study, known: Any = ()) -> None:
            super().__init__(study, known)
            ORIGINAL[id(self)] = study
            views.append(self)

    monkeypatch.setattr("mtle_survey.report.batch.View", Kept)
    study = sited(["1", "2", "2"] * 12, audience="public", cluster="site")
    study.waves["post"].values[3, 0] = float("nan")
    study.waves["post"].reasons[3, 0] = Missing.BLANK
    write_batch(study, "site", tmp_path, ["report.json"])
    assert len(views) == 3
    assert recoverable(*views) == []


def test_all_reports_appear_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "report.json").write_text("old", encoding="utf-8")
    made = []

    def failing(*_: Any) -> list[bytes]:
        made.append(1)
        if len(made) == 2:
            raise OSError(28, "disk full")
        return [b"new"]

    monkeypatch.setattr("mtle_survey.report.batch.write_all", failing)
    with pytest.raises(OSError, match="disk full"):
        write_batch(two_waves(), "site", tmp_path, ["report.json"])
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["report.json"]
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == "old"


def test_a_field_that_nobody_has_is_a_misuse(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no wave has a field sight"):
        write_batch(two_waves(), "sight", tmp_path, ["report.json"])
