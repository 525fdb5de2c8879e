"""Who is who across waves: two counted passes, quarantined duplicates, a flow that adds up."""

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.linking.flow import respondent_flow
from mtle_survey.linking.link import link
from mtle_survey.study_file import load_study
from tests.support import make_instrument, put_study, read

HEADER = "teacher,a1,a2,a3,a4\n"


def waves(folder, pre, post):
    instrument = make_instrument(folder)
    return {
        "pre": read(folder, instrument, HEADER + pre, "pre.csv", wave="pre"),
        "post": read(folder, instrument, HEADER + post, "post.csv", wave="post"),
    }


def linked(folder, pre, post):
    links = link(waves(folder, pre, post))
    assert links is not None
    a, b = links.pairs("pre", "post")
    return links, list(zip(a.tolist(), b.tolist(), strict=True))


def codes(problems):
    return [p.code for p in problems]


def test_the_same_person_is_found_in_any_order_of_rows(tmp_path):
    _, pairs = linked(tmp_path, "ann,1,2,3,4\nbob,2,2,2,2", "bob,3,3,3,3\nann,4,4,4,4")
    assert pairs == [(0, 1), (1, 0)]


def test_spaces_and_full_width_letters_are_the_first_pass_capitals_the_second(tmp_path):
    links, pairs = linked(tmp_path, "Pepper14,1,2,3,4\n bo b ,2,2,2,2", "PEPPER14,3,3,3,3\nbo  b,4,4,4,4")
    assert len(pairs) == 2
    assert links.by_fold.sum() == 1
    assert codes(links.problems) == ["P004"]


def test_a_near_miss_is_not_joined(tmp_path):
    _, pairs = linked(tmp_path, "pongo1,1,2,3,4\nx,1,1,1,1", "pongo21,3,3,3,3\nx,1,1,1,2")
    assert len(pairs) == 1


def test_an_id_with_different_answers_is_quarantined_in_its_wave(tmp_path):
    links, pairs = linked(tmp_path, "ann,1,2,3,4\nann,5,5,5,5\nbob,1,1,1,2", "ann,3,3,3,3\nbob,2,2,2,2")
    assert pairs == [(2, 1)]
    assert links.counts["pre"].quarantined == 2
    assert codes(links.problems) == ["P001"]


def test_the_same_answers_twice_are_one_person(tmp_path):
    links, pairs = linked(tmp_path, "ann,1,2,3,4\nann,1,2,3,4", "ann,3,3,3,3\nbob,2,2,2,2")
    assert pairs == [(0, 0)]
    assert links.counts["pre"].collapsed == 1


def test_a_blank_first_try_does_not_spoil_the_complete_record(tmp_path):
    links, pairs = linked(tmp_path, "ann,,,,\nann,1,2,3,4\nbob,1,1,1,1", "ann,3,3,3,3\nbob,2,2,2,2")
    assert (1, 0) in pairs
    assert links.counts["pre"].unanswered == 1


def test_people_who_differ_only_in_capitals_within_a_wave_are_kept_apart(tmp_path):
    links, pairs = linked(tmp_path, "ann,1,2,3,4\nANN,2,2,2,2", "ann,3,3,3,3\nx,1,1,1,1")
    assert pairs == [(0, 0)]
    assert "P005" in codes(links.problems)


ids = st.sampled_from(["", "a", "A", "b", "B ", "c", "dd", "7", "07"])
rows = st.lists(
    st.tuples(ids, st.sampled_from(["1,2,3,4", "5,5,5,5", ",,,", "2,2,2,2"])), min_size=2, max_size=9
)


@settings(max_examples=60, deadline=None)
@given(rows, rows)
def test_the_flow_reconciles_and_linking_ignores_row_order(tmp_path_factory, pre, post):
    folder = tmp_path_factory.mktemp("link")

    def text(people):
        return "\n".join(f"{name},{answers}" for name, answers in people) + "\nz,1,1,1,1"

    def who(order):
        found = waves(folder, text(order(pre)), text(order(post)))
        links = link(found)
        flow = respondent_flow(found, links)
        assert flow.n("pre", "records") == flow.n("pre", "header") + flow.n("pre", "blank") + flow.n(
            "pre", "responses"
        )
        return [
            (name, bool(i >= 0), bool(j >= 0)) for name, (i, j) in zip(links.ids, links.index, strict=True)
        ]

    assert sorted(a[1:] for a in who(list)) == sorted(a[1:] for a in who(lambda p: p[::-1]))


def test_the_same_export_for_two_waves_is_an_error(tmp_path):
    rows = "ann,1,2,3,4\nbob,2,2,2,3"
    links, _ = linked(tmp_path, rows, rows)
    assert "P016" in codes(links.problems)
    links, _ = linked(tmp_path, rows, rows + "\ncid,1,1,1,1")
    assert "P016" not in codes(links.problems)


def test_two_sheets_of_one_workbook_are_two_waves_and_linked_by_id(tmp_path):
    book = openpyxl.Workbook()
    people = {"Pre": ["ann", "bob", "cem"], "Post": ["cem", "ann", "bob"]}
    for name, order in people.items():
        sheet = book.create_sheet(name)
        sheet.append(["teacher", "a1", "a2", "a3", "a4"])
        for place, person in enumerate(order):
            sheet.append([person, place + 1, 2, 3, len(name)])
    book.remove(book["Sheet"])
    book.save(tmp_path / "both.xlsx")
    entries = "".join(f"  {name.lower()}: {{files: {{file: both.xlsx, sheet: {name}}}}}\n" for name in people)
    study = load_study(put_study(tmp_path, f"instrument: demo.yaml\nwaves:\n{entries}respondent: teacher\n"))
    assert not {"P016", "R023"} & set(codes(study.problems))
    a, b = study.links.pairs("pre", "post")
    assert sorted(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 0)]
