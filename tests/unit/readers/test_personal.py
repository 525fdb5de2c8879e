"""Personal data leave before anything is reported; items and declared columns stay."""

from __future__ import annotations

import pytest

from mtle_survey.readers.common.personal import sounds_personal


@pytest.mark.parametrize(
    "header",
    [
        "Email",
        "E-mail address:",
        "Your name",
        "First Name",
        "teacher's last name",
        "Phone number",
        "IP address",
        "What is your name?",
        "Please enter your e-mail address.",
        "Date of birth",
        "Nachname",
        "name_first",
        "telephone_1",
        "Latitude",
    ],
)
def test_headers_that_ask_for_personal_data(header):
    assert sounds_personal(header)


@pytest.mark.parametrize(
    "header",
    [
        "School name",
        "username_count",
        "I e-mail colleagues about mathematics",
        "Name two things you learned",
        "My principal knows the name of every teacher",
        "Birth month",
        "Address misconceptions",
        "Course name",
        "id",
    ],
)
def test_headers_that_do_not(header):
    assert not sounds_personal(header)


def rows(header, cells):
    return f"id,{header},q1\n" + "".join(f"{i},{cell},5\n" for i, cell in enumerate(cells))


def column(table, place=1):
    return table.cells[:, place].tolist()


def test_personal_cells_are_emptied_and_the_column_named(read):
    table = read(rows("Your name", ["Ann", "Bob", "Cy"]))
    assert column(table) == ["", "", ""]
    assert table.columns[1].personal
    note = next(p for p in table.problems if p.code == "R042")
    assert (note.found, str(note.severity)) == ("“Your name”", "note")


@pytest.mark.parametrize(
    "cells",
    [["a@b.org", "c.d@e.example.com", "-"], ["192.0.2.1", "192.0.2.17"], ["(512) 555-0100", "512-555-0101"]],
)
def test_content_gives_personal_data_away_under_any_name(read, cells):
    table = read(rows("Q7", cells))
    assert set(column(table)) == {""}
    assert not any(cell in str(table.problems) for cell in cells if cell != "-")


def test_an_address_mentioned_in_passing_does_not_empty_an_answer(read):
    cells = ["ask me at a@b.org", "no", "yes"]
    assert column(read(rows("Q7", cells))) == cells


def test_a_name_alone_does_not_condemn_answers_that_repeat(read):
    cells = ["North", "South"] * 10
    assert column(read(rows("Name", cells))) == cells


def test_codes_and_scores_are_no_telephone_numbers(read):
    cells = ["5125550100", "5125550101", "5125550102"]
    assert column(read(rows("code", cells))) == cells


@pytest.mark.parametrize("keep", [["Email"], ["email"], [" EMAIL "]])
def test_declared_columns_stay(read, keep):
    table = read(rows("Email", ["a@b.org", "c@d.org"]), keep=keep)
    assert column(table) == ["a@b.org", "c@d.org"]


def test_the_respondent_column_links_although_it_is_personal(read):
    table = read("Timestamp,Email Address,Q\n4/22/2026 19:57:50,a@b.org,4\n", keep={"Email Address"})
    assert column(table) == ["a@b.org"]
