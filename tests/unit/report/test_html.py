from __future__ import annotations

import itertools
import re
import subprocess
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from mtle_survey.errors import UsageError
from mtle_survey.report.build import build_document, write_report, write_reports, writers
from mtle_survey.report.writers.html import write
from tests.outside import needs_tidy
from tests.unit.report.studies import instrument, two_waves

HOSTILE = '</title></style><script>alert("x")</script><img src=x onerror=alert(1)> & {{ 7*7 }} \\27 "\''
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Collects what the tests ask about, and checks that tags are closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def source() -> str:
    return write(build_document(two_waves(primary=("lead",)), date="2026-05-01")).decode()


def test_the_page_is_well_formed_and_in_a_language(source: str) -> None:
    page = Page(source)
    assert page.open == []
    assert page.all("html") == [{"lang": "en"}]
    assert source.startswith("<!DOCTYPE html>")


def test_headings_never_skip_a_level(source: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(source).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_scoped_headers(source: str) -> None:
    page = Page(source)
    assert len(page.all("caption")) == len(page.all("table")) > 10
    assert all(th.get("scope") for th in page.all("th"))


def test_every_figure_is_named_and_described(source: str) -> None:
    drawings = list(Page(source).all("svg"))
    assert len(drawings) > 5
    ids = {a["id"] for _, a in Page(source).tags if "id" in a}
    for svg in drawings:
        assert svg["role"] == "img"
        assert set((svg["aria-labelledby"] or "").split()) <= ids


def test_ids_are_unique_and_links_lead_somewhere(source: str) -> None:
    page = Page(source)
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        href = link["href"] or ""
        assert href.startswith("https://") or href.removeprefix("#") in ids, href


def test_nothing_is_fetched_and_nothing_runs_but_the_sorting_of_tables(source: str) -> None:
    page = Page(source)
    assert (
        page.all("script") == [{}] and not page.all("link") and not page.all("img") and not page.all("iframe")
    )
    assert "@import" not in source and not re.search(r"url\((?!#)", source)
    policy = next(m for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    script = source.partition("<script>")[2].partition("</script>")[0]
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert policy["content"] == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    )


def test_the_same_study_gives_the_same_bytes(source: str) -> None:
    again = write(build_document(two_waves(primary=("lead",)), date="2026-05-01")).decode()
    assert again == source


def test_the_date_is_the_one_given(source: str) -> None:
    assert "2026-05-01" in source
    assert "2026-05-01" not in write(build_document(two_waves())).decode()


def test_hostile_words_stay_words_wherever_they_come_from() -> None:
    base = instrument()
    model = base.model_copy(
        update={
            "title": HOSTILE,
            "notice": HOSTILE,
            "citation": HOSTILE,
            "items": tuple(i.model_copy(update={"text": HOSTILE}) for i in base.items),
            "scales": tuple(s.model_copy(update={"title": HOSTILE}) for s in base.scales),
            "fields": tuple(f.model_copy(update={"title": HOSTILE}) for f in base.fields),
            "response_formats": {
                "agree5": base.response_formats["agree5"].model_copy(update={"labels": (HOSTILE,) * 5})
            },
        }
    )
    study = two_waves(model=model, title=HOSTILE, dates={"pre": HOSTILE}, accept={"D104": HOSTILE})
    source = write(build_document(study, date=HOSTILE)).decode()
    page = Page(source)
    assert page.open == []
    assert len(page.all("script")) == 1 and not page.all("img")
    assert not any(name.startswith("on") for _, a in page.tags for name in a)
    assert "{{ 7*7 }}" in source, "words are never taken for a template"
    assert len(page.all("style")) == 1


def test_words_of_another_language_are_marked() -> None:
    model = instrument(language="de")
    source = write(build_document(two_waves(model=model))).decode()
    assert '<span lang="de">Colleagues ask me for advice.</span>' in source
    assert '<html lang="en">' in source


def test_rows_about_one_thing_share_their_header(source: str) -> None:
    assert re.search(
        r'<th scope="rowgroup" rowspan="2" class="text">Colleagues ask me for advice.</th>', source
    )


def test_writing_makes_folders_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "down" / "evaluation.html"
    assert write_report(two_waves(), target) == target
    assert [p.name for p in target.parent.iterdir()] == ["evaluation.html"]


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"formats are .*html"):
        write_reports(two_waves(), [tmp_path / "a.html", tmp_path / "a.odt"])
    assert list(tmp_path.iterdir()) == []


def test_a_failed_writer_leaves_the_old_report_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "evaluation.html"
    target.write_text("old")

    def broken(*_: object) -> bytes:
        raise OSError(28, "disk full")

    monkeypatch.setattr(Path, "write_bytes", broken)
    with pytest.raises(OSError, match="disk full"):
        write_report(two_waves(), target)
    assert target.read_text() == "old"


def test_every_writer_is_found_by_its_suffix() -> None:
    assert "html" in writers()
    assert all(writer.suffix == suffix for suffix, writer in writers().items())


@needs_tidy
def test_tidy_finds_no_error(source: str, tmp_path: Path) -> None:
    file = tmp_path / "evaluation.html"
    file.write_text(source, encoding="utf-8")
    found = subprocess.run(
        ["tidy", "-quiet", "-errors", str(file)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in found.stderr.splitlines() if "proprietary attribute" not in line]
    assert complaints == [], "besides attributes of SVG that tidy does not know"
