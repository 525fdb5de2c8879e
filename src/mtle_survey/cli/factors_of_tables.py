"""``mtle factors`` from a file of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.aggregates.model import Block
from mtle_survey.aggregates.structure import confirmed_tables, explored_tables, structure_block
from mtle_survey.cli.factors_text import steps, without_double_gaps
from mtle_survey.cli.factors_verdict import verdict
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.run import misused
from mtle_survey.cli.shared_tables import CONFIDENCE, SharedTables, open_tables, with_tables
from mtle_survey.counting import counted
from mtle_survey.errors import UsageError
from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence
from mtle_survey.evidence.declared_structure import declared_structure
from mtle_survey.evidence.exploration import Exploration, StructureRequest
from mtle_survey.stats.structure.rotation.presets import PRESETS
from mtle_survey.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesArgument:
    """The steps of the argument, from one block of tables.

    Attributes
    ----------
    block : Block
    explored : Exploration
    confirmed : ConfirmatoryEvidence
    """

    block: Block
    explored: Exploration
    confirmed: ConfirmatoryEvidence

    @property
    def table(self) -> Table:
        """Every row."""
        return self.explored.table + self.confirmed.table


def factors_of_tables(
    files: list[str],
    instrument: str | None,
    respondent: str | None,
    *,
    wave: str | None,
    scales: Sequence[str],
    factors: int | None,
    correlation: str | None,
    extraction: str,
    rotation: str,
    needing_rows: Mapping[str, bool],
    form: Format,
    output: Path | None,
) -> None:
    """Exploration, and the declared structure by maximum likelihood.

    ``needing_rows`` says which of the options that need the rows were asked for.
    """
    for option, asked in needing_rows.items():
        if asked:
            misused(UsageError(f"{option} needs the rows; tables hold complete answers added up"))
    if rotation not in PRESETS or PRESETS[rotation].criterion == "target":
        usable = ", ".join(name for name, preset in PRESETS.items() if preset.criterion != "target")
        misused(UsageError(f"from tables there is no rotation “{rotation}”; there are {usable}"))
    request = StructureRequest(
        factors=factors, correlation=correlation, estimator=extraction, rotation=rotation
    )

    def compute(shared: SharedTables) -> TablesArgument:
        block = structure_block(shared.instrument, shared.aggregates, wave, scales)
        declared = declared_structure(shared.instrument, block.items)
        return TablesArgument(
            block=block,
            explored=explored_tables(shared.instrument, block, request, say),
            confirmed=confirmed_tables(block, declared, CONFIDENCE),
        )

    with_tables(
        "factors",
        lambda: open_tables(files, instrument, respondent),
        compute,
        _text,
        form,
        output,
        lambda found: found.table,
    )


def _text(shared: SharedTables, found: TablesArgument) -> str:
    block, explored, confirmed = found.block, found.explored, found.confirmed
    where = f" in {block.wave}" if block.wave else ""
    lines = [
        f"{counted(len(block.items), 'item')}{where}; {counted(block.n, 'respondent')} answered all of them.",
        f"Correlations: {explored.choice.kind} ({explored.choice.reason}).",
        *steps(shared.instrument, block.items, explored, confirmed, None),
        "",
        "Verdict",
        *verdict(explored, confirmed, None, None),
    ]
    return "\n".join(without_double_gaps(lines))
