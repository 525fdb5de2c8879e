"""Each sibling instrument has a worked evaluation: data from its script, a report of what it is for."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mtle_survey.errors import errors_in
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.load import load_instrument
from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.study_file import load_study

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "data" / "sample"
MADE = (".csv", ".json")
# What each report must hold besides what every report holds.
SECTIONS = {
    "lead_log": {"events", "rule_numbers"},
    "mec_rmst": {"order", "regions", "roles", "dosage"},
    "mtle_leader": {"informants"},
    "prime_school": {"informants", "opportunities", "rule_numbers"},
    "prime_self": {"change", "rule_numbers"},
    "session_feedback": {"by_session"},
    "stemtl_eval": {"needs"},
    "tpn_district": {"informants", "rule_numbers"},
    "tpn_partner": {"informants", "rule_numbers"},
    "tpn_roles": {"held_roles"},
    "traj_bmt": {"trajectories", "roles", "rule_numbers"},
}


@pytest.fixture(scope="module")
def documents():
    """The report of each study, built once."""
    return {}


@pytest.fixture
def report(documents):
    def built(name):
        if name not in documents:
            documents[name] = build_document(load_study(SAMPLE / name / "study.yaml"))
        return documents[name]

    return built


def table(document, name):
    return next(block for block in document.blocks() if isinstance(block, TableBlock) and block.id == name)


def shown(document, name):
    """The cells of a table as people read them."""
    return [[document.words(cell.text) for cell in row] for row in table(document, name).rows]


def answers(name, *files):
    """The rows of a study's exports, read without the program."""
    rows = []
    for file in files:
        with (SAMPLE / name / file).open(encoding="utf-8", newline="") as opened:
            rows += list(csv.DictReader(opened))
    return rows


def codes(instrument, item, rows):
    """Codes of an item by label; nan where there is no answer."""
    form = load_instrument(instrument).format_of(item)
    code_of = dict(zip(form.labels, form.codes, strict=True))
    return np.array([code_of.get(row[item], np.nan) for row in rows])


def test_every_shipped_instrument_but_mtle_has_one():
    assert {found.id for found in list_instruments()} - {"mtle"} == set(SECTIONS)


@pytest.mark.parametrize("name", [*SECTIONS, "two_versions", "open_comments"])
def test_the_script_makes_the_committed_bytes(name, tmp_path, monkeypatch):
    """If this fails after a change of an instrument: python data/sample/ID/make_sample.py, and commit."""
    monkeypatch.chdir(ROOT)
    spec = importlib.util.spec_from_file_location("made", SAMPLE / name / "make_sample.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = {path.name: path.read_bytes() for path in script.make(tmp_path)}
    files = [p for p in (SAMPLE / name).glob("*") if p.suffix in MADE or p.name.startswith("asked_in")]
    committed = {p.name: p.read_bytes() for p in files}
    assert made == committed


@pytest.mark.parametrize("name", SECTIONS)
def test_the_study_reads_without_an_error_and_is_marked_synthetic(name, report):
    study = load_study(SAMPLE / name / "study.yaml")
    assert not errors_in(study.problems)
    assert "synthetic" in study.title
    document = report(name)
    assert {section.id for section in document.sections} >= SECTIONS[name]
    assert "nan" not in " ".join(document.words(c.text) for b in document.blocks() for c in _cells(b)).split()


def _cells(block):
    return [cell for row in block.rows for cell in row] if isinstance(block, TableBlock) else []


def test_kappa_of_raters_who_never_vary_is_undefined(report):
    units = shown(report("prime_school"), "table-informants-units")
    assert ["School K", "12", "100%", "100%", "undefined"] in units
    assert "School L" not in [row[0] for row in units], "a school without the principal's form"


def test_agreement_of_a_dyad_is_that_of_its_two_forms(report):
    forms = [answers("prime_school", file) for file in ("teachers.csv", "principals.csv")]
    two = [next(row for row in rows if row["school"] == "School A") for rows in forms]
    items = [i for i in load_instrument("prime_school").rated_items if i.endswith("__in_place")]
    same = sum(two[0][i] == two[1][i] != "" for i in items)
    units = {row[0]: row for row in shown(report("prime_school"), "table-informants-units")}
    assert units["School A"][1:3] == ["12", f"{round(100 * same / 12)}%"]


def test_opportunities_are_wanted_by_both_and_rated_low(report):
    instrument = load_instrument("prime_school")
    counted = Counter()
    by_school = [
        {row["school"]: row for row in answers("prime_school", f)} for f in ("teachers.csv", "principals.csv")
    ]
    rated = {label: n for n, label in enumerate(instrument.response_formats["place4"].labels, 1)}
    for school in set(by_school[0]) & set(by_school[1]):
        for code in ("e1", "e3", "a2"):
            both = [rows[school] for rows in by_school]
            marks = [row[f"{code}__priority"] for row in both]
            ratings = [rated.get(row[f"{code}__in_place"]) for row in both]
            counted[code] += marks == ["Yes", "Yes"] and None not in ratings and sum(ratings) / 2 <= 2
    found = {
        row[0].split()[0].lower(): row[3] for row in shown(report("prime_school"), "table-opportunities")
    }
    assert {code: int(found[code].split()[0]) for code in counted} == dict(counted)


def test_no_table_about_single_schools_shows_what_one_person_rated(report):
    document = report("mtle_leader")
    ids = {block.id for block in document.blocks() if isinstance(block, TableBlock)}
    assert "table-informants-units" not in ids, "items about the principal are never told school by school"
    assert "table-informants-lowest" not in ids
    for row in shown(report("tpn_district"), "table-informants-lowest"):
        assert row[4] != "District administrator", "one person per district"


def test_public_editions_name_no_unit():
    for name in ("prime_school", "tpn_district"):
        study = load_study(SAMPLE / name / "study.yaml")
        study.audience = "public"
        document = build_document(study)
        assert "informants" in {section.id for section in document.sections}
        words = " ".join(document.words(cell.text) for block in document.blocks() for cell in _cells(block))
        assert "School A" not in words
        assert "District 01" not in words


def test_support_by_the_principal_is_never_told_site_by_site():
    study = load_study(SAMPLE / "study.yaml")
    assert not study.standing.levels.where(statistic="shrunken_mean", scale="sls_e")
    document = build_document(study)
    regions = next(section for section in document.sections if section.id == "regions")
    words = " ".join(document.words(c.text) for b in regions.blocks for c in _cells(b))
    assert "Leadership identity" in words
    assert "School leader support" not in words
    assert not [b for b in regions.blocks if getattr(b, "id", "").startswith("figure-sites-sls")]


def test_shapes_count_the_people_who_told_all_three(report):
    rows = answers("traj_bmt", "sitting.csv")
    at = {t: codes("traj_bmt", f"trust__{t}", rows) for t in ("beginning", "midway", "today")}
    known = ~np.isnan(sum(at.values()))
    change, bend = at["today"] - at["beginning"], at["midway"] - (at["beginning"] + at["today"]) / 2
    falling = known & (change <= -1)
    flat = known & (change == 0)
    late = known & ~falling & ~flat & ~(bend >= 0.5) & (bend <= -0.5)
    line = next(r for r in shown(report("traj_bmt"), "table-shapes") if "trust" in r[0])
    assert [int(line[1]), int(line[2]), int(line[3]), int(line[5])] == [
        known.sum(),
        falling.sum(),
        flat.sum(),
        late.sum(),
    ]


def test_an_area_that_was_not_asked_is_no_missing_answer(report):
    groups = {row[0]: row[1:] for row in shown(report("stemtl_eval"), "table-needs-by-stakeholder")}
    assert groups["Secondary educator"].count("–") == 2
    quality = next(s for s in report("stemtl_eval").sections if s.id == "quality")
    left = next(b for b in quality.blocks if isinstance(b, TableBlock) and "Left blank" in _heads(b))
    place = _heads(left).index("Left blank")
    assert all(float(_percent(row[place])) < 5 for row in left.rows)


def _heads(block):
    return ["".join(str(part) for part in column.label) for column in block.columns]


def _percent(cell):
    return "".join(str(part) for part in cell.text).split("(")[1].rstrip("%)")


def test_roles_are_counted_by_person_and_by_organization(report):
    rows = answers("tpn_roles", "north.csv", "south.csv")
    coach = np.nanmean([codes("tpn_roles", f"coach{n}", rows) for n in (1, 2)], axis=0)
    both = ~np.isnan([codes("tpn_roles", f"coach{n}", rows) for n in (1, 2)]).any(axis=0)
    holds = both & (coach >= 3)
    line = next(r for r in shown(report("tpn_roles"), "table-roles") if r[0] == "Coach")
    assert int(line[1].split()[0]) == holds.sum()
    assert int(line[2].split()[0]) == len({r["network"] for r, h in zip(rows, holds, strict=True) if h})


def test_a_log_counts_entries_people_and_reach(report):
    rows = answers("lead_log", "fall.csv")
    found = {row[0]: row[1] for row in shown(report("lead_log"), "table-events")}
    assert found["Events entered"] == str(len(rows))
    assert found["People who entered them"] == str(len({row["teacher"] for row in rows}))
    reached = next(value for name, value in found.items() if "adults" in name)
    assert reached == str(sum(int(row["people_reached"]) for row in rows))
    led = [row for row in rows if row["activity"] == "Led a workshop"]
    line = next(r for r in shown(report("lead_log"), "table-events-by-activity") if r[0] == "Led a workshop")
    assert line[1:4] == [
        str(len(led)),
        str(len({row["teacher"] for row in led})),
        str(sum(int(row["people_reached"]) for row in led)),
    ]


def test_sessions_come_in_the_order_of_their_dates(report):
    heads = _heads(table(report("session_feedback"), "table-sessions"))
    assert heads[1:] == ["S1", "S2", "S3", "S4", "S5", "S6"]


def test_practice_rose_before_readiness_as_it_was_drawn(report):
    order = next(s for s in report("mec_rmst").sections if s.id == "order")
    words = " ".join(report("mec_rmst").words(b.text) for b in order.blocks if hasattr(b, "text"))
    assert "came in the expected order" in words


def test_administrators_answer_a_form_of_their_own():
    study = load_study(SAMPLE / "mec_rmst" / "administrators.yaml")
    scores = next(iter(study.scores.values()))
    assert set(scores.scales) == {"adm_self", "adm_teacher"}
    assert not errors_in(study.problems)
