"""Who may be quoted, and under whose name: nobody who could be known by it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.comments.gather import comments_of
from mtle_survey.comments.gazetteer import Gazetteer
from mtle_survey.comments.model import DeclaredComments, OpenQuestion, Review, Reviewed
from mtle_survey.comments.redaction import Redactor
from mtle_survey.evidence.open_comments import QuotingRule, Terms, quotable_groups, quoting_rule, voices
from mtle_survey.report.batch import _parts, about
from mtle_survey.report.privacy.people import people_of
from mtle_survey.study_file import load_study
from tests.support import DEMO
from tests.unit.comments.studies import STUDY, decide, put
from tests.unit.report.studies import instrument, responses

MODEL = DEMO.replace("forms:", "  role: {title: Role, role: group, type: text}\nforms:", 1)
ATTRIBUTED = STUDY.replace("sheet:", "attribute: role\n  sheet:")


def heard(tmp_path, study: str = STUDY, said: int = 24, **columns):
    path = put(tmp_path, [f"Word {i}" for i in range(said)], study, instrument=MODEL, **columns)
    decide(path)
    (voices,) = load_study(path).voices
    return voices


def test_a_public_edition_is_stricter_in_every_respect() -> None:
    inside, outside = quoting_rule(10, public=False), quoting_rule(10, public=True)
    assert (inside.smallest, inside.alike, inside.commented) == (5, 2, 1)
    assert (outside.smallest, outside.alike, outside.commented) == (10, 5, 10)


def test_the_only_one_of_a_role_at_a_site_is_not_quoted(tmp_path) -> None:
    role = ["coach", "coach", "principal", *["teacher"] * 21]
    voices = heard(tmp_path, STUDY.replace("sheet:", "role: role\n  sheet:"), role=role)
    assert voices.fates == {"quoted": 21, "withheld": 3, "not approved": 0, "waiting": 0}
    assert not {"Word 0", "Word 1", "Word 2"} & {q.text for q in voices.quotes}
    assert {q.group for q in voices.quotes} == {""}, "no attribution was asked for"


def test_the_only_principal_of_a_school_is_not_quoted_even_where_no_role_is_declared(tmp_path) -> None:
    model = MODEL.replace("title: Role, role: group", "title: Informant, role: informant")
    path = put(
        tmp_path, [f"Word {i}" for i in range(24)], instrument=model, role=["principal"] + ["teacher"] * 23
    )
    decide(path)
    (voices,) = load_study(path).voices
    assert voices.fates["withheld"] == 1 and "Word 0" not in [q.text for q in voices.quotes]


def test_a_quote_is_attributed_to_groups_of_enough_people_alone(tmp_path) -> None:
    role = [*["teacher"] * 14, *["coach"] * 4, *["chair"] * 6]
    voices = heard(tmp_path, ATTRIBUTED, role=role)
    assert {q.group for q in voices.quotes} == {"teacher", "chair"}
    assert voices.fates["withheld"] == 4, "without a name they would all be known as the coaches"


def test_several_small_groups_are_quoted_without_a_name_when_they_are_enough_together(tmp_path) -> None:
    role = [*["teacher"] * 14, *["coach"] * 4, *["chair"] * 4, *["aide"] * 2]
    voices = heard(tmp_path, ATTRIBUTED, role=role)
    assert [q.group for q in voices.quotes].count("") == 8, "the two aides work at two sites, alone at each"
    assert voices.fates["withheld"] == 2


def test_nobody_is_quoted_from_a_wave_of_few(tmp_path) -> None:
    voices = heard(tmp_path, said=4, site=["1"] * 4)
    assert (voices.approved, voices.quotes) == (4, ())


def test_a_public_edition_quotes_no_question_that_few_answered(tmp_path) -> None:
    public = STUDY.replace("bootstrap: 100", "audience: public, bootstrap: 100")
    path = put(tmp_path, [f"Word {i}" if i < 9 else "" for i in range(24)], public)
    decide(path)
    (voices,) = load_study(path).voices
    assert voices.fates["withheld"] == 9 and not voices.quotes


def test_people_of_whom_one_answered_twice_are_counted_once() -> None:
    model = instrument()
    wave = responses(model, "pre", range(8))
    ids = np.array(["a", "a", "a", "a", "b", "b", "b", "b"], dtype=object)
    twice = type(wave)(**{name: getattr(wave, name) for name in wave.__slots__} | {"ids": ids})
    declared = DeclaredComments(questions=())
    rule = QuotingRule(smallest=5, alike=1, commented=1)
    assert quotable_groups(twice, np.ones(8, dtype=bool), declared, (), rule) == [None] * 8


@settings(max_examples=60, deadline=None)
@given(
    roles=st.lists(st.sampled_from(["t", "c", "p", None]), min_size=12, max_size=40),
    sites=st.lists(st.sampled_from("123"), min_size=40, max_size=40),
    smallest=st.integers(2, 8),
    alike=st.integers(2, 5),
)
def test_no_attribution_and_no_quote_tells_of_few(roles, sites, smallest, alike) -> None:
    model = instrument()
    wave = responses(model, "pre", range(len(roles)))
    fields = {**wave.fields, "role": np.array(roles, dtype=object)}
    fields["site"] = np.array(sites[: len(roles)], dtype=object)
    wave = type(wave)(**{name: getattr(wave, name) for name in wave.__slots__} | {"fields": fields})
    declared = DeclaredComments(questions=(), attribute="role")
    rule = QuotingRule(smallest=smallest, alike=alike, commented=1)
    groups = quotable_groups(wave, np.ones(len(roles), dtype=bool), declared, ("site",), rule)
    cells = list(zip(sites, roles, strict=False))
    for k, group in enumerate(groups):
        if group is not None:
            assert cells.count(cells[k]) >= alike
        if group:
            assert roles.count(group) >= smallest and group == roles[k]
    unnamed = sum(r is None or roles.count(r) < smallest for r in roles)
    if "" in groups and any(groups):
        assert unnamed >= smallest


@settings(max_examples=60, deadline=None)
@given(
    said=st.lists(
        st.sampled_from(["", "-", "One thing", "Another", "A third", "=x"]), min_size=5, max_size=30
    ),
    decided=st.lists(st.sampled_from(["yes", "no", ""]), min_size=5, max_size=5),
    order=st.randoms(use_true_random=False),
)
def test_counts_reconcile_and_the_order_of_rows_decides_nothing(said, decided, order) -> None:
    review = Review(
        declared=DeclaredComments(questions=(OpenQuestion(id="q", text="Q?", column="Q"),)),
        redactor=Redactor(Gazetteer()),
    )
    model = instrument()
    wave = responses(model, "pre", range(len(said)))

    def told(texts):
        cells = {"q": np.array([t or None for t in texts], dtype=object)}
        waves = {"pre": type(wave)(**{n: getattr(wave, n) for n in wave.__slots__} | {"comments": cells})}
        lines = {
            c.key: Reviewed(key=c.key, row=2, question="q", wave="pre", text=c.proposed.text, approved=v)
            for c, v in zip(comments_of(waves, review), decided, strict=False)
        }
        whole = Review(declared=review.declared, redactor=review.redactor, lines=lines)
        rule = QuotingRule(smallest=5, alike=1, commented=1)
        (found,) = voices(waves, comments_of(waves, whole), Terms(review=whole, setting=(), rule=rule))
        return found

    found = told(said)
    assert found.asked == len(said) == found.commented + found.blank
    assert sum(found.fates.values()) == found.commented
    assert found.commented == sum(t not in ("", "-") for t in said)
    shuffled = list(said)
    order.shuffle(shuffled)
    again = told(shuffled)
    assert (again.quotes, again.fates) == (found.quotes, found.fates)


@pytest.mark.parametrize(
    ("audience", "south", "quoted"),
    [("internal", 4, 0), ("internal", 8, 1), ("public", 8, 0), ("public", 12, 1)],
)
def test_reports_of_sites_quote_only_where_no_site_is_small(tmp_path, audience, south, quoted) -> None:
    """Otherwise the quotes of the whole that stand in no site's report would be those of the small one."""
    path = put(
        tmp_path,
        [f"Word {i}" for i in range(32)],
        STUDY.replace("bootstrap: 100", f"audience: {audience}, bootstrap: 100"),
        site=["1"] * (32 - south) + ["2"] * south,
    )
    decide(path)
    study = load_study(path)
    people = people_of(study)
    parts = {part.name: about(study, people, part, "site") for part in _parts(study, people, "site")}
    assert [len(h.quotes) for h in parts["South"].voices] == [south] * quoted
    assert [len(h.quotes) for h in parts["North"].voices] == [32 - south] * quoted
