"""How a terminal shows what was computed from sums and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.table import Row, Table


def reliability_of_tables_text(instrument: Instrument, table: Table) -> str:
    """Coefficients of every scale and wave, then the statistics of its items."""
    from mtle_survey.cli.text_table import text_table

    coefficients, items, withheld = [], [], []
    for alpha in table.where(statistic="alpha", headline=True):
        where = {"scale": alpha.scale, "wave": alpha.wave, "item": None}
        if not alpha.n:
            withheld.append(f"{_place(alpha)}: {alpha.unavailable}")
            continue
        rows = [table.one(statistic=s, headline=True, **where) for s in ("omega_total", "omega_categorical")]
        sem = table.one(statistic="sem", headline=True, **where)
        coefficients.append(
            [
                str(alpha.scale),
                alpha.wave or "",
                str(alpha.n),
                _interval(alpha),
                *map(_number, rows),
                _number(sem),
            ]
        )
        for rest in table.where(statistic="item_rest_correlation", scale=alpha.scale, wave=alpha.wave):
            here = {"scale": alpha.scale, "wave": alpha.wave, "item": rest.item}
            mean, sd = (table.one(statistic=s, **here) for s in ("mean", "sd"))
            items.append(
                [
                    f"{rest.item}  {instrument.item[str(rest.item)].text}",
                    str(alpha.scale),
                    alpha.wave or "",
                    _number(mean),
                    _number(sd),
                    _number(rest),
                    _number(table.one(statistic="alpha_if_dropped", **here)),
                ]
            )
    parts = []
    if coefficients:
        heads = ["Scale", "Wave", "n", "Alpha [95% CI]", "Omega", "Categorical omega", "SEM"]
        parts.append(text_table(heads, coefficients, numbers_from=2))
        parts.append(
            "From sums of complete answers: Feldt's intervals of alpha; resampled intervals need the rows."
        )
        heads = ["Item", "Scale", "Wave", "Mean", "SD", "Item-rest r", "Alpha without it"]
        parts += ["", text_table(heads, items, numbers_from=3)]
    if withheld:
        parts += ["", "Withheld by whoever made the tables", *(f"  {line}" for line in withheld)]
    return "\n".join(parts)


def _place(row: Row) -> str:
    return f"{row.scale}, {row.wave}" if row.wave else str(row.scale)


def _interval(row: Row) -> str:
    from mtle_survey.report.format import estimate_with_interval

    return row.unavailable or estimate_with_interval(row)


def _number(row: Row | None) -> str:
    from mtle_survey.report.format import DASH, estimate

    return DASH if row is None else estimate(row)
