"""How to read the numbers: the words of this report, explained."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.blocks import Block, Definitions, Term
from mtle_survey.report.format import plain_number
from mtle_survey.report.glossary import STATISTICS
from mtle_survey.report.inline import Inline, Text, text
from mtle_survey.report.reliability_summary import any_coefficient
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View

SHOWN = (
    "mean", "sd", "median", "mean_change", "d_av", "near_floor", "near_ceiling", "alpha", "omega_total",
    "mean_inter_item_correlation", "sem", "item_rest_correlation", "alpha_if_dropped",
)  # fmt: skip
_CHANGE_ONLY = ("mean_change", "d_av")
_CONSISTENCY = (
    "alpha", "omega_total", "mean_inter_item_correlation", "sem", "item_rest_correlation", "alpha_if_dropped",
)  # fmt: skip

_BETWEEN_GROUPS = ("baseline_g", "ancova_effect", "did_effect", "ancova_p_holm")
_OF_INFORMANTS = ("informant_gap", "icc_a1", "icc_c1", "krippendorff_alpha", "kappa_quadratic")


def blocks(view: View) -> tuple[Block, ...]:
    """Terms in the order in which a reader meets them."""
    percent = plain_number(round(100 * view.study.confidence, 6))
    terms = [
        _term("Scale, item", "An item is one question. A scale is a set of items that are scored together."),
        _term("Wave", "One round of the survey."),
        _term(
            f"{percent}% confidence interval (CI)",
            "The values that the answers are compatible with. If the study were repeated many times with "
            f"other people of the same kind, {percent}% of such intervals would contain the true value. A "
            "wide interval means that few people answered, or that they differ much.",
        ),
    ]
    left_out = (
        *(() if view.main_contrast is not None else _CHANGE_ONLY),
        *(() if any_coefficient(view) else _CONSISTENCY),
    )
    terms += [_statistic(name) for name in SHOWN if name not in left_out]
    terms += [_statistic(name) for name in _of_the_design(view)]
    if view.study.primary and view.main_contrast is not None and not view.compares_groups:
        terms.append(
            _term(
                "p, adjusted after Holm",
                "How surprising a change at least this large would be if scores had not changed at all. The "
                "adjustment allows for testing several scales at once. A large p does not show that nothing "
                "changed.",
            )
        )
    return (Definitions(terms=tuple(terms)),)


def _of_the_design(view: View) -> Iterator[str]:
    """Statistics of a comparison of groups or of informants of which this edition tells some number."""
    tables = ((view.study.comparison, _BETWEEN_GROUPS), (view.study.informants, _OF_INFORMANTS))
    for table, names in tables:
        given = {row.statistic for row in view.shown(table) if row.available}
        yield from (name for name in names if name in given)


def _term(term: Inline | Text, explanation: str) -> Term:
    return Term(term=text(term), explanation=text(explanation))


def _statistic(name: str) -> Term:
    how = STATISTICS[name]
    symbol = text(" (", how.symbol, ")") if how.symbol else ()
    return Term(term=text(how.label, symbol), explanation=text(how.meaning))


SECTION = ReportSection(
    name="reading", title="How to read the numbers", order=85, applies=always, blocks=blocks
)
