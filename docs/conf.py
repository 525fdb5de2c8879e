"""How the documentation site is built: ``make site``. Nothing is fetched when it is built or read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

ROOT = Path(__file__).resolve().parents[1]

project = "mtle_survey"
author = "The mtle_survey authors"
version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
extensions = ["myst_parser"]
exclude_patterns = ["tools", "examples"]
templates_path = ["templates"]
html_theme = "alabaster"
pygments_style = "default"  # its colours can be read on the ground that site.css gives code
html_theme_options = {
    "description": "Survey instruments as data, evaluations that can be checked",
    "fixed_sidebar": False,
    "page_width": "1180px",
    "sidebar_width": "240px",
    "show_powered_by": False,
}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_sidebars = {"**": ["pages.html"]}
html_use_index = False
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


def names_of_files(_app: Any, _name: str, source: list[str]) -> None:
    """A block that the reader saves bears the name of its file, which the page gives to the tests."""
    source[0] = re.sub(
        r"^<!-- test: file (\S+) -->\n```(\w+)$",
        r"```{code-block} \2\n:caption: \1\n",
        source[0],
        flags=re.M,
    )


class ReachableTranslator(HTML5Translator):
    """What may be wider than the window can be scrolled from the keyboard."""

    def visit_table(self, node: nodes.table) -> None:
        """A box that takes the focus around every table."""
        self.body.append('<div class="scroll" tabindex="0" role="group" aria-label="Table">')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """The end of that box."""
        super().depart_table(node)
        self.body.append("</div>")

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code takes the focus; the base class writes the whole block and skips its parts."""
        try:
            super().visit_literal_block(node)
        finally:
            self.body[-1] = self.body[-1].replace("<pre>", '<pre tabindex="0">', 1)


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", links_out_of_docs)
    app.connect("source-read", names_of_files)
    app.set_translator("html", ReachableTranslator)
