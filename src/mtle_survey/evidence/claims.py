"""What the design allows a report to say: changed, differed, or was affected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mtle_survey.evidence.panel import Panel
from mtle_survey.rounding import Limit, decimals_beside, rounded
from mtle_survey.stats.gates import BASELINE_G_REFUSED_ABOVE
from mtle_survey.table import Row, Table

Verb = Literal["change", "difference", "impact"]

NO_COMPARISON = "There is no comparison group: change can be shown, its cause cannot."
NOBODY_FOLLOWED = "Nobody can be followed from wave to wave, so gains cannot be compared."
NOT_ALIKE = "The groups cannot be taken as alike but for the program."
ALIKE = (
    "The groups started within .25 standard deviations of each other, each holds more than one unit, and "
    "both ways of comparing agree."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The strongest language that the design bears.

    Attributes
    ----------
    verb : {"change", "difference", "impact"}
        "change": scores rose or fell, and nothing is said of why. "difference": the groups differ, and
        nothing is said of why. "impact": the program may be said to have had an effect on ``scales``.
    reason : str
        Why, in words for the reader.
    scales : frozenset of str
        The scales on which an effect may be spoken of.
    faults : mapping of scale to str
        Why it may not be on the others.
    """

    verb: Verb
    reason: str
    scales: frozenset[str] = frozenset()
    faults: Mapping[str, str] = field(default_factory=dict)

    def told(self, titles: Mapping[str, str]) -> str:
        """The reason with scales called by their titles; scales of which the same is to be said together."""
        if not self.faults:
            return self.reason
        together: dict[str, list[str]] = {}
        for scale, fault in self.faults.items():
            together.setdefault(fault, []).append(titles.get(scale, scale))
        return _reason({", ".join(named): fault for fault, named in together.items()})


def _reason(faults: Mapping[str, str]) -> str:
    told = "; ".join(f"{named}: {fault}" for named, fault in faults.items())
    return f"{NOT_ALIKE} {told or 'No outcome was compared'}."


def claims(panel: Panel | None, compared: Table, leading: Sequence[str], design_type: str) -> Claims:
    """The language for a study.

    Parameters
    ----------
    panel : Panel or None
        None where nobody can be linked.
    compared : Table
        The rows of ``comparison``.
    leading : sequence of str
        The scales that the study is judged by.
    design_type : str
        ``one_group`` or ``comparison``.
    """
    if design_type != "comparison":
        return Claims(verb="change", reason=NO_COMPARISON)
    if panel is None or panel.main_contrast is None:
        return Claims(verb="change", reason=NOBODY_FOLLOWED)
    faults = {scale: _fault(compared, scale, panel.names[-1]) for scale in leading}
    sound = frozenset(scale for scale, fault in faults.items() if not fault)
    if faults and len(sound) == len(faults):
        return Claims(verb="impact", reason=ALIKE, scales=sound)
    found = {scale: fault for scale, fault in faults.items() if fault}
    return Claims(verb="difference", reason=_reason(found), scales=sound, faults=found)


def _fault(compared: Table, scale: str, last: str) -> str:
    """Why no effect on a scale may be spoken of; empty if it may."""
    baselines = compared.where(statistic="baseline_g", scale=scale).rows
    if not baselines:
        return "not compared"
    effects = compared.where(statistic="ancova_effect", scale=scale, wave=last).rows
    for found in (*baselines, *effects):
        if found.unavailable:
            return str(found.unavailable)
    apart = max(abs(r.estimate or 0.0) for r in baselines)
    if apart > BASELINE_G_REFUSED_ABOVE:
        decimals = decimals_beside(apart, (Limit(BASELINE_G_REFUSED_ABOVE, "at_most"),), 2)
        return f"the groups started {rounded(apart, decimals)} standard deviations apart"
    models = compared.where(statistic="models_disagree", scale=scale, estimate=1.0).rows
    if any(_about(r, last) for r in models):
        return "adjusting for the start and comparing gains lead to different conclusions"
    return ""


def _about(found: Row, last: str) -> bool:
    """Whether a contrast of gains is about the last wave."""
    return (found.contrast or "").startswith(f"({last} - ")
