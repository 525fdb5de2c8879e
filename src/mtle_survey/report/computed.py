"""How was this computed: formula, people, inputs and source of the statistics of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Definitions, Details, Term
from mtle_survey.report.files_told import files_told
from mtle_survey.report.glossary import display
from mtle_survey.report.inline import Code, Formula, Link, Text, commas, text
from mtle_survey.report.view import View
from mtle_survey.stats.estimate import Statistic

FAMILIES = ("change", "clusters", "comparison", "description", "items", "mixed", "reliability")


@cache
def formulas() -> Mapping[str, Statistic]:
    """What the kernels say about themselves, by statistic."""
    return {
        statistic.name: statistic
        for family in FAMILIES
        for statistic in discover(f"mtle_survey.stats.{family}", "STATISTIC").values()
    }


def computed(view: View, statistics: Sequence[str], people: str) -> Details:
    """A folded explanation below a table.

    Parameters
    ----------
    view : View
    statistics : sequence of str
        Ids of the statistics shown; those without a formula of their own are left out.
    people : str
        Whom n counts, as the end of a sentence: "n counts …".
    """
    known = [formulas()[name] for name in statistics if name in formulas()]
    terms = tuple(Term(term=_term(s), explanation=_explanation(s)) for s in known)
    inputs = Term(
        term=text("People and inputs"),
        explanation=text(
            f"n counts {people}. Scores are made from the answers in ",
            commas([Code(name) for name in _files(view)]),
            "; their hashes, and the seed of what is drawn at random, are in the ledger. Every number stands "
            "at full precision in the sheet Rows of the workbook.",
        ),
    )
    return Details(title=text("How was this computed?"), blocks=(Definitions(terms=(*terms, inputs)),))


def _term(statistic: Statistic) -> Text:
    how = display(statistic.name)
    return text(how.label, *((" (", how.symbol, ")") if how.symbol else ()))


def _explanation(statistic: Statistic) -> Text:
    meaning = display(statistic.name).meaning
    words, mark, address = statistic.reference.partition("https://")
    return text(
        f"{meaning} " if meaning else "",
        "Formula: ",
        Formula(statistic.formula),
        ". Source: " if statistic.reference else ".",
        words,
        Link(mark + address, mark + address) if mark else "",
    )


def _files(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told.name for told in files_told(view.study)))
