"""The HTML report as people meet it: opened from disk in a real browser, wide and on a phone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtle_survey.report.build import write_report
from tests.browser.visits import Visit, violations
from tests.unit.report.studies import looking_back
from tests.unit.report.test_hostile_voices import with_comments
from tests.unit.report.test_hostile_words import WORDS, written

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(looking_back(), tmp_path_factory.mktemp("report") / "evaluation.html")


@pytest.fixture(params=[1280, 400, 320])
def visit(request: pytest.FixtureRequest, browser: Any, report: Path) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    yield Visit(page, report)
    page.close()


def test_it_opens_without_complaint_and_asks_for_nothing_else(visit: Visit, report: Path) -> None:
    assert visit.messages == []
    assert visit.requests == [report.as_uri()]


def test_axe_core_finds_nothing_to_mend(visit: Visit) -> None:
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert violations(visit.page) == []


def test_axe_core_does_look(browser: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text('<title>x</title><img src="data:,"><p style="color:#ccc">grey</p>', encoding="utf-8")
    page = browser.new_page()
    Visit(page, bad)
    found = " ".join(violations(page))
    assert "image-alt" in found and "color-contrast" in found and "html-has-lang" in found
    page.close()


def test_the_page_itself_never_scrolls_sideways(visit: Visit) -> None:
    wide, window = visit.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window


def test_figures_are_whole_on_a_phone_of_usual_width(browser: Any, report: Path) -> None:
    page = browser.new_page(viewport={"width": 400, "height": 900})
    Visit(page, report)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    rights = page.evaluate(
        "[...document.querySelectorAll('svg[role=img]')].map(e => e.getBoundingClientRect().right)"
    )
    assert rights and max(rights) <= 400
    page.close()


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


def focused(page: Any) -> str:
    """What has the focus: tag, and its text or target."""
    return str(
        page.evaluate(
            "() => { const e = document.activeElement;"
            " return `${e.tagName} ${e.getAttribute('href') || e.id || e.textContent.trim()}`; }"
        )
    )


def test_the_first_stop_of_the_keyboard_is_the_way_past_the_contents(browser: Any, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    page.keyboard.press("Tab")
    assert focused(page) == "A #content"
    assert page.locator(".skip").bounding_box()["x"] >= 0, "it is seen once it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.close()


def test_the_keyboard_visits_everything_in_the_order_of_reading(browser: Any, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], summary, button, [tabindex="0"]')]
             .filter(e => e.checkVisibility()).length"""
    )
    places = []
    for _ in range(reachable):
        page.keyboard.press("Tab")
        places.append(
            page.evaluate("() => [...document.querySelectorAll('*')].indexOf(document.activeElement)")
        )
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"), (
            "the focus is seen"
        )
    assert places == sorted(set(places))
    page.close()


def test_enter_unfolds_the_numbers_behind_a_figure(browser: Any, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    details = page.locator("figure details").first
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    assert details.locator("table").is_visible()
    page.keyboard.press("Enter")
    assert not details.locator("table").is_visible()
    page.close()


def column(table: Any, place: int) -> list[str]:
    return [row.locator("th, td").nth(place).inner_text() for row in table.locator("tbody tr").all()]


def test_a_column_is_sorted_from_the_keyboard_and_the_page_says_so(browser: Any, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    head = page.locator("table.sortable thead tr:last-child th.number").first
    table = head.locator("xpath=ancestor::table")
    place = head.evaluate("e => e.cellIndex")
    given = column(table, place)
    head.locator("button").focus()

    def numbers() -> list[float]:
        found = (re.match(r"[-+]?[\d.]+", c.replace("\u2212", "-")) for c in column(table, place))
        return [float(match.group()) for match in found if match]

    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert numbers() == sorted(numbers(), reverse=True)
    assert "highest" in page.locator("#sorting").inner_text()
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    assert numbers() == sorted(numbers())
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") is None
    assert column(table, place) == given
    page.close()


def test_words_are_sorted_by_letter(browser: Any, report: Path) -> None:
    page = browser.new_page()
    Visit(page, report)
    table = page.locator("main table.sortable:visible").first
    table.locator("thead button").first.click()
    shown = column(table, 0)
    assert shown == sorted(shown, key=str.casefold)
    page.close()


def test_without_its_script_the_page_is_whole(browser: Any, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    Visit(page, report)
    assert page.locator("thead button").count() == 0
    assert page.locator("main table").count() > 10
    page.locator("figure details summary").first.click()
    assert page.locator("figure details table").first.is_visible()
    context.close()


def test_nothing_that_people_wrote_runs(browser: Any, tmp_path: Path) -> None:
    page = browser.new_page()
    opened: list[str] = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    file = tmp_path / "evaluation.html"
    file.write_bytes(written(0, "html"))
    visit = Visit(page, file)
    assert opened == [] and visit.messages == [] and visit.requests == [file.as_uri()]
    assert page.title() == [*WORDS.values()][-1]
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("width", [1280, 400, 320])
def test_quotes_of_whatever_people_wrote_fit_and_do_nothing(browser: Any, tmp_path: Path, width: int) -> None:
    study = with_comments([*WORDS.values(), "x" * 300, "A plain sentence. " * 40])
    page = browser.new_page(viewport={"width": width, "height": 900})
    visit = Visit(page, write_report(study, tmp_path / "evaluation.html"))
    assert visit.messages == []
    assert page.title() == "A study"
    assert page.locator("blockquote").count() == len(WORDS) + 2
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window
    assert violations(page) == []
    page.close()
