"""The one tidy table that every statistic of every command ends in."""

from __future__ import annotations

import csv
import html
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from mtle_survey.columns import COLUMN_NAMES, COLUMNS
from mtle_survey.stats.estimate import Estimate

if TYPE_CHECKING:
    import pandas as pd

ROWS_IN_A_NOTEBOOK = 60

_IDENTITY = ("model", "scale", "item", "factor", "with_", "wave", "group", "contrast", "statistic", "method")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One statistic about one thing; attributes are the table's columns (``with`` is ``with_``)."""

    statistic: str
    model: str | None = None
    scale: str | None = None
    item: str | None = None
    factor: str | None = None
    with_: str | None = None
    wave: str | None = None
    group: str | None = None
    contrast: str | None = None
    estimate: float | None = None
    std_error: float | None = None
    conf_low: float | None = None
    conf_high: float | None = None
    conf_level: float | None = None
    test_statistic: float | None = None
    df: float | None = None
    p_value: float | None = None
    n: int | None = None
    method: str | None = None
    headline: bool | None = None
    unavailable: str | None = None

    @property
    def available(self) -> bool:
        """Whether there is a number."""
        return self.unavailable is None

    def identity(self) -> tuple[str | None, ...]:
        """What tells this row from every other."""
        return tuple(getattr(self, name) for name in _IDENTITY)

    def to_record(self) -> dict[str, Any]:
        """A plain dict in column order, with ``with`` under its public name."""
        record = {f.name: getattr(self, f.name) for f in fields(self)}
        record["with"] = record.pop("with_")
        return {name: record[name] for name in COLUMN_NAMES}


class About(TypedDict, total=False):
    """What a row is about: the columns that may be given to ``row``."""

    model: str | None
    scale: str | None
    item: str | None
    factor: str | None
    with_: str | None
    wave: str | None
    group: str | None
    contrast: str | None


def row(statistic: str, estimate: Estimate, *, headline: bool = True, **about: Unpack[About]) -> Row:
    """A table row from a kernel's estimate and what it is about (scale, item, wave, …)."""
    interval = estimate.interval
    return Row(
        statistic=statistic,
        estimate=_number(estimate.value),
        std_error=_number(estimate.std_error),
        conf_low=None if interval is None else _number(interval.low),
        conf_high=None if interval is None else _number(interval.high),
        conf_level=None if interval is None else interval.level,
        test_statistic=_number(estimate.test_statistic),
        df=_number(estimate.df),
        p_value=_number(estimate.p_value),
        n=estimate.n,
        method=estimate.method or None,
        headline=headline,
        unavailable=estimate.unavailable or None,
        **about,
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of the one grammar, in the order they were made.

    Attributes
    ----------
    rows : tuple of Row
    """

    rows: tuple[Row, ...] = ()
    _found: dict[object, list[Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Table:
        """A table from any rows; two rows with one identity are a programming mistake."""
        table = cls(tuple(rows))
        seen: set[tuple[str | None, ...]] = set()
        for r in table.rows:
            identity = r.identity()
            if identity in seen:
                raise ValueError(f"two rows with the same identity: {identity}")
            seen.add(identity)
            if (r.estimate is None) != (r.unavailable is not None):
                raise ValueError(f"a row needs an estimate or a reason, not both or neither: {identity}")
        return table

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __add__(self, other: Table) -> Table:
        return Table.of((*self.rows, *other.rows))

    def where(self, **wanted: object) -> Table:
        """The rows whose columns equal what is asked for (``with_`` for ``with``)."""
        rows: Sequence[Row] = self.rows
        if "statistic" in wanted:
            rows = self._by_statistic().get(wanted.pop("statistic"), ())
        return Table(tuple(r for r in rows if all(getattr(r, k) == v for k, v in wanted.items())))

    def one(self, **wanted: object) -> Row | None:
        """The single row that fits, or None; more than one is a programming mistake."""
        found = self.where(**wanted).rows
        if len(found) > 1:
            raise ValueError(f"{len(found)} rows fit {wanted}")
        return found[0] if found else None

    def _by_statistic(self) -> dict[object, list[Row]]:
        """Rows by statistic, found once: nearly every question names one."""
        if not self._found and self.rows:
            for r in self.rows:
                self._found.setdefault(r.statistic, []).append(r)
        return self._found

    def to_records(self) -> list[dict[str, Any]]:
        """Plain dicts in column order, None where a column does not apply."""
        return [r.to_record() for r in self.rows]

    def to_csv(self) -> str:
        """Comma-separated text with a header; numbers at full precision."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMN_NAMES)
        for record in self.to_records():
            writer.writerow(["" if v is None else v for v in record.values()])
        return out.getvalue()

    def to_pandas(self) -> pd.DataFrame:
        """The same rows as a data frame."""
        import pandas as pd

        return pd.DataFrame(self.to_records(), columns=list(COLUMN_NAMES))

    def _repr_html_(self) -> str:
        """What a notebook shows: the first rows, without the columns that are empty in all of them."""
        records = self.to_records()
        used = [c for c in COLUMNS if any(record[c.name] is not None for record in records)]
        shown = [[record[c.name] for c in used] for record in records[:ROWS_IN_A_NOTEBOOK]]
        rest = len(records) - len(shown)
        note = f"<p>and {rest} more rows</p>" if rest else ""
        return html_table([c.label for c in used], shown) + note


def html_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A plain HTML table for notebooks; every text is escaped, numbers have four digits."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in header)
    body = "".join(f"<tr>{''.join(map(_html_cell, values))}</tr>" for values in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _html_cell(value: object) -> str:
    if value is None:
        return "<td></td>"
    return f"<td>{html.escape(f'{value:.4g}' if isinstance(value, float) else str(value))}</td>"
