"""What judges say about the relevance of the items, as the codebook shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtle_survey.evidence.content_validity import JudgeRatings, content_validity
from mtle_survey.instrument.lint import MIN_ITEM_CVI
from mtle_survey.instrument.model import Instrument
from mtle_survey.report.blocks import Block, Cell, Column, Section, TableBlock
from mtle_survey.report.inline import Code, Inline, Wording, text
from mtle_survey.table import Row, Table

TITLE = "Relevance of the items to experts"
READING = (
    "I-CVI: share of judges who rate the item 3 or 4 of 4; {bar:.2f} or more is wanted. V (Aiken): how far "
    "the ratings lie on the way from 1 to 4, with its 95% score interval. S-CVI/Ave: mean of I-CVI, .90 or "
    "more is wanted; S-CVI/UA: share of items that all judges find relevant."
)


def relevance_section(instrument: Instrument, judges: JudgeRatings | None) -> Section | None:
    """From a file of ratings, else the shares that the instrument file records; None without either."""
    blocks: list[Block] = []
    if judges is not None:
        found = content_validity(judges, instrument)
        blocks = [_items(found, instrument), _scales(found, instrument)]
    else:
        recorded: Mapping[str, Any] = (instrument.review or {}).get("content_validity", {})
        if recorded.get("ratings"):
            blocks = [_recorded(recorded, instrument)]
    if not blocks:
        return None
    return Section(id="relevance", title=text(TITLE), blocks=tuple(blocks))


def _items(found: Table, instrument: Instrument) -> TableBlock:
    shares = {r.item: r for r in found.where(statistic="item_cvi").rows}
    ratings = {r.item: r for r in found.where(statistic="aiken_v").rows}
    rows = tuple(
        (
            Cell(text=text(Code(str(item)))),
            Cell(text=text(Wording(_wording(instrument, str(item))))),
            Cell(text=text(str(share.n)), value=share.n),
            _number(share),
            _number(ratings[item]),
            Cell(text=text(_interval(ratings[item]))),
        )
        for item, share in shares.items()
    )
    columns = (
        Column(label=text("Item")),
        Column(label=text("Wording")),
        *(Column(label=text(label), align="number") for label in ("Judges", "I-CVI", "V", "95% interval")),
    )
    note = text(READING.format(bar=MIN_ITEM_CVI))
    return TableBlock(id="relevance-items", caption=text(TITLE), columns=columns, rows=rows, note=note)


def _scales(found: Table, instrument: Instrument) -> TableBlock:
    average = {r.scale: r for r in found.where(statistic="scale_cvi_average").rows}
    universal = {r.scale: r for r in found.where(statistic="scale_cvi_universal").rows}
    rows = []
    for scale, one in average.items():
        name: Inline = "All rated items" if scale is None else Wording(instrument.scale[scale].title)
        cells = (Cell(text=text(str(one.n)), value=one.n), _number(one), _number(universal[scale]))
        rows.append((Cell(text=text(name)), *cells))
    columns = (
        Column(label=text("Scale")),
        *(Column(label=text(label), align="number") for label in ("Items", "S-CVI/Ave", "S-CVI/UA")),
    )
    caption = text("Relevance of the scales to experts")
    note = text("An index stands only where every item of the scale was rated.")
    return TableBlock(id="relevance-scales", caption=caption, columns=columns, rows=tuple(rows), note=note)


def _recorded(review: Mapping[str, Any], instrument: Instrument) -> TableBlock:
    rows = tuple(
        (
            Cell(text=text(Code(item))),
            Cell(text=text(Wording(_wording(instrument, item)))),
            Cell(text=text(f"{share:.2f}"), value=share),
        )
        for item, share in review["ratings"].items()
    )
    columns = (
        Column(label=text("Item")),
        Column(label=text("Wording")),
        Column(label=text("I-CVI"), align="number"),
    )
    when = f", {review['date']}" if review.get("date") else ""
    note = text(f"{review['raters']:g} judges{when}. I-CVI: share of judges who find the item relevant.")
    return TableBlock(id="relevance-items", caption=text(TITLE), columns=columns, rows=rows, note=note)


def _wording(instrument: Instrument, item: str) -> str:
    """Of a declared item, which may be rated in several aspects."""
    return next((one.text for one in instrument.items if item in (one.id, one.base)), "–")


def _number(found: Row) -> Cell:
    if found.estimate is None:
        return Cell(text=text("–"))
    return Cell(text=text(f"{found.estimate:.2f}"), value=found.estimate)


def _interval(found: Row) -> str:
    if found.conf_low is None or found.conf_high is None:
        return "–"
    return f"{found.conf_low:.2f} to {found.conf_high:.2f}"
