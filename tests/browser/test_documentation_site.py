"""The documentation as its readers meet it: every page of the site, wide and on a phone.

Links are followed on every page. One page of each kind is opened in a browser; with ``MTLE_EVERY_PAGE=1``,
which ``make site`` sets, all of them are.
"""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.visits import Visit, violations
from tests.support import REPOSITORY

pytest.importorskip("sphinx", reason="the site is built with sphinx, which the docs extra installs")

DOCS = REPOSITORY / "docs"
PAGES = sorted(
    page.relative_to(DOCS).with_suffix("").as_posix()
    for page in DOCS.rglob("*.md")
    if "examples" not in page.parts
)
ONE_OF_EACH_KIND = ("index", "how-to/add-one-file", "reference/columns", "explanation/speed-and-agreement")
OPENED = PAGES if os.environ.get("MTLE_EVERY_PAGE") else ONE_OF_EACH_KIND


class Anchors(HTMLParser):
    """Where a page can be entered, and where it leads."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.names.add(value)
            if name in ("href", "src") and value:
                self.links.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make site`` builds it; a warning of the generator fails."""
    built = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "docs", str(built)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return built


def test_every_page_is_in_the_site_and_every_link_leads_to_a_place(site: Path) -> None:
    pages = {page.resolve(): Anchors(page) for page in site.rglob("*.html")}
    assert {site / f"{name}.html" for name in PAGES} <= set(pages)
    broken = []
    for page, anchors in pages.items():
        for link in anchors.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            named = parts.fragment and target in pages
            if not target.exists() or (named and unquote(parts.fragment) not in pages[target].names):
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []


@pytest.mark.browser
@pytest.mark.parametrize("name", OPENED)
def test_a_page_opens_without_complaint_is_accessible_and_never_scrolls_sideways(
    site: Path, browser: Any, name: str
) -> None:
    for width in (1280, 400):
        page = browser.new_page(viewport={"width": width, "height": 900})
        visit = Visit(page, site / f"{name}.html", until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == [], width
        assert visit.messages == []
        assert [url for url in visit.requests if not url.startswith((site.as_uri(), "data:"))] == []
        page.close()
