"""The further sections on change: several waves, threats, interviews, items, extras, single people."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.on_request import EXTRAS
from mtle_survey.report.blocks import Details, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import walk
from mtle_survey.report.inline import plain
from mtle_survey.report.sections.equivalence import said
from mtle_survey.segments.model import Interviews, Meaning, Segment
from mtle_survey.table import Row
from tests.unit.evidence.studies import make_study

DATES = {"w1": "2025-01-01", "w2": "2025-07-02", "w3": "2026-12-31"}


def waves(n=40, seed=2, names=tuple(DATES), shift=0.7):
    rng = np.random.default_rng(seed)
    level, pace = rng.normal(2.2, 0.8, n), rng.normal(shift, 0.5, n)
    found = {}
    for k, name in enumerate(names):
        score = level + pace * k
        columns = {
            item: np.clip(np.round(score + rng.normal(0, 0.5, n)), 1, 5).astype(int).tolist()
            for item in ("a1", "a2", "a3", "b1", "b2")
        }
        found[name] = {**columns, "site": [f"S{i % 3}" for i in range(n)]}
    return found


def interviews(n=12):
    """Synthetic segments: one per person, drawn with seed 1."""
    rng = np.random.default_rng(1)
    codes = rng.choice(["leads", "as before"], n, p=[0.9, 0.1])
    segments = tuple(
        Segment(document=f"t{i:02d}", passage="1", coder=coder, codes=frozenset({str(codes[i])}))
        for i in range(n)
        for coder in ("AB", "CD")
    )
    meanings = {
        "leads": (Meaning(scale="lead", says="improved"),),
        "as before": (Meaning(scale="lead", says="same"),),
    }
    return Interviews(segments=segments, meanings=meanings)


def document_of(folder, found=None, **options):
    return build_document(make_study(folder, found or waves(), dates=DATES, **options))


def table(document, name):
    for block in walk(document.sections):
        if isinstance(block, TableBlock) and block.id == name:
            return block
    return None


def cells(document, name, row=0):
    block = table(document, name)
    return [plain(cell.text, document.names) for cell in block.rows[row]]


def sections(document):
    return {section.id for section in document.sections}


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    found = waves()
    for columns in found["w3"].values():
        columns[::7] = [None] * 6  # who did not answer the last time
    return document_of(
        tmp_path_factory.mktemp("full"),
        found,
        primary=("lead", "plan"),
        smallest_effect={"lead": 5.0},
        extras=tuple(EXTRAS),
        interviews=interviews(),
        case_profiles=True,
        cluster="site",
        bootstrap=200,
    )


def test_several_waves_have_their_contrasts_and_growth_a_year(full):
    assert [plain(r[1].text, full.names) for r in table(full, "table-waves").rows[:3]] == [
        "w2 – w1",
        "w3 – w1",
        "w3 – w2",
    ]
    scale, n, slope, model, *_ = cells(full, "table-growth")
    assert (scale, n) == ("Leading", "40")
    assert slope.startswith("+")
    assert model in ("a pace of one's own", "one pace for all")


def test_two_waves_have_no_section_on_several(tmp_path):
    two = waves(names=("w1", "w2"))
    assert "growth" not in sections(document_of(tmp_path, two))


def test_a_crowded_end_shows_the_change_it_may_have_hidden(tmp_path):
    crowded = waves(seed=5, names=("w1", "w2"))
    for wave, columns in crowded.items():
        for item in ("a1", "a2", "a3"):
            columns[item] = [min(5, v + 2) for v in columns[item]]
        crowded[wave] = columns
    document = document_of(tmp_path, crowded)
    rows = {plain(r[0].text, document.names): r for r in table(document, "table-threats").rows}
    hidden, plain_change = (rows["Leading"][k].value for k in (5, 4))
    assert hidden is not None
    assert hidden > plain_change
    assert rows["Planning"][5].value is None


def test_survey_and_interviews_stand_side_by_side(full):
    scale, n, _, conclusion, speak, voices, _, fit = cells(full, "table-joint-display")
    assert (scale, n, conclusion, speak) == ("Leading", "34", "rose", "12")
    assert voices.endswith(" / 0 / 0")
    assert fit.startswith("Confirm")
    assert cells(full, "table-coders")[2] == "12"


@pytest.mark.parametrize(("passages", "told"), [(12, True), (30, False)])
def test_agreement_on_few_passages_is_read_by_its_interval_and_the_source_is_given(tmp_path, passages, told):
    document = document_of(tmp_path, interviews=interviews(passages))
    note = plain(table(document, "table-coders").note, document.names)
    assert ("With fewer than 30 passages agreement is hardly known (Koo & Li, 2016)" in note) is told
    assert any("Koo, T. K., & Li" in words for words in _texts(document, "references")) is told


def test_a_kappa_without_an_interval_says_why(tmp_path):
    document = document_of(tmp_path, interviews=interviews(12))
    row = table(document, "table-coders").rows[0]
    assert "[" not in plain(row[4].text, document.names)
    note = plain(table(document, "table-coders").note, document.names)
    assert "gave a code to fewer than 5 passages" in note


def test_interviews_answer_the_questions_of_the_evaluation(tmp_path):
    from mtle_survey.study import Question

    document = document_of(
        tmp_path, questions=(Question(ask="Do they lead?", measures=("lead",)),), interviews=interviews()
    )
    told = " ".join(_texts(document, "question-1"))
    assert "12 people or groups speak to it in interviews: most say it improved. Confirm" in told


def _texts(document, section):
    from mtle_survey.report.blocks import ListBlock, Section

    for block in walk(document.sections):
        if isinstance(block, Section) and block.id == section:
            for inner in block.blocks:
                if isinstance(inner, ListBlock):
                    yield from (plain(item, document.names) for item in inner.items)


def test_few_voices_are_not_told_in_public(tmp_path):
    public = document_of(tmp_path, audience="public", interviews=interviews(6), case_profiles=True)
    assert table(public, "table-joint-display") is None
    assert "case_profiles" not in sections(public)
    many = document_of(tmp_path, audience="public", interviews=interviews(14))
    assert "Improved / same" not in str(table(many, "table-joint-display").columns)


def test_single_questions_are_told_by_direction_and_never_by_means(full):
    block = table(full, "table-answers-moved-lead")
    heads = [plain(column.label, full.names) for column in block.columns]
    assert heads[:6] == ["Question", "n", "Higher", "Alike", "Lower", "q"]
    for row in block.rows:
        n, higher, alike, lower = (row[k].value for k in (1, 2, 3, 4))
        assert higher + alike + lower == n


def test_without_primary_scales_nothing_is_tested(tmp_path):
    document = document_of(tmp_path)
    heads = [plain(c.label, document.names) for c in table(document, "table-answers-moved-lead").columns]
    assert "q" not in heads
    assert len(table(document, "table-waves").columns) == 5


def test_a_declared_smallest_effect_is_tested_and_said(full):
    assert cells(full, "table-equivalence")[4] == "smaller than what would matter"
    row = {"statistic": "equivalence", "estimate": 0.4}
    assert said(Row(**row, conf_low=0.35, conf_high=0.45), 0.3) == "large enough to matter"
    assert said(Row(**row, conf_low=0.2, conf_high=0.6), 0.3).startswith("cannot say")


def test_what_was_asked_for_is_in_the_report(full):
    assert float(cells(full, "table-bayes")[2].replace(",", "").strip("<> ")) > 1
    assert cells(full, "table-tipping")[1] == "40"
    assert cells(full, "table-little")[2].startswith("χ²(")


def test_every_person_has_a_profile_when_asked_for(full, tmp_path):
    profiles = next(s for s in full.sections if s.id == "case_profiles")
    folded = [b for b in profiles.blocks if isinstance(b, Details)]
    assert len(folded) == 40
    first = folded[0].blocks
    assert "Passages of the interviews by code" in plain(first[0].items[-1], full.names)
    assert plain(first[-1].rows[0][0].text, full.names) == "Leading"
    assert "case_profiles" not in sections(document_of(tmp_path))
