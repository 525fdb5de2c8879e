"""How the documentation site is built: ``make site``. Nothing is fetched when it is built or read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

project = "mtle_survey"
author = "The mtle_survey authors"
extensions = ["myst_parser"]
exclude_patterns = ["tools", "examples"]
html_theme = "alabaster"
html_theme_options = {
    "description": "Survey instruments as data, evaluations that can be checked",
    "fixed_sidebar": False,
    "page_width": "1180px",
    "sidebar_width": "240px",
    "show_powered_by": False,
}
html_static_path = ["static"]
html_css_files = ["tables.css"]
html_copy_source = False
html_show_sourcelink = False
html_title = "mtle_survey"
myst_heading_anchors = 3
myst_enable_extensions = ["fieldlist"]


def links_out_of_docs(app: Any, name: str, source: list[str]) -> None:
    """A link to a file beside ``docs`` names it instead: the site holds the documentation alone."""
    page = Path(app.srcdir) / name

    def replace(match: re.Match[str]) -> str:
        target = (page.parent / match["target"].split("#")[0]).resolve()
        inside = target.is_relative_to(app.srcdir) and target.suffix == ".md"
        if inside or not target.exists() or not match["target"]:
            return match[0]
        return f"{match['text']} (`{target.relative_to(ROOT)}`)"

    source[0] = re.sub(r"(?<!!)\[(?P<text>[^\]\[]+)\]\((?P<target>[^)\s:#]+)\)", replace, source[0])


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", links_out_of_docs)
