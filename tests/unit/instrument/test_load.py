"""What a definition says is what the instrument holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.errors import MtleError, Severity
from mtle_survey.instrument.load import load_instrument, read_instrument
from mtle_survey.instrument.model import Reason
from tests.unit.instrument.definitions import SOUND, definition, load, problems_of


def _with_format(options: str) -> str:
    return definition(response_formats=f"response_formats:\n  agree5: {{{options}}}\n")


def test_scalars_stay_text_unless_their_key_is_a_number() -> None:
    head = "id: demo\nversion: 1.10\ntitle: 1:30\nlanguage: no\n"
    formats = "response_formats:\n  agree5: {codes: [0, 1], labels: [No, Off]}\n"
    site = "  site: {title: Site, type: single, codes: [007, 1_0], labels: [Yes, 2025-01-02]}\n"
    instrument = load(definition(head=head, response_formats=formats, fields=f"fields:\n{site}"))
    assert (instrument.version, instrument.title, instrument.language) == ("1.10", "1:30", "no")
    assert instrument.response_formats["agree5"].labels == ("No", "Off")
    assert instrument.response_formats["agree5"].codes == (0.0, 1.0)
    assert instrument.field["site"].codes == ("007", "1_0")
    assert instrument.field["site"].labels == ("Yes", "2025-01-02")
    assert {p.severity for p in instrument.problems} == {Severity.NOTE}


def test_quoted_text_draws_no_note() -> None:
    text = definition(
        response_formats="response_formats:\n  agree5: {codes: [0, 1], labels: ['No', 'Yes']}\n"
    )
    assert load(text).problems == ()


def test_endpoints_alone_may_be_labelled() -> None:
    text = definition(
        response_formats="response_formats:\n  agree5: {codes: [1, 2, 3], labels: {1: Never, 3: Always}}\n"
    )
    assert load(text).response_formats["agree5"].labels == ("Never", "", "Always")


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("Does not apply to my role", Reason.NOT_APPLICABLE),
        ("N/A", Reason.NOT_APPLICABLE),
        ("Not applicable", Reason.NOT_APPLICABLE),
        ("Not yet asked to", Reason.NOT_APPLICABLE),
        ("Did not attend", Reason.NOT_APPLICABLE),
        ("I\u2019d rather not say", Reason.REFUSED),
        ("Prefer not to answer", Reason.REFUSED),
        ("Decline to state", Reason.REFUSED),
        ("I don\u2019t know", Reason.DONT_KNOW),
        ("Unsure", Reason.DONT_KNOW),
        ("No basis for judgment", Reason.DONT_KNOW),
        ("Skipped", Reason.BLANK),
        ("Nairobi", Reason.OTHER),
    ],
)
def test_the_reason_for_nonresponse_is_read_from_its_words(label: str, reason: Reason) -> None:
    text = _with_format(f"codes: [1, 2], labels: [Low, High], nonresponse: {{-9: {json.dumps(label)}}}")
    assert load(text).response_formats["agree5"].nonresponse["-9"].reason is reason


def test_a_declared_reason_wins_over_the_words() -> None:
    option = "{8: {label: Unsure, reason: not_applicable}}"
    text = _with_format(f"codes: [1, 2], labels: [Low, High], nonresponse: {option}")
    assert load(text).response_formats["agree5"].nonresponse["8"].reason is Reason.NOT_APPLICABLE


def test_aspects_become_items_of_their_own() -> None:
    items = SOUND["items"] + (
        "  need: {text: A network, format: agree5, aspects: [importance, adequacy],"
        " columns: {importance: [N_1, Need], adequacy: N_2}}\n"
    )
    forms = "forms:\n  short: {items: [q1, need]}\n"
    scales = SOUND["scales"] + "  net: {title: Network, items: [need__importance, need__adequacy]}\n"
    instrument = load(definition(items=items, forms=forms, scales=scales))
    importance = instrument.item["need__importance"]
    assert (importance.base, importance.aspect, importance.text) == ("need", "importance", "A network")
    assert importance.columns == ("N_1", "Need")
    assert instrument.item["need__adequacy"].columns == ("N_2",)
    assert "need" not in instrument.item
    assert instrument.form["short"].items == ("q1", "need__importance", "need__adequacy")


def test_each_aspect_may_have_a_response_format_of_its_own() -> None:
    formats = SOUND["response_formats"] + "  yes_no: {codes: [0, 1], labels: ['No', 'Yes']}\n"
    items = SOUND["items"] + "  need: {text: A network, aspects: {adequacy: agree5, priority: yes_no}}\n"
    instrument = load(definition(response_formats=formats, items=items))
    assert instrument.item["need__adequacy"].format == "agree5"
    assert instrument.item["need__priority"].format == "yes_no"


def test_min_answered_keeps_counts_apart_from_shares() -> None:
    for written, value in (("2", 2), ("0.67", 0.67), ("1.0", 1.0)):
        score = f"score: {{method: sum, min_answered: {written}}}"
        scales = f"scales:\n  lead: {{title: L, items: [q1, q2, q3], {score}}}\n"
        rule = load(definition(scales=scales)).scale["lead"].score
        assert rule.min_answered == value
        assert type(rule.min_answered) is type(value)


def test_retrospective_columns_and_residuals_are_kept() -> None:
    columns = "columns: {q1: R1, q2: [R2, R_2]}"
    forms = f"forms:\n  retro: {{items: [q1, q2], occasion: retro, format: separate, {columns}}}\n"
    structure = "structure: {factors: {lead: [q1, q2, q3]}, residuals: [[q1, q2]]}\n"
    instrument = load(definition(forms=forms, structure=structure))
    assert instrument.form["retro"].columns == {"q1": ("R1",), "q2": ("R2", "R_2")}
    assert instrument.structure is not None
    assert instrument.structure.residuals[0].items == ("q1", "q2")


def test_parameters_of_a_rule_become_numbers_and_switches() -> None:
    given_params = "{threshold: 3, share: .5, strict: true, name: '3'}"
    scores = f"scores:\n  stage: {{rule: stage, inputs: {{self: lead}}, params: {given_params}}}\n"
    params = load(definition(scores=scores)).scores[0].params
    assert params == {"threshold": 3, "share": 0.5, "strict": True, "name": "3"}


def test_the_same_item_may_count_backwards_where_less_is_wanted() -> None:
    scales = (
        SOUND["scales"]
        + "  away: {title: Away, items: [q1, q2, q3], reverse_keyed: [q1, q2], direction: lower}\n"
    )
    assert load(definition(scales=scales)).problems == ()


def test_line_numbers_of_parts_are_known() -> None:
    text = definition()
    instrument = load(text)
    lines = text.splitlines()
    assert lines[instrument.lines["items.q2"] - 1].strip().startswith("q2:")
    assert lines[instrument.lines["scales"] - 1] == "scales:"


def test_a_problem_stands_on_its_line_and_suggests_the_nearest_word() -> None:
    text = definition(scales="scales:\n  lead:\n    titel: Leading\n    items: [q1, q2, q3]\n")
    unknown = next(p for p in problems_of(text) if p.code == "I010")
    assert text.splitlines()[(unknown.row or 0) - 1].strip() == "titel: Leading"
    assert "line" in unknown.found
    assert "column 5" in unknown.found
    assert "Did you mean “title”?" in unknown.fix


def test_a_broken_part_is_reported_once_and_not_by_everything_that_names_it() -> None:
    text = definition(
        items=SOUND["items"].replace(
            "q3: {text: I stay away., format: agree5}", "q3: {txt: I stay away., format: agree5}"
        ),
        forms="forms:\n  short: {items: [q1, q3]}\n",
    )
    assert [p.code for p in problems_of(text)] == ["I010", "I012"]


def test_an_unknown_format_is_reported_once_and_not_by_the_scales_that_name_the_item() -> None:
    text = definition(items=SOUND["items"].replace("format: agree5", "format: agree", 1))
    assert [p.code for p in problems_of(text) if p.severity == "error"] == ["I040"]


def test_one_header_may_serve_different_forms_but_not_one_form_twice() -> None:
    apart = "forms:\n  pre: {items: [q1], columns: {q1: Q_1}}\n  post: {items: [q2], columns: {q2: Q_1}}\n"
    assert load(definition(forms=apart)).problems == ()
    together = "forms:\n  pre: {items: [q1, q2], columns: {q1: Q_1, q2: Q_1}}\n"
    assert [p.code for p in problems_of(definition(forms=together))] == ["I073"]
    retro = "forms:\n  retro: {items: [q1], occasion: retro, format: separate, columns: {q1: q1}}\n"
    assert [p.code for p in problems_of(definition(forms=retro))] == ["I073"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"a: &x [*x]\n",
        b"id: [1\n",
        b"\t- a",
        b"a: \x01\n",
        b"[" * 5000,
        b"--- a\n--- b\n",
        b"? [a, b]\n: c\n",
        b"items: 3\nscales: []\nforms: no\nstructure: [1]\n",
        b"scales: {a: {title: A, parts: [a]}, b: {parts: [c], title: B}, c: {title: C, parts: [b, b]}}\n",
        b"\xff\xfea\x00",
    ],
)
def test_no_file_however_odd_breaks_the_loader(content: bytes) -> None:
    with pytest.raises(MtleError) as caught:
        read_instrument(content)
    assert caught.value.problems


def test_aliases_cannot_blow_up() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 9)]
    assert "I005" in {p.code for p in problems_of("\n".join(lines))}


@given(st.binary(max_size=200))
def test_any_bytes_give_problems_or_an_instrument(content: bytes) -> None:
    assert problems_of(content) or read_instrument(content)


LINE = st.text(alphabet=st.characters(max_codepoint=0x2FF, exclude_categories=("Cc",)), max_size=20)
WORDS = LINE.map(str.strip).filter(bool)


@given(
    labels=st.lists(
        st.sampled_from(
            [
                "Never",
                "Rarely",
                "Sometimes",
                "Often",
                "Always",
                "Yes",
                "No",
                "On",
                "007",
                "1:30",
                "~",
                "null",
                "é",
            ]
        ),
        min_size=2,
        max_size=6,
        unique=True,
    ),
    text=WORDS,
    start=st.integers(-3, 3),
)
def test_dumping_and_loading_again_changes_nothing(labels: list[str], text: str, start: int) -> None:
    written = {
        "id": "demo",
        "version": "1.0",
        "title": text,
        "response_formats": {"f": {"codes": list(range(start, start + len(labels))), "labels": labels}},
        "items": {"q1": {"text": text, "format": "f"}, "q2": {"text": "b", "format": "f"}},
        "scales": {"s": {"title": text, "items": ["q1", "q2"], "reverse_keyed": ["q2"]}},
    }
    instrument = read_instrument(json.dumps(written, ensure_ascii=False).encode())
    assert instrument.title == text
    assert instrument.response_formats["f"].labels == tuple(labels)
    assert instrument.response_formats["f"].codes == tuple(
        float(c) for c in written["response_formats"]["f"]["codes"]
    )
    assert instrument.reverse_keyed("s") == {"q2"}
    assert instrument.problems == ()


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    import hashlib

    file = tmp_path / "demo.yaml"
    file.write_bytes(definition().encode())
    assert load_instrument(file).sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert load_instrument(str(file)).source == str(file)


def test_a_form_may_not_take_the_header_of_a_field() -> None:
    fields = "fields:\n  site: {title: Site, columns: [Q_1]}\n"
    forms = "forms:\n  pre: {items: [q1], columns: {q1: q_1}}\n"
    assert [p.code for p in problems_of(definition(fields=fields, forms=forms))] == ["I073"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("id: x\n\ttitle: y\n", 2, "a tab"),
        ("id: x\ntitle: a: b\n", 2, "second “: ”"),
        ("id: x\ntitle\nversion: 1\n", 3, "without “: ”"),
        ("id: x\ntitle: 'never closed\n", 3, "quotation mark"),
        ("id: x\nitems: [a, b\nscales: {}\n", 3, "list that is not closed"),
        ("id: x\nitems: {a: b\nscales: []\n", 3, "mapping that is not closed"),
        ("id: x\n  title: y\n", 2, "second “: ”"),
        ("items:\n    a: 1\n  b: 2\n", 3, "indentation"),
        ("id: x\ntitle: *y\n", 2, "begins with “*”"),
        ("id: x\ntitle: @home\n", 2, "reserved character"),
        ("id: x\n---\nid: y\n", 2, "second document"),
    ],
)
def test_a_slip_of_yaml_is_named_in_plain_words_on_its_line(text: str, line: int, said: str) -> None:
    problem = problems_of(text)[0]
    assert problem.code == "I002"
    assert said in problem.found
    assert problem.row == line
