"""A report claims no more than its data carry: single waves, nobody linked, sites, and everyone alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mtle_survey.report.bands import band
from mtle_survey.report.blocks import Section, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.changes import change_of
from mtle_survey.report.document import Document, texts_of, walk
from mtle_survey.report.inline import plain
from mtle_survey.report.sections import change as change_section
from mtle_survey.report.sections import not_done, reliability, roles, sample
from mtle_survey.report.sections.summary import blocks as first_page
from mtle_survey.report.view import View
from mtle_survey.report.wording import change_sentence
from mtle_survey.responses import Responses
from mtle_survey.study import Study
from mtle_survey.table import Row, Table
from tests.unit.report.studies import instrument, one_wave, responses, two_waves


class Names(dict[str, str]):
    """Whatever a reference points at, it is called "there"."""

    def __missing__(self, key: str) -> str:
        return "there"


def said(blocks: Any) -> str:
    return "\n".join(plain(t, Names()) for b in blocks for t in texts_of(b)).replace("\u00a0", " ")


def nobody_linked() -> Study:
    model = instrument()
    waves = {
        "pre": responses(model, "pre", range(10)),
        "post": responses(model, "post", range(20, 30), seed=2),
    }
    return Study(model, waves, respondent="teacher", primary=("lead",))


def moved_by(points: float) -> Study:
    """Twelve people in the middle of the scale, whose answers all move by the same amount."""
    model = instrument()
    first = responses(model, "pre", range(12))
    against = np.array([-1.0 if item == "lead3" else 1.0 for item in first.items])
    values = np.clip(first.values, 2, 4)
    later = replace(first, wave="post", values=values + points * against)
    return Study(model, {"pre": replace(first, values=values), "post": later}, respondent="teacher")


def by_site(**options: Any) -> Study:
    """Forty people at five sites; everyone rises at two of them, nobody at the others."""
    model = instrument()
    first = responses(model, "pre", range(40))
    sites = np.array([str(p % 5) for p in range(40)], dtype=object)
    values = np.clip(first.values, 2, 4)
    against = np.array([-1.0 if item == "lead3" else 1.0 for item in first.items])
    rises = np.array([p % 5 < 2 for p in range(40)])[:, None] * against
    fields = {**first.fields, "site": sites}
    waves = {
        "pre": replace(first, values=values, fields=fields),
        "post": replace(first, wave="post", values=values + rises, fields=fields),
    }
    return Study(model, waves, respondent="teacher", cluster="site", **options)


def with_roles() -> Study:
    """Eight leaders and four teachers, one of whom becomes a leader; two cannot be placed at first."""
    names = ("teaches_math", "full_time", "title", "released", "leads")
    fields = tuple({"id": n, "title": n, "type": "text"} for n in names)
    declared = {"id": "role", "rule": "role_class", "title": "Role", "inputs": {n: n for n in names}}
    model = instrument(fields=fields, scores=(declared,))

    def wave(name: str, leads: list[str], teaches: list[str]) -> Responses:
        made = responses(model, name, range(14), seed=len(name))
        answers = dict.fromkeys(names, ["Yes"] * 14) | {"title": ["No"] * 14, "released": ["No"] * 14}
        answers |= {"leads": leads, "teaches_math": teaches}
        return replace(made, fields={n: np.array(a, dtype=object) for n, a in answers.items()})

    pre = wave("pre", ["Yes"] * 8 + ["No"] * 4 + ["Yes"] * 2, ["Yes"] * 12 + ["No"] * 2)
    post = wave("post", ["Yes"] * 9 + ["No"] * 3 + ["Yes"] * 2, ["Yes"] * 14)
    return Study(model, {"pre": pre, "post": post}, respondent="teacher")


def test_a_single_survey_does_not_speak_of_change() -> None:
    view = View(one_wave())
    words = said(first_page(view))
    assert "One survey: it says where people stood, not whether anything changed." in words
    assert "what changed" not in words
    assert "Why scores changed" not in said(not_done.blocks(view))


def test_without_a_comparison_group_nobody_is_said_to_have_taken_part() -> None:
    view = View(two_waves())
    words = said(first_page(view))
    assert (
        "There is no comparison group: the report can say what changed and by how much, but not why." in words
    )
    assert "took part" not in words
    assert "Why scores changed" in said(not_done.blocks(view))


def test_people_without_a_role_neither_moved_nor_stayed() -> None:
    view = View(with_roles())
    words = said(roles.blocks(view))
    assert "Of 12 people whom the rule could place both times, 1 moved and 11 stayed." in words
    assert "2 more could not be placed at least once." in words
    table = next(b for b in roles.blocks(view) if isinstance(b, TableBlock))
    shown = {plain(r[0].text, {}): [plain(c.text, {}) for c in r[1:]] for r in table.rows}
    assert shown["Classroom teacher, not leading colleagues"][0] == "4 (33%)", "of the 12 who are placed"
    assert shown["Not placed by the rule; needs a look"] == ["2", "0"]


def reliability_with(study: Study, **bounds: tuple[float, float] | None) -> str:
    """The first page when alpha of a scale in a wave (``lead_pre``) has these bounds, or none at all."""
    view = View(study)
    rows = []
    for row in study.reliability:
        name = f"{row.scale}_{row.wave}"
        if row.statistic == "alpha" and row.headline and name in bounds:
            found = bounds[name]
            low, high = found or (None, None)
            row = replace(
                row,
                estimate=None if found is None else 0.9,
                conf_low=low,
                conf_high=high,
                unavailable="constant" if found is None else None,
            )
        rows.append(row)
    view.__dict__["reliability"] = Table(tuple(rows))
    return said(first_page(view))


GOOD = (0.8, 0.95)


def test_reliability_on_the_first_page_is_that_of_the_worst_wave() -> None:
    study = two_waves(primary=("lead", "grow"))
    every = {f"{s}_{w}": GOOD for s in ("lead", "grow") for w in ("pre", "post")}
    assert "every outcome above go together well in pre and post" in reliability_with(study, **every)
    words = reliability_with(study, **{**every, "grow_post": (0.5, 0.95)})
    assert "For 1 of 2 outcomes it is not certain" in words
    assert "least so for Growing in post" in words
    assert "Nunnally and Bernstein (1994) ask for .70 or more" in words


def test_outcomes_without_a_coefficient_are_named_and_counted() -> None:
    study = two_waves(primary=("lead", "grow"))
    every = {f"{s}_{w}": GOOD for s in ("lead", "grow") for w in ("pre", "post")}
    words = reliability_with(study, **{**every, "grow_pre": None, "grow_post": None})
    assert "The questions of 1 of 2 outcomes go together well" in words
    assert "no coefficient with an interval can be given for Growing" in words
    nothing = reliability_with(study, **dict.fromkeys(every))
    assert "go together well" not in nothing
    assert "can be given for Leading and Growing" in nothing


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-0.04, 0.03, "alike"),
        (0.06, 0.2, "somewhat apart"),
        (-0.2, -0.1, "somewhat apart"),
        (0.3, 0.9, "far apart"),
        (-0.9, 0.9, "not clear"),
        (-0.2, 0.2, "not clear"),
        (0.1, 0.5, "not clear"),
        (None, None, "not clear"),
    ],
)
def test_a_difference_has_a_band_only_where_its_whole_interval_lies(
    low: float | None, high: float | None, words: str
) -> None:
    middle = 0.0 if low is None or high is None else (low + high) / 2
    assert band(Row(statistic="baseline_g", estimate=middle, conf_low=low, conf_high=high, n=40)) == words


def test_nothing_is_said_of_change_where_nobody_is_linked() -> None:
    view = View(nobody_linked())
    words = said(first_page(view))
    assert "rests on" not in words
    assert "none rose" not in words
    assert "Nobody could be followed" in words
    change = said(change_section.blocks(view))
    assert "none could be tested" in change
    assert "only these are tested" not in change
    assert "only these are tested" in said(change_section.blocks(View(two_waves(primary=("lead",)))))


def test_means_on_the_first_page_have_intervals() -> None:
    study = one_wave()
    row = study.description.one(statistic="mean", scale="help", wave=None, item=None)
    assert row is not None and row.conf_low is not None and row.conf_high is not None
    told = f"{row.estimate:.2f} (95% CI [{row.conf_low:.2f}, {row.conf_high:.2f}], n = {row.n})"
    assert f"Principal support: mean {told}" in said(first_page(View(study)))


def test_a_rise_that_sites_make_uncertain_is_told_as_such() -> None:
    study = by_site(primary=("lead",))
    row = study.change_by_site.one(statistic="mean_change", scale="lead", method="CR2")
    assert row is not None and row.conf_low is not None and row.conf_low < 0.0
    words = said(first_page(View(study)))
    assert f"taking sites into account the interval is [\u2212{-row.conf_low:.2f}, " in words
    assert "so it is not certain" in words
    assert "taking sites" not in said(first_page(View(two_waves(cluster="site"))))


def test_a_public_edition_tells_of_sites_without_their_numbers() -> None:
    words = said(first_page(View(by_site(primary=("lead",), audience="public"))))
    assert "taking sites into account the interval includes zero, so it is not certain" in words


def test_everyone_alike_is_no_uncertain_change() -> None:
    for points, told in (
        (0.0, "nobody's score changed"),
        (1.0, "everyone changed by the same amount, +1.00"),
    ):
        view = View(moved_by(points))
        assert view.main_contrast is not None
        c = change_of(view, view.instrument.scale["lead"], view.main_contrast)
        assert c is not None and c.direction == (points > 0)
        words = plain(change_sentence(c), {})
        assert told in words
        assert "includes zero" not in words
        assert "includes zero" not in said(first_page(view))


def test_two_items_have_spearman_brown_and_intervals_are_named() -> None:
    study = two_waves()
    shown_blocks = walk(reliability.blocks(View(study)))
    table = next(b for b in shown_blocks if isinstance(b, TableBlock) and b.id.endswith("others"))
    heads = [plain(c.label, {}) for c in table.columns]
    place = heads.index("Spearman–Brown [95% CI]")
    row = study.reliability.one(statistic="spearman_brown", scale="help", wave="post")
    assert row is not None
    shown = [r[place].value for r in table.rows]
    assert shown[-1] == row.estimate
    assert shown[0] is None, "three items have none"
    assert "Feldt's below n = 50 and bootstrapped (BCa) from there on" in said([table])


def waves_named(document: Document) -> set[str]:
    found = set()
    for section in document.sections:
        assert isinstance(section, Section)
        for block in section.blocks:
            if isinstance(block, TableBlock):
                heads = [plain(c.label, Names()) for c in block.columns]
                if "Wave" in heads:
                    found |= {plain(r[heads.index("Wave")].text, Names()) for r in block.rows}
    return found


def test_a_single_wave_has_one_name_in_every_table() -> None:
    assert waves_named(build_document(one_wave())) == {"All"}
    assert sample.applies(View(one_wave())), "the table of amounts is among them"
