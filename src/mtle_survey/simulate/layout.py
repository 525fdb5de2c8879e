"""Which columns a wave's file has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtle_survey.errors import UsageError
from mtle_survey.instrument.model import Form, Instrument, Item
from mtle_survey.simulate.recipe import WavePlan
from mtle_survey.simulate.records import ColumnKind, SimulatedColumn


def wave_columns(instrument: Instrument, plan: WavePlan) -> tuple[SimulatedColumn, ...]:
    """Columns of one wave: fields, then the rated and then the open questions of its forms."""
    columns = [
        SimulatedColumn(
            field.columns[0] if field.columns else field.id, ColumnKind.FIELD, field.id, plan.wave
        )
        for field in instrument.fields
        if plan.fields is None or field.id in plan.fields or field.role == "respondent"
    ]
    _require_known(plan.fields or (), instrument.field, f"wave {plan.wave!r} asks for field")
    questions = [column for form in _forms(instrument, plan) for column in _questions(instrument, plan, form)]
    columns += [c for c in questions if c.kind is ColumnKind.RATED]
    columns += [c for c in questions if c.kind is ColumnKind.OPEN]
    _require_distinct(columns, plan)
    return tuple(columns)


def occasions_of(columns: Sequence[SimulatedColumn]) -> dict[str, tuple[str, ...]]:
    """The rated items of every occasion that a file answers for."""
    occasions: dict[str, list[str]] = {}
    for column in columns:
        if column.kind is ColumnKind.RATED:
            occasions.setdefault(column.occasion, []).append(column.target)
    return {occasion: tuple(items) for occasion, items in occasions.items()}


def form_items(instrument: Instrument, form: Form | None) -> tuple[Item, ...]:
    """The items a form carries, in the instrument's order; all of them without a form."""
    if form is None:
        return instrument.items
    return tuple(item for item in instrument.items if item.id in form.items or item.base in form.items)


def _forms(instrument: Instrument, plan: WavePlan) -> list[Form | None]:
    _require_known(plan.forms, instrument.form, f"wave {plan.wave!r} asks for form")
    return [instrument.form[form] for form in plan.forms] or [None]


def _questions(instrument: Instrument, plan: WavePlan, form: Form | None) -> list[SimulatedColumn]:
    own = form.columns if form else {}
    occasion = form.occasion if form and form.occasion else plan.wave
    return [
        SimulatedColumn(
            (own.get(item.id) or item.columns or (item.id,))[0],
            ColumnKind.RATED if item.rated else ColumnKind.OPEN,
            item.id,
            occasion,
        )
        for item in form_items(instrument, form)
    ]


def _require_known(names: Sequence[str], known: Mapping[str, object], what: str) -> None:
    for name in names:
        if name not in known:
            raise UsageError(f"{what} {name!r}, which the instrument does not declare")


def _require_distinct(columns: Sequence[SimulatedColumn], plan: WavePlan) -> None:
    seen: dict[str, SimulatedColumn] = {}
    for column in columns:
        if column.header in seen:
            raise UsageError(
                f"wave {plan.wave!r}: {column.target!r} would stand twice under {column.header!r}; "
                "a form that is answered beside another needs columns of its own"
            )
        seen[column.header] = column
