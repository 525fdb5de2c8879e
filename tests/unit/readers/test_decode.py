"""Encodings are judged by what the text would look like."""

from __future__ import annotations

import pytest

WORDS = "id,école,Réponse\n1,très élevé,d’accord\n2,modéré,naïve — über Größe\n3,señor,à côté\n"


@pytest.mark.parametrize("codec", ["cp1252", "mac_roman", "utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_survives_every_encoding(read, codec):
    table = read(WORDS.encode(codec))
    assert table.encoding == codec
    assert table.column_names() == ("id", "école", "Réponse")
    assert table.cells[0].tolist() == ["1", "très élevé", "d’accord"]
    assert not table.ambiguous_columns


def test_dos_text_is_recognised(read):
    table = read("id,réponse\n1,élevé\n2,très modéré\n".encode("cp850"))
    assert table.cells[:, 1].tolist() == ["élevé", "très modéré"]


def test_byte_order_mark_is_named_and_not_part_of_the_header(read):
    table = read("\ufeffid,q1\n1,2\n".encode())
    assert (table.encoding, table.column_names()) == ("utf-8-bom", ("id", "q1"))


def test_a_mac_no_break_space_is_no_letter(read):
    table = read(b"id,q1\n1,Not much\xca\n2,Not at all\xca\n3,Some\n")
    assert table.encoding == "mac_roman"
    assert table.cells[0, 1].strip() == "Not much"


def test_an_english_apostrophe_decides_for_windows(read):
    table = read(b"id,q1\n1,Don\x92t know\n2,Can\x92t say\n")
    assert table.encoding == "cp1252"
    assert table.cells[0, 1] == "Don’t know"
    assert not table.ambiguous_columns


def test_readings_that_are_both_sound_are_declared_ambiguous(read):
    table = read(b"id,q1,q2\n1,\xc9cole \xc9,5\n2,x,4\n")
    assert list(table.ambiguous_columns) == [1]
    assert "row 2" in table.ambiguous_columns[1]


def test_a_stated_encoding_overrides(read):
    table = read(b"id,q1\n1,Not much\xca\n", encoding="latin-1")
    assert table.cells[0, 1] == "Not muchÊ"


@pytest.mark.parametrize(
    ("content", "encoding", "code"),
    [
        ("id,q\n1,é\n".encode("cp1252"), "utf-8", "R007"),
        (b"id,q\n1,2\n", "no-such-encoding", "R009"),
        (b"id,q\n1,2\n", "hex", "R009"),
        ("é".encode() * 30 + b",q\n1,\xe9\n", None, "R008"),
    ],
)
def test_undecodable_text_is_refused(refusal, content, encoding, code):
    assert refusal(content, encoding=encoding) == [code]


def test_letters_garbled_before_the_export_are_reported(read):
    garbled = "id,q1\n1,très modéré\n2,don’t\n".encode().decode("cp1252").encode()
    table = read(garbled)
    assert [(p.code, str(p.severity), p.count) for p in table.problems] == [("R027", "warning", 4)]
    assert not read("id,q1\n1,très modéré\n".encode()).problems
