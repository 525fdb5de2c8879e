"""The sources of the statistics that this report shows."""

from __future__ import annotations

from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Block, ListBlock
from mtle_survey.report.inline import Link, Text, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View

_FAMILIES = ("change", "clusters", "comparison", "description", "items", "mixed", "reliability")
_SHOWN = frozenset(
    {
        "alpha",
        "omega_total",
        "sem",
        "item_rest_correlation",
        "mean_change",
        "d_av",
        "improved",
        "lmm_change",
        "baseline_g",
        "ancova_effect",
        "adjusted_g",
        "did_effect",
        "dose_slope",
        "dose_spearman",
        "cluster_icc",
        "design_effect",
    }
)
_RETROSPECTIVE = (
    "Hill, L. G., & Betz, D. L. (2005). Revisiting the retrospective pretest. American Journal of "
    "Evaluation, 26(4), 501-517. https://doi.org/10.1177/1098214005281356"
)


def applies(view: View) -> bool:
    """Whether any statistic was computed."""
    return bool(references(view))


def references(view: View) -> tuple[str, ...]:
    """APA references of the statistics shown, each once, in alphabetical order."""
    study = view.study
    tables = (study.description, study.reliability, study.items, study.compared)
    used = {row.statistic for table in tables for row in table if row.available} & _SHOWN
    if study.primary and "mean_change" in used:
        used.add("holm")
    if any(row.method == "CR2" for row in study.compared):
        used.add("cr2")
    if study.retrospective:
        used.add("response_shift")
    found = {_RETROSPECTIVE} if study.retrospective else set()
    for family in _FAMILIES:
        for statistic in discover(f"mtle_survey.stats.{family}", "STATISTIC").values():
            if statistic.name in used and statistic.reference:
                found.add(statistic.reference)
    return tuple(sorted(found))


def blocks(view: View) -> tuple[Block, ...]:
    """A list, with addresses as links."""
    return (ListBlock(items=tuple(_linked(r) for r in references(view))),)


def _linked(reference: str) -> Text:
    words, mark, address = reference.partition("https://")
    return text(words, Link(mark + address, mark + address) if mark else "")


SECTION = ReportSection(name="references", title="References", order=99, applies=applies, blocks=blocks)
