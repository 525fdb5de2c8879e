"""Everything that ``mtle factors`` computes, each part once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.cli.output import say
from mtle_survey.errors import UsageError
from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence, TailoredEvidence
from mtle_survey.evidence.factor_scores import scores_of
from mtle_survey.evidence.invariance import InvarianceEvidence
from mtle_survey.evidence.invariance_rows import invariance_table
from mtle_survey.evidence.item_response import ItemResponseEvidence
from mtle_survey.evidence.structure import StructureEvidence
from mtle_survey.stats.structure.rotation.presets import PRESETS
from mtle_survey.study import Study
from mtle_survey.table import Table
from mtle_survey.whole_files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """The steps of the argument.

    Attributes
    ----------
    explored : StructureEvidence
    confirmed : ConfirmatoryEvidence
    compared : InvarianceEvidence or None
    cut_offs : TailoredEvidence or None
        None where they were not asked for.
    traits : ItemResponseEvidence or None
        None where no item response model was asked for.
    """

    explored: StructureEvidence
    confirmed: ConfirmatoryEvidence
    compared: InvarianceEvidence | None
    cut_offs: TailoredEvidence | None
    traits: ItemResponseEvidence | None

    @property
    def table(self) -> Table:
        """Every row."""
        rows = self.explored.table + self.confirmed.table
        if self.cut_offs is not None:
            rows += self.cut_offs.table
        if self.traits is not None:
            rows += self.traits.table
        return rows if self.compared is None else rows + invariance_table(self.compared)

    def write_scores(self, path: Path, method: str) -> str:
        """Write factor scores; what was written, in a sentence."""
        found = scores_of(self.explored, method)
        write_whole(path, found.to_csv().encode("utf-8"))
        poor = (
            f" Left out, since the items determine them by less than .80: {', '.join(found.left_out)}."
            if found.left_out
            else ""
        )
        return f"Wrote {len(found.rows)} people’s scores ({method}) to {path}.{poor}"

    def write_figures(self, study: Study, folder: Path, estimator: str | None) -> str:
        """Draw what was found; what was drawn, in a sentence."""
        from mtle_survey.report.inline import plain
        from mtle_survey.report.structure_figures import structure_figures

        drawn = structure_figures(study.instrument, self.explored, self.confirmed, self.traits, estimator)
        for figure in drawn:
            svg = figure.drawing.svg(plain(figure.title, {}), figure.alt)
            write_whole(folder / f"{figure.id}.svg", svg.encode("utf-8"))
        names = ", ".join(f"{figure.id}.svg" for figure in drawn) or "nothing to draw"
        return f"Drawn into {folder}: {names}."


def argue(
    study: Study,
    *,
    wave: str | None,
    scales: Sequence[str],
    factors: int | None,
    correlation: str | None,
    missing: str,
    extraction: str,
    rotation: str,
    estimator: str | None,
    invariance: str | None,
    tailored: bool,
    irt: bool,
    dif: str | None,
) -> Argument:
    """Compute what the options ask for.

    Raises
    ------
    UsageError
        There is no such wave, scale, rotation or column.
    """
    if rotation not in PRESETS:
        raise UsageError(f"there is no rotation “{rotation}”; there are {', '.join(PRESETS)}")
    structures = study.structures
    compared = (
        structures.invariance(invariance, wave, scales, estimator=estimator, progress=say)
        if invariance
        else None
    )
    confirmed = structures.confirmed(wave, scales, say)
    return Argument(
        explored=structures.explored(
            wave,
            scales,
            factors=factors,
            correlation=correlation,
            estimator=extraction,
            rotation=rotation,
            missing=missing,
            progress=say,
        ),
        confirmed=confirmed,
        compared=compared,
        cut_offs=structures.tailored_cut_offs(confirmed, wave, scales, estimator, say) if tailored else None,
        traits=structures.item_response(wave, scales, dif=dif, progress=say) if irt or dif else None,
    )
