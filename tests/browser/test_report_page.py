"""The HTML report as people meet it: opened from disk in a real browser, wide and on a phone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtle_survey.report.build import write_report
from tests.unit.report.studies import looking_back

CHROMIUM = Path("/usr/bin/chromium")
playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]


class Visit:
    """One opened page and what happened while it opened."""

    def __init__(self, page: Any, file: Path) -> None:
        self.page = page
        self.messages: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(looking_back(), tmp_path_factory.mktemp("report") / "evaluation.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[1280, 400, 320])
def visit(request: pytest.FixtureRequest, browser: Any, report: Path) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    yield Visit(page, report)
    page.close()


def test_it_opens_without_complaint_and_asks_for_nothing_else(visit: Visit, report: Path) -> None:
    assert visit.messages == []
    assert visit.requests == [report.as_uri()]


def test_the_page_itself_never_scrolls_sideways(visit: Visit) -> None:
    wide, window = visit.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window


def test_what_is_wider_than_the_window_scrolls_in_a_region_that_the_keyboard_reaches(visit: Visit) -> None:
    unreachable = visit.page.evaluate(
        """() => [...document.querySelectorAll('table, figure svg')].filter(e => {
             const box = e.closest('.scroll');
             return !box || box.tabIndex !== 0 || !box.getAttribute('role');
           }).length"""
    )
    assert unreachable == 0


def test_every_figure_has_a_name_and_a_description_that_are_not_empty(visit: Visit) -> None:
    names = visit.page.evaluate(
        """() => [...document.querySelectorAll('svg[role=img]')].map(
             e => e.getAttribute('aria-labelledby').split(' ').map(
               i => document.getElementById(i).textContent))"""
    )
    assert len(names) > 5
    assert all(len(title) > 10 and len(description) > 40 for title, description in names)


def test_headings_come_in_order(visit: Visit) -> None:
    levels = visit.page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


def test_text_contrasts_with_its_ground(visit: Visit) -> None:
    low = visit.page.evaluate(
        """() => {
          const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
          const lum = ([r, g, b]) => [r, g, b].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = e => { for (; e; e = e.parentElement) {
            const c = parse(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || (c.length === 4 && c[3] > 0)) return c.slice(0, 3); }
            return [255, 255, 255]; };
          const out = [];
          for (const e of document.querySelectorAll('body *:not(svg *)')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const [a, b] = [lum(parse(getComputedStyle(e).color)), lum(ground(e))].sort((x, y) => y - x);
            if ((a + 0.05) / (b + 0.05) < 4.5) out.push(e.tagName + ' ' + e.textContent.slice(0, 40));
          }
          return out;
        }"""
    )
    assert low == []


def test_the_numbers_behind_a_figure_unfold(visit: Visit) -> None:
    details = visit.page.locator("figure details").first
    assert not details.locator("table").is_visible()
    details.locator("summary").click()
    assert details.locator("table").is_visible()


def test_it_prints_as_pages_that_say_who_may_see_them(browser: Any, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator(".marking").is_visible()
    page.close()
