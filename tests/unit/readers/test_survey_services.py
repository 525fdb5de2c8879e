"""Survey services, on small exports written by the rules of their own exporters; all content is synthetic.

No public file was found of some kinds: SurveyMonkey with Collector ID, Microsoft Forms with names, Typeform,
Jotform with ids. They are built by rule.
"""

from __future__ import annotations

import pytest

from mtle_survey.errors import UsageError


def names(table, *, flag):
    return [column.name for column in table.columns if getattr(column, flag)]


def cell(table, row, name):
    return table.cells[row, table.column_names().index(name)]


def codes(table):
    return [problem.code for problem in table.problems]


# SurveyMonkey


SURVEYMONKEY = (
    "Respondent ID,Collector ID,Start Date,IP Address,Email Address,"
    "How often?,,,Rate <br>these,,Which apply? Select all\n"
    ",,,,,Never,Sometimes,Always,I lead,I share,Talks\n"
    "11,901,01/05/2026,192.0.2.1,a@example.org,Never,,,Agree,Disagree,Talks\n"
    "12,901,01/06/2026,192.0.2.2,b@example.org,,,Always,Disagree,Agree,\n"
    "13,902,01/07/2026,192.0.2.3,c@example.org,Never,,,Agree,Agree,\n"
)


def test_surveymonkey_folds_options_and_keeps_rows(read):
    table = read(SURVEYMONKEY)
    assert (table.platform, table.dialect, len(table.rows)) == ("surveymonkey", "expanded", 3)
    assert "R032" in codes(table)
    assert [cell(table, row, "How often?") for row in range(3)] == ["Never", "Always", "Never"]
    assert next(c for c in table.columns if c.name == "How often?").folded == 3
    assert [c.statement for c in table.columns if c.name.startswith("Rate")] == ["I lead", "I share"]
    assert cell(table, 1, "Rate these - I lead") == "Disagree"
    assert table.rows.tolist() == [3, 4, 5]


def test_surveymonkey_two_choices_of_one_person_make_a_multi_select(read):
    table = read(
        SURVEYMONKEY.replace(
            "11,901,01/05/2026,192.0.2.1,a@example.org,Never,,", "11,901,,,,Never,Sometimes,"
        )
    )
    assert table.dialect == "condensed"
    assert cell(table, 0, "How often? - Sometimes") == "Sometimes"


def test_a_collector_can_be_chosen(read, refusal):
    table = read(SURVEYMONKEY, only={"Collector ID": "902"})
    assert table.rows.tolist() == [5]
    assert [(e.kind, e.rows) for e in table.excluded if e.kind == "not chosen"] == [("not chosen", (3, 4))]
    assert refusal(SURVEYMONKEY, only={"Collector": "902"}) == ["R039"]
    assert refusal(SURVEYMONKEY, only={"Collector ID": "903"}) == ["R045"]


# Google Forms


@pytest.mark.parametrize(
    "first", ["Timestamp", "Horodateur", "タイムスタンプ", "Zeitstempel", "Marca temporal"]
)
def test_google_forms_in_any_language(read, first):
    table = read(
        f"{first},Email Address,Rate [I lead (1a)],Rate [I share],Tools\n"
        '4/22/2026 19:57:50,a@b.org,4,5,"x, y"\n'
    )
    assert (table.platform, table.dialect, table.choice_separator) == ("googleforms", "sheets", ", ")
    assert [c.statement for c in table.columns[2:4]] == ["I lead (1a)", "I share"]
    assert names(table, flag="personal") == ["Email Address"]


def test_google_form_download_joins_choices_otherwise(read):
    table = read("Timestamp,Tools\n2026/06/25 4:53:36 PM UTC+3,a;b\n")
    assert (table.dialect, table.choice_separator) == ("form_download", ";")


def test_a_timestamp_column_of_something_else_is_not_google(read):
    assert read("Timestamp,Q\nnever,1\n").platform == "plain"


# Microsoft Forms


def test_microsoft_forms(read):
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Total points"]
    header += ["Rate\n. I lead", "Rate\n. I share", "Points - Rate", "Tools\xa0"]
    quoted = ",".join(f'"{name}"' for name in header)
    table = read(
        f"\ufeff{quoted}\n"
        "1,1/5/26 9:00:00,1/5/26 9:05:00,a@example.org,Ann,,Agree,Agree\xa0,,Talks;Posters;\n"
    )
    assert (table.platform, table.choice_separator) == ("msforms", ";")
    assert [c.statement for c in table.columns[6:8]] == ["I lead", "I share"]
    assert names(table, flag="personal") == ["Email", "Name"]
    assert "Points - Rate" in names(table, flag="metadata")


# Alchemer, Typeform, Jotform


def test_alchemer_rows_of_a_grid(read):
    header = '"Response ID","Time Started","Date Submitted","Status",'
    header += '"I lead: always:Rate, please: now","I share:Rate, please: now","Why?"'
    table = read(f'{header}\n"1","2026-01-05","2026-01-05","Complete","Agree","Disagree","x"\n')
    assert table.platform == "alchemer"
    assert [c.statement for c in table.columns[4:]] == ["I lead: always", "I share", None]
    assert table.columns[5].question == "Rate, please: now - I share"


def test_typeform(read):
    table = read(
        "#,<strong>How?</strong>,Talks,Talks,Start Date (UTC),Submit Date (UTC),Network ID\n"
        "ab,3,Talks,,s,e,n1\n"
    )
    assert table.platform == "typeform"
    assert table.column_names()[1] == "How?"
    assert names(table, flag="personal") == ["Network ID"]
    assert "R015" in codes(table)


def test_jotform_with_ids(read):
    table = read(
        "Submission Date,Submission ID,IP,Rate >> I lead,Rate >> I share,Tools\n"
        '"Jul 19, 2026",5,192.0.2.1,4,5,"a\nb"\n'
    )
    assert (table.platform, table.choice_separator) == ("jotform", "\n")
    assert [c.statement for c in table.columns[3:5]] == ["I lead", "I share"]


# naming the platform


def test_a_named_platform_overrides_and_says_so(read):
    table = read("id,Rate [A],Rate [B]\n1,2,3\n", platform="Google Forms".replace(" ", ""))
    assert table.platform == "googleforms"
    assert "named" in table.reason
    assert [c.statement for c in table.columns[1:]] == ["A", "B"]


def test_a_named_platform_must_be_able_to_read_the_file(refusal):
    assert refusal("id,q\n1,2\n", platform="spss") == ["R005"]
    assert refusal("id,q\n1,2\n", platform="formr") == ["R005"]


def test_every_reader_answers_to_its_aliases(read):
    for alias in ("csv", "google", "microsoft", "odk", "lime", "monkey", "surveygizmo"):
        assert read("id,q1\n1,2\n", platform=alias).reason.startswith("platform named")
    with pytest.raises(UsageError):
        read("id,q1\n1,2\n", platform="nothing of the kind")
