"""Quotes of a public report are held to those of the public reports before it."""

from __future__ import annotations

import json
from pathlib import Path

from mtle_survey.evidence.open_comments import Quote
from mtle_survey.report.batch import _parts, about
from mtle_survey.report.build import report_of
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.privacy.people import people_of
from mtle_survey.report.privacy.released import Released
from mtle_survey.report.view import View
from mtle_survey.study import Study
from mtle_survey.study_file import load_study
from tests.support import DEMO
from tests.unit.comments.studies import STUDY, decide, lines, put, rewrite, run

MODEL = DEMO.replace("forms:", "  role: {title: Role, role: group, type: text}\nforms:", 1)
PUBLIC = STUDY.replace("bootstrap: 100", "audience: public, bootstrap: 100")
BY_ROLE = PUBLIC.replace("sheet:", "attribute: role\n  sheet:")
BY_SITE = PUBLIC.replace("sheet:", "attribute: site\n  sheet:")
SAID = [f"Word {i}" for i in range(40)]
SITE = ["1"] * 20 + ["2"] * 20
ROLE = ["coach"] * 6 + ["teacher"] * 14 + ["coach"] * 14 + ["teacher"] * 6


def study(
    folder: Path, text: str, said: list[str] = SAID, site: list[str] = SITE, role: list[str] = ROLE
) -> Study:
    folder.mkdir(parents=True, exist_ok=True)
    path = put(folder, said, text, instrument=MODEL, site=site, role=role)
    decide(path)
    return load_study(path)


def told(view: View) -> Released:
    """What a report tells, as the ledger keeps it: written down and read again."""
    assert view.edition is not None
    plain = view.edition.released.marked("salt").to_plain()
    return Released.of_plain(json.loads(json.dumps(plain)), "salt")


def words(document: Document) -> str:
    return " ".join(document.words(content) for b in document.blocks() for content in texts_of(b) if content)


def quotes(view: View) -> dict[str, str]:
    (voices,) = view.study.voices
    assert voices.fates["quoted"] + voices.fates["withheld"] == voices.approved
    assert len(voices.quotes) == voices.fates["quoted"], "each wrote something else"
    return {quote.text: quote.group for quote in voices.quotes}


def test_a_quote_is_not_from_a_role_in_one_report_and_from_a_site_in_another(tmp_path: Path) -> None:
    first = View(study(tmp_path / "a", BY_ROLE))
    assert set(quotes(first).values()) == {"coach", "teacher"} and len(quotes(first)) == 40
    alone = quotes(View(study(tmp_path / "b", BY_SITE)))
    assert set(alone.values()) == {"North", "South"}, "with no other report out, sites may be named"
    later = quotes(View(study(tmp_path / "c", BY_SITE), (told(first),)))
    few = {f"Word {i}" for i in (*range(6), *range(34, 40))}
    assert {later[text] for text in few} == {""}, "six coaches work at site 1, six teachers at site 2"
    assert {text: group for text, group in alone.items() if text not in few} == {
        text: group for text, group in later.items() if text not in few
    }, "fourteen of a role at a site are enough"


def test_a_site_s_own_report_adds_no_site_to_the_role_of_a_few(tmp_path: Path) -> None:
    """The whole names coaches and aides; the site's own report would say that five of them work there."""
    role = ["teacher"] * 12 + ["coach"] * 5 + ["aide"] * 5 + ["teacher"] * 12 + ["coach"] * 6 + ["aide"] * 6
    site = ["1"] * 22 + ["2"] * 24
    whole = study(tmp_path, BY_ROLE, [f"Word {i}" for i in range(46)], site=site, role=role)
    before = View(whole)
    assert before.edition is not None and set(quotes(before).values()) == {"teacher", "coach", "aide"}
    people = people_of(whole)
    north = next(part for part in _parts(whole, people, "site") if part.folder == "North")
    here = about(whole, people, north, "site")
    assert set(quotes(View(here)).values()) == {"teacher", ""}, "alone it may quote ten others without a role"
    assert quotes(View(here, (before.edition.released,))) == {f"Word {i}": "teacher" for i in range(12)}


def test_what_was_withheld_does_not_come_later_by_another_rule(tmp_path: Path) -> None:
    """The two newly quoted would be those whom the first report could not quote."""
    role = ["principal", "principal", *["teacher"] * 38]
    strict = PUBLIC.replace("sheet:", "role: role\n  sheet:")
    first = View(study(tmp_path / "a", strict, role=role))
    assert len(quotes(first)) == 38 and "Word 0" not in quotes(first)
    loose = study(tmp_path / "b", PUBLIC, role=role)
    assert len(quotes(View(loose))) == 40
    assert quotes(View(loose, (told(first),))) == quotes(first)


def test_many_who_were_withheld_hide_each_other(tmp_path: Path) -> None:
    role = [f"r{i}" for i in range(12)] + ["teacher"] * 28
    strict = PUBLIC.replace("sheet:", "role: role\n  sheet:")
    first = View(study(tmp_path / "a", strict, role=role))
    assert len(quotes(first)) == 28
    assert len(quotes(View(study(tmp_path / "b", PUBLIC, role=role), (told(first),)))) == 40


def test_who_came_late_is_quoted_among_others_who_came_late_alone(tmp_path: Path) -> None:
    first = View(study(tmp_path / "a", PUBLIC, SAID[:30], site=["1"] * 30, role=["teacher"] * 30))
    for n, shown in ((33, 30), (40, 40)):
        later = study(tmp_path / str(n), PUBLIC, SAID[:n], site=["1"] * n, role=["teacher"] * n)
        assert len(quotes(View(later, (told(first),)))) == shown


def test_what_is_approved_later_may_come_later(tmp_path: Path) -> None:
    made = put(tmp_path, SAID, PUBLIC, instrument=MODEL, site=SITE, role=ROLE)
    sheet = decide(made)
    rows = lines(sheet)
    rewrite(sheet, [{**row, "approved": "" if k < 3 else "yes"} for k, row in enumerate(rows)])
    first = View(load_study(made))
    assert len(quotes(first)) == 37
    rewrite(sheet, rows)
    assert len(quotes(View(load_study(made), (told(first),)))) == 40


def test_how_many_wrote_is_told_again_of_the_same_or_of_quite_other_people_alone(tmp_path: Path) -> None:
    """With one who came late, the two counts would tell whether that one wrote."""

    def share(view: View) -> bool:
        (voices,) = view.study.voices
        return voices.counted

    said = [f"Word {i}" if i % 2 else "" for i in range(40)]
    same = {"site": ["1"] * 40, "role": ["teacher"] * 40}
    cut = {name: values[:30] for name, values in same.items()}
    first = View(study(tmp_path / "a", PUBLIC, said[:30], **cut))
    assert share(first)
    assert share(View(study(tmp_path / "b", PUBLIC, said[:30], **cut), (told(first),)))
    assert share(View(study(tmp_path / "c", PUBLIC, said, **same), (told(first),)))
    late = {name: values[:31] for name, values in same.items()}
    assert not share(View(study(tmp_path / "d", PUBLIC, said[:31], **late), (told(first),)))
    changed = ["Word 0", *said[1:30]]
    assert not share(View(study(tmp_path / "e", PUBLIC, changed, **cut), (told(first),)))


def test_what_is_not_counted_is_in_no_sentence_and_no_table(tmp_path: Path) -> None:
    made = study(tmp_path / "a", PUBLIC)
    first = View(study(tmp_path / "b", PUBLIC, SAID[:39], site=SITE[:39], role=ROLE[:39]))
    assert "of 40 people" in words(report_of(View(made)))
    later = words(report_of(View(made, (told(first),))))
    assert "of 40 people" not in later and "How many people wrote is not shown" in later


def test_the_ledger_holds_no_word_of_a_quote_and_the_same_report_is_the_same_release(tmp_path: Path) -> None:
    made = put(tmp_path, SAID, BY_ROLE, instrument=MODEL, site=SITE, role=ROLE)
    decide(made)
    run("report", made, "-o", tmp_path / "out", "--as", "json")
    ledger = (tmp_path / "out" / "releases.json").read_text(encoding="utf-8")
    (release,) = json.loads(ledger)["releases"]
    (heard,) = release["quotes"]
    assert len(heard["quoted"]) == 40 and len(heard["asked"]) == 40 and not heard["withheld"]
    assert "Word" not in ledger and "coach" not in ledger and "t00" not in ledger
    run("report", made, "-o", tmp_path / "out", "--as", "json")
    assert (tmp_path / "out" / "releases.json").read_text(encoding="utf-8") == ledger


def test_an_approval_taken_back_is_told_with_the_release_that_has_the_quote(tmp_path: Path) -> None:
    made = put(tmp_path, SAID, PUBLIC, instrument=MODEL, site=SITE, role=ROLE)
    sheet = decide(made)
    assert "T088" not in run("report", made, "-o", tmp_path / "out", "--as", "json")
    rows = lines(sheet)
    rewrite(sheet, [{**row, "approved": "no" if k < 2 else "yes"} for k, row in enumerate(rows)])
    said = run("report", made, "-o", tmp_path / "out", "--as", "json")
    assert "T088" in said and "R1" in said and "R2" not in said
    assert "Word" not in said, "comments are not printed"
    again = run("report", made, "-o", tmp_path / "out", "--as", "json", "--supersedes", "R1")
    assert "T088" not in again


def test_two_who_wrote_the_same_share_one_quote() -> None:
    """Who wrote it is not part of what a quote is compared by, nor of what is printed."""
    one, other = Quote(text="Word", writers=frozenset({1})), Quote(text="Word", writers=frozenset({2}))
    assert one == other and "1" not in repr(one)
