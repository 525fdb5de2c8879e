"""The report as one self-contained web page: no network, whole without its script, readable by everyone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mtle_survey.report.blocks import Section
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.inline import (
    Code,
    Counted,
    InEnglish,
    Inline,
    Italic,
    Link,
    Reference,
    Strong,
    Subscript,
    Text,
    Wording,
)
from mtle_survey.report.one_page import is_crowded
from mtle_survey.report.table_layout import body, is_wide, sortable, spanners
from mtle_survey.report.writer import Writer


def write(document: Document) -> bytes:
    """The page as UTF-8; the same document gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("mtle_survey.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["inline"] = lambda content: html_text(content, document)
    environment.filters["printable"] = printable
    environment.filters["css_string"] = _css_string
    script = _template("report.js")
    page = environment.get_template("report.html.jinja").render(
        document=document,
        labels=document.labels,
        logo=b64encode(document.brand.logo.content).decode() if document.brand.logo else "",
        names=document.names,
        css=Markup(_template("report.css")),
        script=Markup(script),
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
        words=lambda content: printable(document.words(content)),
        spanners=spanners,
        body=body,
        sortable=sortable,
        wide=is_wide,
        crowded=lambda section: is_crowded(section, document),
        drawing=lambda figure: Markup(document.pictures[figure.id]),
        subsections=lambda section: [b for b in section.blocks if isinstance(b, Section)],
    )
    return page.encode("utf-8")


def _template(name: str) -> str:
    return files("mtle_survey.report").joinpath("templates", name).read_text(encoding="utf-8")


def html_text(content: Text, document: Document) -> Markup:
    """A text as HTML; whatever comes from files is escaped."""
    return Markup("").join(_html_inline(part, document) for part in content)


def _html_inline(part: Inline, document: Document) -> Markup:
    match part:
        case str():
            return escape(printable(part))
        case Counted():
            return escape(part.text)
        case Italic():
            return Markup("<i>{}</i>").format(printable(part.text))
        case Strong():
            return Markup("<strong>{}</strong>").format(printable(part.text))
        case Subscript():
            return Markup("<sub>{}</sub>").format(printable(part.text))
        case Code():
            return Markup("<code>{}</code>").format(printable(part.text))
        case Wording():
            if document.wording_language == document.language:
                return escape(printable(part.text))
            words = printable(part.text)
            return Markup('<span lang="{}">{}</span>').format(document.wording_language, words)
        case InEnglish():
            return Markup('<span lang="en">{}</span>').format(printable(part.text))
        case Link():
            if not part.address.startswith("https://"):
                return escape(part.text)
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(part.address, part.text)
        case Reference():
            return Markup('<a href="#{}">{}</a>').format(part.target, document.names[part.target])


def _css_string(words: str) -> Markup:
    """A quoted CSS string in which nothing but letters, digits and a few marks stands unescaped."""
    safe = "".join(c if c.isalnum() or c in " .,:;-" else f"\\{ord(c):x} " for c in words)
    return Markup(f'"{safe}"')


WRITER = Writer(suffix="html", write=write)
