"""Which column of an export holds which item or field; never by position alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.normalise import normalise_label
from mtle_survey.raw_table import ExportTable, RawColumn
from mtle_survey.readers.common.assemble import spreadsheet_letters


@dataclass(frozen=True, slots=True)
class Target:
    """What is looked for: an item or a field, with every name it may bear."""

    id: str
    names: tuple[str, ...]
    wording: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMatch:
    """The result of matching.

    Attributes
    ----------
    positions : mapping of item or field id to index into ``ExportTable.columns``
    missing : tuple of str
        Targets without a column.
    problems : tuple of Problem
        Ambiguous names (errors) and differing wording (warnings).
    """

    positions: Mapping[str, int]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def item_targets(
    instrument: Instrument, items: Iterable[str], overrides: Mapping[str, tuple[str, ...]]
) -> tuple[Target, ...]:
    """Targets for items; ``overrides`` (a form's or the study's columns) replace the declared names."""
    targets = []
    for item_id in items:
        item = instrument.item[item_id]
        names = overrides.get(item_id) or (item_id, *item.columns)
        wording = None if item_id in overrides or item.aspect else item.text
        targets.append(Target(item_id, tuple(names), wording))
    return tuple(targets)


def field_targets(instrument: Instrument, overrides: Mapping[str, tuple[str, ...]]) -> tuple[Target, ...]:
    """Targets for the declared fields."""
    return tuple(
        Target(field.id, overrides.get(field.id) or (field.id, *field.columns), field.text or field.title)
        for field in instrument.fields
    )


def comment_targets(columns: Mapping[str, str], suffix: str) -> tuple[Target, ...]:
    """Targets for the free text that a study declares: by header alone, under the suffix of the wave."""
    return tuple(Target(name, (header + suffix,), header + suffix) for name, header in columns.items())


def suffixed_columns(
    table: ExportTable, instrument: Instrument, overrides: Mapping[str, tuple[str, ...]], suffix: str
) -> dict[str, tuple[str, ...]]:
    """The headers of one wave in a file that holds several side by side, each under a suffix.

    Items are looked for under the suffix only. Fields are too where the file has such a column; otherwise
    they are taken to be common to the waves.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    overrides : mapping of item or field id to headers
        Names that go before the declared ones.
    suffix : str
        Such as ``_pre``; an empty one leaves ``overrides`` as they are.
    """
    if not suffix:
        return dict(overrides)
    present = {
        name.strip().casefold() for column in table.columns for name in (column.name, column.import_id or "")
    }
    declared = {item.id: item.columns for item in instrument.items}
    declared |= {field.id: field.columns for field in instrument.fields}
    found = {}
    for target, headers in declared.items():
        names = tuple(name.strip() + suffix for name in overrides.get(target) or (target, *headers))
        if target in instrument.item or any(name.casefold() in present for name in names):
            found[target] = names
    return {**overrides, **found}


def match_columns(table: ExportTable, targets: Iterable[Target]) -> ColumnMatch:
    """Find each target by exact name, ImportId, name ignoring case, wording, then its part below a stem.

    A name that stands over several columns is an error, since either could be meant.
    """
    by_name = _index(table.columns, lambda c: c.name.strip())
    by_import = _index(table.columns, lambda c: c.import_id)
    by_fold = _index(table.columns, lambda c: c.name.strip().casefold())
    by_wording = _index(table.columns, lambda c: normalise_label(c.question or c.name))
    by_statement = _index(table.columns, lambda c: normalise_label(c.statement or ""))
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    missing = []
    for target in targets:
        found = (
            _look(by_name, target.names)
            or _look(by_import, target.names)
            or _look(by_fold, [name.casefold() for name in target.names])
            or (_look(by_wording, [normalise_label(target.wording)]) if target.wording else [])
            or (_look(by_statement, [normalise_label(target.wording)]) if target.wording else [])
        )
        if not found:
            missing.append(target.id)
        elif len(found) > 1:
            columns = ", ".join(
                f"{spreadsheet_letters(table.columns[i].position)} ({table.columns[i].name!r})" for i in found
            )
            problems.append(
                problem(
                    "D002",
                    file=table.file,
                    column=table.columns[found[0]].name,
                    item=target.id,
                    found=f"columns {columns}",
                    count=len(found),
                    item_id=target.id,
                )
            )
        else:
            positions[target.id] = found[0]
    problems.extend(_claimed_twice(table, positions))
    return ColumnMatch(positions=positions, missing=tuple(missing), problems=tuple(problems))


def wording_problems(
    table: ExportTable, instrument: Instrument, positions: Mapping[str, int]
) -> list[Problem]:
    """Items whose column shows another wording than the instrument declares."""
    problems = []
    for item_id, position in positions.items():
        column = table.columns[position]
        item = instrument.item.get(item_id)
        if item is None or not column.question:
            continue
        shown, declared = normalise_label(column.question), normalise_label(item.text)
        if declared not in shown and shown not in declared:
            problems.append(
                problem(
                    "D003",
                    file=table.file,
                    column=column.name,
                    item=item_id,
                    found=f"“{column.question.strip()[-160:]}”",
                    declared=item.text,
                )
            )
    return problems


def _index(columns: Iterable[RawColumn], key: Callable[[RawColumn], str | None]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        value = key(column)
        if value:
            index.setdefault(value, []).append(place)
    return index


def _look(index: Mapping[str, list[int]], names: Iterable[str]) -> list[int]:
    return sorted({place for name in names for place in index.get(name.strip(), ())})


def _claimed_twice(table: ExportTable, positions: Mapping[str, int]) -> list[Problem]:
    owners: dict[int, list[str]] = {}
    for target, position in positions.items():
        owners.setdefault(position, []).append(target)
    return [
        problem("D004", file=table.file, column=table.columns[position].name, found=" and ".join(claimants))
        for position, claimants in owners.items()
        if len(claimants) > 1
    ]
