"""The sources of the statistics that this report shows."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from mtle_survey.evidence.cut_offs import CUT_OFFS, TERWEE
from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Block, ListBlock
from mtle_survey.report.informant_words import few_units
from mtle_survey.report.inline import Link, Text, text
from mtle_survey.report.interviews import few_passages
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
        "oldham",
        "tobit_change",
    }
)
_RETROSPECTIVE = (
    "Hill, L. G., & Betz, D. L. (2005). Revisiting the retrospective pretest. American Journal of "
    "Evaluation, 26(4), 501-517. https://doi.org/10.1177/1098214005281356"
)
_JULIOUS = (
    "Julious, S. A. (2005). Sample size of 12 per group rule of thumb for a pilot study. Pharmaceutical "
    "Statistics, 4(4), 287-291. https://doi.org/10.1002/pst.185"
)
_KOO_LI = (
    "Koo, T. K., & Li, M. Y. (2016). A guideline of selecting and reporting intraclass correlation "
    "coefficients for reliability research. Journal of Chiropractic Medicine, 15(2), 155-163. "
    "https://doi.org/10.1016/j.jcm.2016.02.012"
)
_PRINSEN = (
    "Prinsen, C. A. C., Mokkink, L. B., Bouter, L. M., Alonso, J., Patrick, D. L., de Vet, H. C. W., & "
    "Terwee, C. B. (2018). COSMIN guideline for systematic reviews of patient-reported outcome measures. "
    "Quality of Life Research, 27(5), 1147-1157. https://doi.org/10.1007/s11136-018-1798-3"
)

_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def applies(view: View) -> bool:
    """Whether any statistic was computed."""
    return bool(references(view))


def references(view: View) -> tuple[str, ...]:
    """APA references of the statistics shown, each once, in alphabetical order."""
    study = view.study
    tables = (study.description, study.reliability, study.items, study.compared, study.changes.threats)
    used = {row.statistic for table in tables for row in table if row.available} & _shown(view)
    tested = "ancova_effect" if view.compares_groups else "mean_change"
    if study.primary and tested in used:
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
    return tuple(sorted(found | _cited(view, used)))


def _shown(view: View) -> AbstractSet[str]:
    """The statistics whose sources are given; the exact test is told on few people alone."""
    tested = view.study.primary and view.few
    return _SHOWN | {"wilcoxon"} if tested else _SHOWN


def _cited(view: View, used: AbstractSet[str]) -> set[str]:
    """The sources of the cut-offs that the text names."""
    cited = set()
    if "alpha" in used:
        cited.add(CUT_OFFS["reliability_groups"].source)
    if "oldham" in used:
        cited.add(TERWEE)
    if any("Julious" in caution.sentence for caution in view.study.changes.cautions):
        cited.add(_JULIOUS)
    if few_units(view) or few_passages(view):
        cited.add(_KOO_LI)
    if view.structure is not None and view.structure.fit is not None:
        cited.add(_PRINSEN)
    return cited


def blocks(view: View) -> tuple[Block, ...]:
    """A list, with addresses as links."""
    return (ListBlock(items=tuple(_linked(r) for r in references(view))),)


def _linked(reference: str) -> Text:
    words, mark, address = reference.partition("https://")
    return text(_RANGE.sub("–", words), Link(mark + address, mark + address) if mark else "")


SECTION = ReportSection(name="references", title="References", order=99, applies=applies, blocks=blocks)
