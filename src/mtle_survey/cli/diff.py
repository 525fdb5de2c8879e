"""``mtle diff``: what changed between two reports, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mtle_survey.cli.options import Output, Printed
from mtle_survey.cli.output import Format, write_result
from mtle_survey.cli.run import misused

if TYPE_CHECKING:
    from mtle_survey.report.difference import Cause, Difference, Moved

SHOWN = 20
KINDS = {
    "data": "Data",
    "instrument": "Instrument",
    "options": "Options",
    "rules": "Rules and declarations",
    "program": "Program",
}


def diff(
    before: Annotated[Path, typer.Argument(help="The earlier report: its folder, or its report.json.")],
    after: Annotated[Path, typer.Argument(help="The later report.")],
    everything: Annotated[
        bool, typer.Option("--all", help=f"Every number that differs, not the first {SHOWN}.")
    ] = False,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """What changed between two reports, and why: data, instrument, options, rules or program."""
    from mtle_survey.errors import UsageError
    from mtle_survey.report.difference import difference, read_report

    try:
        found = difference(read_report(before), read_report(after))
    except UsageError as error:
        misused(error)
    write_result(_rendered(found, format, everything), output)


def _rendered(found: Difference, form: Format, everything: bool) -> str:
    if form is Format.JSON:
        return _json(found)
    if form is Format.CSV:
        return _csv(found)
    return _text(found, None if everything else SHOWN)


def _text(found: Difference, most: int | None) -> str:
    parts = [_why(found.causes, moved=bool(found.moved))]
    if not found.moved:
        parts.append(f"No number differs ({found.compared} compared).")
        return "\n\n".join(parts)
    changed = sum(m.conclusion_changed for m in found.moved)
    parts.append(
        f"{len(found.moved)} of {found.compared} numbers differ. Changes whose conclusion differs (interval "
        f"above, below or across zero): {changed}."
    )
    parts.append(_numbers(found.moved[:most]))
    if most is not None and len(found.moved) > most:
        parts.append(f"… and {len(found.moved) - most} more; --all shows them.")
    return "\n\n".join(parts)


def _why(causes: Sequence[Cause], *, moved: bool) -> str:
    from mtle_survey.cli.text_table import text_table

    if not causes:
        return (
            "Nothing that the reports record about their making differs, yet numbers do: "
            "one of the files was changed by hand."
            if moved
            else "The reports were made from the same data, instrument, options, rules and program."
        )
    return text_table(
        ["Why", "What", "Before", "After"],
        [[KINDS[c.kind], c.what, c.before or "none", c.after or "none"] for c in causes],
    )


def _numbers(moved: Sequence[Moved]) -> str:
    from mtle_survey.cli.text_table import text_table

    rows = [
        [m.id, _number(m.before), _number(m.after), "conclusion" if m.conclusion_changed else ""]
        for m in moved
    ]
    return text_table(["Number", "Before", "After", "Differs in"], rows)


def _number(record: Any) -> str:
    """A number with its interval and n, or why there is none."""
    from mtle_survey.report.format import number

    if record is None:
        return "not in the report"
    if record.get("estimate") is None:
        return str(record.get("unavailable", ""))
    bounds = ""
    if record.get("conf_low") is not None and record.get("conf_high") is not None:
        bounds = f" [{number(record['conf_low'])}, {number(record['conf_high'])}]"
    n = f", n = {record['n']}" if record.get("n") is not None else ""
    return f"{number(record['estimate'], 3)}{bounds}{n}"


def _json(found: Difference) -> str:
    import json
    from dataclasses import asdict

    content = {
        "schema": "mtle/1",
        "command": "diff",
        "causes": [asdict(cause) for cause in found.causes],
        "compared": found.compared,
        "numbers": [{**asdict(m), "conclusion_changed": m.conclusion_changed} for m in found.moved],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def _csv(found: Difference) -> str:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = ("estimate", "conf_low", "conf_high", "p_value", "n", "unavailable")
    writer.writerow(
        ["id", "conclusion_changed", *(f"{c}_{when}" for when in ("before", "after") for c in columns)]
    )
    for m in found.moved:
        values = [(record or {}).get(c) for record in (m.before, m.after) for c in columns]
        writer.writerow([m.id, m.conclusion_changed, *values])
    return out.getvalue()
