"""What happens while a page is open, and what an accessibility checker says about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class Visit:
    """One opened page with the messages and requests it made."""

    def __init__(self, page: Any, place: Path | str, *, until: str = "networkidle") -> None:
        self.page = page
        self.messages: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.messages.append(message.text))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(place.as_uri() if isinstance(place, Path) else place)
        page.wait_for_load_state(until)


def violations(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and good practice: the rule and the first element of each."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "tag", "values": list(LEVELS)}, "resultTypes": ["violations"]}
    options["preload"] = False  # style sheets of pages on disk cannot be fetched again, and need not be
    found = Axe().run(page, options=options).response
    if not found["passes"]:
        raise AssertionError("axe-core checked nothing")
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]
