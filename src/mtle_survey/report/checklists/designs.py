"""What a study knows of its groups and of its informants, in the sentences that checklists ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mtle_survey.report.between_groups import comparison_arms, program_arm
from mtle_survey.report.format import count_of, estimate_with_interval, percent
from mtle_survey.report.glossary import display
from mtle_survey.report.informant_words import last_forms
from mtle_survey.report.inline import Text, Wording, listing, text
from mtle_survey.report.participation import arms_followed

if TYPE_CHECKING:
    from mtle_survey.report.view import View
    from mtle_survey.table import Row

_AGREEMENT = ("informant_gap", "icc_a1", "icc_c1")
_MOST = 12  # rows


def answered(view: View) -> str:
    """How many answered each wave, and when."""
    parts = []
    for wave in view.waves:
        when = f" ({view.study.dates[wave]})" if wave in view.study.dates else ""
        parts.append(f"{view.study.flow.n(wave, 'answered')} answered{f' {wave}' if wave else ''}{when}")
    return f"{'; '.join(parts)}."


def design(view: View) -> Text:
    """The design, and what it lets one say."""
    named = ", ".join(w for w in view.waves if w)
    waves = Wording(named) if named else "one wave"
    if view.study.design.get("type", "one_group") == "comparison":
        lot = view.study.design.get("assignment") == "random"
        return text(
            "Program group (",
            Wording(program_arm(view).name),
            ") and comparison group (",
            listing([Wording(arm.name) for arm in comparison_arms(view)]),
            f"), {'assigned by lot' if lot else 'not formed by lot'}, measured in ",
            waves,
            ".",
        )
    if view.remembered is not None:
        return text(
            "One group, asked once, in ",
            waves,
            ", about now and, looking back, about the start; no measurement at the start and no comparison "
            "group, so no claim about causes.",
        )
    forms = last_forms(view)
    if forms is not None:
        kinds = listing([Wording(kind) for kind in forms.kinds])
        return text(
            "Several kinds of informants (", kinds, ") about the same units, measured in ", waves, "."
        )
    return text("One group, measured in ", waves, "; no comparison group, so no claim about causes.")


def agreement(view: View) -> Text:
    """Agreement of informants, scale by scale, with the gap it goes with."""
    titles = {scale.id: scale.title for scale in view.scales}
    rows = [
        r
        for name in _AGREEMENT
        for r in view.study.informants.where(statistic=name)
        if r.available and r.headline and r.scale in titles
    ]
    return by_title(
        view,
        ((r, f"{display(r.statistic).label} {estimate_with_interval(r)}, n = {r.n}") for r in rows[:_MOST]),
    )


def informants(view: View) -> Text:
    """How many units, and how many informants of each kind, were analysed."""
    forms = last_forms(view)
    if forms is None or view.disclosure.public:
        return text(answered(view))
    counts: Counter[str] = Counter()
    for (_, kind), rows in forms.rows.items():
        counts[kind] += len(rows)
    told = listing([text(Wording(kind), f" {counts[kind]}") for kind in forms.kinds])
    return text(
        f"{len(forms.complete)} of {len(forms.units)} units with all kinds of informants: ", told, "."
    )


def baseline(view: View) -> Text:
    """The difference of the groups at the start."""
    return compared(view, "baseline_g", "g = ")


def effects(view: View) -> Text:
    """The adjusted effects."""
    return compared(view, "ancova_effect", "adjusted difference ")


def compared(view: View, statistic: str, symbol: str) -> Text:
    """A statistic of the comparison, scale by scale, with its interval and n."""
    shown = {scale.id for scale in view.scales}
    rows = [
        r
        for r in view.study.comparison.where(statistic=statistic)
        if r.available and r.headline and r.scale in shown and r.wave in (view.waves[0], view.waves[-1])
    ]
    return by_title(view, ((r, f"{symbol}{estimate_with_interval(r)}, n = {r.n}") for r in rows))


def by_title(view: View, found: Iterable[tuple[Row, str]]) -> Text:
    """What is told of each scale, scales by their titles."""
    titles = {scale.id: Wording(scale.title) for scale in view.scales}
    told = [text(titles[row.scale or ""], f": {words}") for row, words in found]
    return text(*(part for place, each in enumerate(told) for part in ("; " if place else "", each)))


def assigned(view: View) -> Text:
    """How many of each group answered the first wave, which is not how many were assigned."""
    arms = arms_followed(view)
    if not arms:
        return text(answered(view))
    named = listing([text(Wording(name), f" {n}") for name, _, n in arms])
    return text(f"Answered {view.waves[0]}: ", named, ".")


def attrition(view: View) -> Text:
    """Who was lost, overall and by group."""
    tables = (view.study.comparison, view.study.attrition)
    names = ("attrition", "attrition_overall", "attrition_differential")
    rows = [r for table in tables for r in table if r.statistic in names and r.available]
    lost = [_lost(row) for row in rows]
    return text(*(part for place, each in enumerate(lost) for part in ("; " if place else "", each)))


def _lost(row: Row) -> Text:
    group = (" (", Wording(row.group), ")") if row.group else ()
    counts = f" ({count_of(row)} of {row.n})" if row.statistic == "attrition" and row.n else ""
    share = f": {percent(row.estimate or 0.0, row.n or 0)}{counts}"
    return text(row.statistic.replace("_", " "), *group, ", ", Wording(row.contrast or ""), share)
