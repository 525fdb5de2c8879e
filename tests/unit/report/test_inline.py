from __future__ import annotations

from mtle_survey.report.inline import Italic, Reference, Subscript, commas, listing, plain, text


def test_neighbouring_strings_become_one() -> None:
    assert text("a", "b", ("c", Italic("n")), "") == ("abc", Italic("n"))


def test_lists_in_words() -> None:
    assert listing([]) == ()
    assert listing(["a"]) == ("a",)
    assert listing(["a", "b"]) == ("a and b",)
    assert listing(["a", "b", "c"]) == ("a, b, and c",)
    assert listing([Italic("x"), "b"]) == (Italic("x"), " and b")
    assert commas(["a", "b", "c"]) == ("a, b, c",)


def test_plain_text_names_its_references() -> None:
    content = text("See ", Reference("t"), " for ", Italic("d"), Subscript("av"))
    assert plain(content, {"t": "Table 2"}) == "See Table 2 for dav"
