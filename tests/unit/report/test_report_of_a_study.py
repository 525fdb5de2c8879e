"""What the report of a whole study says, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from mtle_survey.report.blocks import FigureBlock, ListBlock, Note, Section, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.inline import Link, Wording
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, looking_back, one_wave, responses, two_waves

# What a study without a comparison group may not say, anywhere.
CAUSAL = re.compile(
    r"\b(impact\w*|effect|effects|effective\w*|caus\w+|because of the program|due to|thanks to|led to|"
    r"leads to|resulted in|results from the program|attribut\w+|improved by|benefit\w*|no change)\b",
    re.IGNORECASE,
)


STUDIES: dict[str, Callable[[], Study]] = {
    "two waves": two_waves,
    "primary declared": lambda: two_waves(primary=("lead", "grow")),
    "falling": lambda: two_waves(rise=-0.6),
    "tiny": lambda: two_waves(7),
    "public": lambda: two_waves(60, 20, audience="public"),
    "one wave": one_wave,
    "looking back": looking_back,
    "no identifiers": lambda: no_identifiers(),
    "everything": lambda: everything(),
}


def everything(**options: Any) -> Study:
    """Groups, sites, hours, a comparison group and a rule that classifies."""
    model = instrument(
        scores=(
            {
                "id": "stage",
                "rule": "stage_attained",
                "title": "Stage attained",
                "inputs": {"self": "grow", "others": "lead"},
                "params": {"threshold": 3},
            },
        )
    )
    design = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
    return two_waves(40, 6, model=model, groups=("site",), dose="hours", design=design, **options)


@cache
def report_of(name: str) -> Document:
    return build_document(STUDIES[name]())


def no_identifiers() -> Study:
    model = instrument()
    waves = {
        wave: responses(model, wave, range(15), identified=False, seed=seed)
        for wave, seed in (("pre", 1), ("post", 2))
    }
    return Study(model, waves, title="No identifiers")


@pytest.fixture(params=list(STUDIES))
def document(request: pytest.FixtureRequest) -> Document:
    return report_of(request.param)


def own_words(document: Document) -> Iterator[str]:
    """Everything the report says itself: not the questionnaire, not titles of publications."""
    for block in document.blocks():
        if isinstance(block, ListBlock) and any(isinstance(p, Link) for item in block.items for p in item):
            continue
        for content in texts_of(block):
            yield document.words(tuple(part for part in content if not isinstance(part, Wording)))


def table(document: Document, name: str) -> TableBlock:
    return next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == name)


def cells(document: Document, name: str) -> list[list[str]]:
    return [[document.words(cell.text) for cell in row] for row in table(document, name).rows]


def ids(document: Document) -> list[str]:
    return [b.id for b in document.blocks() if isinstance(b, TableBlock | FigureBlock | Section)]


def said(document: Document) -> str:
    return "\n".join(own_words(document)).replace("\u00a0", " ")


def test_nothing_is_said_about_causes(document: Document) -> None:
    for words in own_words(document):
        assert not CAUSAL.search(words), words


def test_every_scale_sentence_keeps_number_interval_and_n_together(document: Document) -> None:
    for words in own_words(document):
        for sentence in re.findall(r"(?:rose|fell|went) from [^()]*\(([^)]*)\)", words):
            assert re.search(r"\[.*\]", sentence) and "n\u00a0=" in sentence, words


def test_nothing_shows_a_nan_or_none(document: Document) -> None:
    for block in document.blocks():
        for content in texts_of(block):
            assert not re.search(r"\bnan\b|\bNone\b", document.words(content)), document.words(content)


def test_every_report_has_the_same_frame(document: Document) -> None:
    sections = [section.id for section in document.sections]
    assert sections[0] == "summary"
    assert {"flow", "reliability", "quality", "not_done", "reading", "methods", "ledger"} <= set(sections)


def test_change_is_not_offered_where_nobody_can_be_followed() -> None:
    for name in ("one wave", "no identifiers"):
        document = report_of(name)
        assert "change" not in [section.id for section in document.sections]
    assert "at least one wave has no respondent ID" in str(
        cells(report_of("no identifiers"), "table-not-done")
    )


def test_p_values_appear_only_for_declared_primary_scales() -> None:
    without, declared = report_of("two waves"), build_document(two_waves(primary=("lead",)))
    assert "p / Holm" not in str([without.words(c.label) for c in table(without, "table-change").columns])
    heads = [declared.words(c.label) for c in table(declared, "table-change").columns]
    assert heads[-1] == "p / Holm"
    shown = {row[0]: row[-1] for row in cells(declared, "table-change")}
    assert re.fullmatch(r"<?\.\d{3} / <?\.\d{3}", shown["Leading"])
    assert shown["Growing"] == "–"


def test_the_change_table_holds_the_study_s_own_rows() -> None:
    study = two_waves()
    document = build_document(study)
    change = study.change.one(statistic="mean_change", scale="lead", headline=True)
    assert change is not None and change.estimate is not None
    row = next(r for r in table(document, "table-change").rows if document.words(r[0].text) == "Leading")
    assert row[1].value == change.n == 21
    assert row[6].value == change.estimate
    people = [cell.value for cell in row[8:11]]
    assert sum(p for p in people if p is not None) == change.n


def test_conditions_get_no_verdict() -> None:
    document = report_of("two waves")
    names = [row[0] for row in cells(document, "table-change")]
    assert "Principal support" not in names
    conditions = table(document, "table-change-conditions")
    assert [document.words(c.label) for c in conditions.columns][-1].startswith("Change")
    summary = next(s for s in document.sections if s.id == "summary")
    for block in summary.blocks:
        for content in texts_of(block):
            words = document.words(content)
            if "Principal support" in words:
                assert "rose" not in words and "fell" not in words


def test_the_flow_table_reconciles() -> None:
    rows = {row[0]: row[1:] for row in cells(report_of("two waves"), "table-flow")}
    assert rows["Records in the file"] == ["25", "22"]
    assert rows["Responses"] == ["24", "21"]
    assert rows["… who were in the first wave too"] == ["–", "21"]
    assert rows["In the first wave, but not in this one"] == ["–", "3"]


def test_missing_answers_are_counted_by_reason() -> None:
    document = report_of("two waves")
    rows = cells(document, "table-missing-items")
    assert rows == [["I lead meetings about mathematics.", "pre", "24", "3 (13%)"]]
    assert document.words(table(document, "table-missing-items").note).startswith("In 1 further case")


def test_a_retrospective_start_stands_beside_the_first_one_and_is_never_pooled() -> None:
    document = report_of("looking back")
    (row,) = cells(document, "table-retrospective")
    assert row[0] == "Leading"
    assert row[1] == "20"
    starts = row[2], row[3]
    assert starts[0] != starts[1]
    assert "next to each other" in said(document), "adjacent layout asks for caution"
    pooled = [r for r in cells(document, "table-change") if r[0] == "Leading"]
    assert pooled[0][2] == starts[0]


def test_an_internal_report_is_marked_and_a_public_one_hides_small_groups() -> None:
    assert report_of("two waves").marking.startswith("Internal edition: not for release")
    public = build_document(two_waves(30, 3, audience="public"))
    assert public.marking.startswith("Public edition")
    rows = cells(public, "table-scale-lead")
    change = next(r for r in cells(public, "table-change") if r[0] == "Leading")
    assert [r[1] for r in rows] == [change[1], change[1]], "everyone's mean would reveal the three who left"
    assert change[1] == "27" and change[6] != "–"
    assert "figure-answers-lead" not in ids(public)
    assert not any("Lowest" in r for r in rows)


def test_a_public_report_of_few_people_shows_no_result() -> None:
    document = build_document(two_waves(8, 1, audience="public"))
    tables = [b for b in document.blocks() if isinstance(b, TableBlock)]
    results = [b for b in tables if b.id.startswith(("table-change", "table-scale-", "table-items-"))]
    for table in results:
        for row in cells(document, table.id):
            assert not re.search(r"\d\.\d|\[", " ".join(row[1:])), row
    assert "table-change" not in {table.id for table in results}


def test_a_target_is_compared_with_the_whole_interval() -> None:
    from mtle_survey.study import Question

    asked = [Question(ask="Do they lead more?", measures=("lead",), target={"change": 5.0})]
    words = said(build_document(two_waves(questions=asked)))
    assert "Target +5.00: not met; the whole interval lies short of it." in words


def test_a_synthetic_study_says_so_first() -> None:
    document = build_document(two_waves(title="A study (synthetic data)"))
    assert "synthetic" in said(document).split("\n")[1].casefold()


def test_the_ledger_names_versions_files_hashes_and_seed() -> None:
    document = build_document(two_waves(seed=42, accept={"D104": "a typing error, confirmed"}))
    settings = {row[0]: row[1] for row in cells(document, "table-settings")}
    assert settings["Seed"] == "42"
    assert settings["Instrument file, SHA-256"] == "ab" * 32
    assert settings["Accepted: D104"] == "a typing error, confirmed"
    assert [row[1] for row in cells(document, "table-files")] == ["pre.csv", "post.csv"], (
        "no folders of the machine"
    )


def test_references_cover_what_is_shown() -> None:
    listed = " ".join(
        document_words
        for section in build_document(two_waves(primary=("lead",))).sections
        if section.id == "references"
        for block in section.blocks
        for content in texts_of(block)
        for document_words in ["".join(getattr(p, "text", p) for p in content)]
    )
    for name in ("Feldt", "Bonett", "Holm", "Student", "Wilson"):
        assert name in listed


def test_who_was_lost_is_set_beside_who_stayed() -> None:
    study = two_waves()
    document = report_of("two waves")
    first = next(s for s in document.sections if s.id == "lost")
    assert "3 of 24 people identified in pre (13%, 95% CI [4%, 31%])" in document.words(
        next(texts_of(first.blocks[0]))
    )
    row = study.attrition.one(statistic="baseline_g", scale="lead")
    assert row is not None
    others = table(document, "table-lost-others")
    shown = next(r for r in others.rows if document.words(r[0].text) == "Leading")
    assert (shown[1].value, shown[2].value) == (row.n, row.estimate)


def test_other_ways_to_work_out_the_change_stand_side_by_side() -> None:
    study = everything()
    document = report_of("everything")
    heads = [document.words(c.label) for c in table(document, "table-sensitivity").columns]
    assert heads == ["Scale", "Way", "n", "Change [CI]", "Conclusion"]
    rows = {row[1]: row for row in cells(document, "table-sensitivity")}
    assert {"People with both scores", "Everyone with a score in any wave"} <= set(rows)
    (line,) = study.sensitivity.lines
    for name in ("People with both scores", "Everyone with a score in any wave"):
        assert rows[name][4] in ("rose", "fell", "uncertain")
    assert rows["Everyone with a score in any wave"][2] == str(line.ways["everyone"].n)


def test_a_public_edition_tells_the_conclusion_but_not_the_other_numbers() -> None:
    document = build_document(everything(audience="public"))
    heads = [document.words(c.label) for c in table(document, "table-sensitivity").columns]
    assert heads == ["Scale", "Way", "Conclusion"]
    assert "table-lost" not in ids(document), "6 people were lost"


def test_change_by_group_counts_everyone_once() -> None:
    document = report_of("everything")
    rows = cells(document, "table-by-site")
    assert [row[1] for row in rows[:2]] == ["North", "South"]
    whole = next(r for r in cells(document, "table-change") if r[0] == "Leading and growing")
    assert sum(int(row[2]) for row in rows[:2]) == int(whole[1])


def test_participation_is_never_given_as_a_reason() -> None:
    document = report_of("everything")
    section = next(s for s in document.sections if s.id == "dosage")
    words = " ".join(document.words(content) for block in section.blocks for content in texts_of(block))
    assert "goes along with more change, and nothing else" in words
    study_row = everything().dosage.one(statistic="dose_slope", scale="lead", contrast="post - pre")
    assert study_row is not None and study_row.estimate is not None
    others = table(document, "table-dosage-others")
    shown = next(r for r in others.rows if document.words(r[0].text) == "Leading")
    assert shown[2].value == pytest.approx(10 * study_row.estimate)


def test_groups_that_started_far_apart_are_said_not_to_be_comparable() -> None:
    document = report_of("everything")
    rows = {row[0]: row for row in cells(document, "table-comparison")}
    study = everything()
    g = {name: study.comparison.one(statistic="baseline_g", scale=name) for name in ("lead", "grow", "whole")}
    titles = {scale.id: scale.title for scale in study.instrument.scales}
    apart = [titles[name] for name, row in g.items() if row is not None and abs(row.estimate or 0) > 0.25]
    assert set(apart) <= set(rows)
    warned = [b for s in document.sections if s.id == "comparison" for b in s.blocks if isinstance(b, Note)]
    said_of = [document.words(w.paragraphs[0]) for w in warned if "far apart" in document.words(w.title)]
    assert bool(apart) == bool(said_of)
    assert all(any(name in words for words in said_of) for name in apart)
    ratings = {0: "alike", 1: "once adjusted", 2: "too far apart"}
    bands = {name: study.comparison.one(statistic="baseline_band", scale=name) for name in g}
    started = {row[0]: row for row in cells(document, "table-start")}
    assert {titles[name]: started[titles[name]][5] for name in g} == {
        titles[name]: ratings[int(row.estimate or 0)] for name, row in bands.items() if row is not None
    }


def test_classes_are_counted_by_wave_and_followed_from_person_to_person() -> None:
    document = report_of("everything")
    counted = cells(document, "table-class-stage")
    assert {row[0] for row in counted} <= {"No stage yet", "Stage 1: self", "Stage 2: others"}
    moves = cells(document, "table-moves-stage")
    people = sum(int(row[-1]) for row in moves)
    assert people == sum(int(n) for row in moves for n in row[1:-1]) == 34
    stayed = sum(int(row[k + 1]) for k, row in enumerate(moves))
    up = sum(int(n) for k, row in enumerate(moves) for n in row[k + 2 : -1])
    assert (
        f"Of 34 people whom the rule could place both times, {34 - stayed} moved ({up} up, "
        f"{34 - stayed - up} down) and {stayed} stayed." in said(document)
    )


def test_no_table_of_a_public_edition_gives_a_small_group_away() -> None:
    document = build_document(everything(audience="public"))
    for name in ("table-sample", "table-class-stage"):
        for row in cells(document, name):
            for cell in row[1:]:
                for count in re.findall(r"^(\d+)(?: \(|$)", cell):
                    assert int(count) == 0 or int(count) >= 10, row
    assert "table-moves-stage" not in ids(document)
    assert "table-by-site" not in ids(document), "the groups that the design compares come first"


def test_a_scale_about_one_person_is_never_shown_by_site() -> None:
    base = instrument()
    scales = tuple(s.model_copy(update={"about": "principal"}) if s.id == "grow" else s for s in base.scales)
    document = build_document(
        two_waves(30, model=base.model_copy(update={"scales": scales}), primary=("lead", "grow"))
    )
    names = {row[0] for row in cells(document, "table-by-site")}
    assert "Leading" in names and "Growing" not in names
    told = (row for table in (document.rows, document.numbers) for row in table)
    by_site = {row.scale for row in told if (row.group or "").startswith("site=")}
    assert "lead" in by_site and "grow" not in by_site, "neither in the workbook nor in report.json"


def test_the_response_rate_is_told_where_a_roster_makes_it_known() -> None:
    from mtle_survey.linking.flow import Flow, FlowStep

    study = two_waves()
    invited = tuple(FlowStep(wave=w, step="invited", n=n) for w, n in (("pre", 30), ("post", 40)))
    study.__dict__["flow"] = Flow((*invited, *study.flow.steps))
    words = said(build_document(study))
    assert "Of those invited, 80% in pre and 53% in post answered." in words
    assert "With less than 60% answering" in words
    assert "no response rate" not in words


def test_single_people_are_counted_and_set_beside_what_chance_would_give() -> None:
    study = two_waves(60, 5, primary=("lead",), rise=1.0)
    document = build_document(study)
    (row,) = cells(document, "table-individuals")
    assert row[0] == "Leading"
    assert sum(int(n) for n in row[3:6]) == int(row[1])
    assert float(row[6]) == pytest.approx(0.025 * int(row[1]), abs=0.05)


def test_four_waves_give_every_table_an_id_of_its_own() -> None:
    model = instrument()
    waves = {f"w{k}": responses(model, f"w{k}", range(20), rise=0.2 * k, seed=k) for k in range(1, 5)}
    document = build_document(Study(model, waves, respondent="teacher"))
    assert len(ids(document)) == len(set(ids(document)))
    assert {"table-change", "table-change-w2-w1"} <= set(ids(document))


def test_the_first_page_names_outcomes_whose_conclusion_hangs_on_the_way() -> None:
    for name in ("two waves", "everything", "falling"):
        study, document = STUDIES[name](), report_of(name)
        first = next(s for s in document.sections if s.id == "summary")
        words = " ".join(document.words(content) for block in first.blocks for content in texts_of(block))
        hanging = any(line.changed for line in study.sensitivity.lines)
        assert ("the conclusion depends on how the change is worked out" in words) == hanging
