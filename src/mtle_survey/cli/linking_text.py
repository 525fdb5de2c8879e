"""How people were found again, for a terminal and for checking."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

from mtle_survey.cli.output import say
from mtle_survey.delimited import csv_text
from mtle_survey.whole_files import write_whole

if TYPE_CHECKING:
    from mtle_survey.study import Study
    from mtle_survey.table import Row

COUNTS = {
    "linked_exact": "Same ID",
    "linked_fuzzy": "One slip away",
    "linked_by_hand": "By hand",
    "ambiguous": "Ambiguous",
    "unlinked": "Not found",
}


def linking_text(study: Study) -> str:
    """A line for each pair of waves: how the people of the later one were found in the earlier one."""
    from mtle_survey.cli.text_table import text_table

    rows, chances = [], []
    for contrast in study.contrasts:
        found = {name: study.linking.one(statistic=name, contrast=contrast.name) for name in COUNTS}
        counts = [count for count in found.values() if count is not None]
        if len(counts) < len(COUNTS):
            continue
        rows.append([contrast.name, str(counts[0].n), *(f"{count.estimate:.0f}" for count in counts)])
        same = study.linking.one(statistic="expected_exact_by_chance", contrast=contrast.name)
        near = study.linking.one(statistic="expected_fuzzy_by_chance", contrast=contrast.name)
        if same and near and not same.unavailable and not near.unavailable:
            chances.append(
                f"{contrast.name}: chance alone would make {_number(same)} pairs of the same code "
                f"and {_number(near)} of codes one slip apart."
            )
    if not rows:
        return ""
    table = text_table(["How people were found", "People", *COUNTS.values()], rows)
    return "\n".join([table, *chances])


def write_audit(study: Study, path: Path) -> None:
    """Every pair that was joined and every near pair that was not, with masked codes."""
    from mtle_survey.linking.audit import AuditLine, audit

    if study.links is None:
        return
    named = {wave: responses for wave, responses in study.waves.items() if wave is not None}
    columns = [field.name for field in fields(AuditLine)]
    records = [asdict(line) for line in audit(study.links, named)]
    write_whole(path, csv_text(records, columns).encode("utf-8"))
    say(f"Wrote {path}")


def _number(row: Row) -> str:
    return f"{row.estimate:.2g}"
