"""What a study knows about itself, in the sentences that checklists ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mtle_survey.report.checklists import designs
from mtle_survey.report.format import estimate_with_interval, percent, plain_number
from mtle_survey.report.inline import Text, Wording, text

if TYPE_CHECKING:
    from mtle_survey.instrument.model import Scale
    from mtle_survey.report.view import View
    from mtle_survey.table import Row


def said(sentence: str) -> Callable[[View], str]:
    """An answer that holds for every report of this program."""
    return lambda _: sentence


def joined(*parts: str | Text, between: str = " ") -> Text:
    """Several answers as one; those that are empty are left out."""
    pieces = [piece for part in parts if part for piece in (between, part)]
    return text(*pieces[1:])


def response_rate(view: View) -> str:
    """The share of the invited who answered; empty where nobody knows who was invited."""
    flow = view.study.flow
    rates = [
        f"{flow.n(w, 'answered')} of {invited} invited{f' in {w}' if w else ''} "
        f"({percent(flow.n(w, 'answered') / invited, invited)})"
        for w in view.waves
        if (invited := flow.n(w, "invited"))
    ]
    return f"{'; '.join(rates)}." if rates else ""


def followed(view: View) -> str:
    """How many could be followed, and how many were lost."""
    contrast = view.main_contrast
    if contrast is None:
        return ""
    linked, lost = (view.study.flow.n(contrast.later, step) for step in ("linked", "lost"))
    return f"{linked} people are in both {contrast.earlier} and {contrast.later}; {lost} were lost."


def left_out(view: View) -> str:
    """What was set aside, step by step."""
    flow = view.study.flow
    seen = ("not_consented", "withdrawn", "preview", "careless", "quarantined", "unanswered")
    parts = [
        f"{n} {step.replace('_', ' ')}" for step in seen if (n := sum(flow.n(w, step) for w in view.waves))
    ]
    return f"Records left out: {', '.join(parts)}. The report has the whole flow." if parts else "None."


def duplicates(view: View) -> str:
    """How many records bear an ID that stands for different answers."""
    n = sum(view.study.flow.n(w, "quarantined") for w in view.waves)
    return f"IDs that occur more than once with different answers were set aside: {n} records."


def questions(view: View) -> Text:
    """What the evaluation asks, with the scales and targets declared."""
    return joined(
        *(
            text(
                Wording(q.ask),
                " (",
                Wording(", ".join(q.measures)) if q.measures else "no measure declared",
                "".join(f"; target {k} {v:g}" for k, v in (q.target or {}).items()),
                ").",
            )
            for q in view.study.questions
        )
    )


def primary(view: View) -> Text:
    """The primary scales, and whether they were locked beforehand."""
    if not view.study.primary:
        return text("None declared; the report gives no p-values.")
    locked = "; locked before the analysis" if view.study.locked_plan is not None else ""
    scales = Wording(", ".join(view.study.primary))
    tested = (
        "What concerns everyone together is not tested."
        if view.compares_groups
        else "Holm's adjustment over them."
    )
    return text("Primary: ", scales, f"{locked}. {tested}")


def instrument(view: View) -> Text:
    """Name, version, language and citation of the instrument."""
    found = view.instrument
    cited = (" ", Wording(found.citation.removesuffix(".")), ".") if found.citation else ()
    title, edition, language = found.title, f"{found.id} {found.version}", found.language
    named = text(Wording(title), " (", Wording(edition), "), in language ", Wording(language), ".")
    return text(named, *cited)


def scales(view: View) -> str:
    """The scales with their numbers of items."""
    sizes = [(s.title, len(view.instrument.scale_items(s.id))) for s in view.scales]
    return "; ".join(f"{title}: {k} item{'' if k == 1 else 's'}" for title, k in sizes)


def response_options(view: View) -> Text:
    """The response formats in use."""
    used = {view.instrument.format_of(i).labels: None for i in view.instrument.rated_items}
    return text(Wording("; ".join(" / ".join(label for label in labels if label) for labels in used)))


def scoring(view: View) -> str:
    """How scores are made, and how many answers they need."""
    methods = sorted({s.score.method for s in view.scales})
    if not methods:
        return ""
    return (
        f"Score: {', '.join(methods)} of the answered items, reversed over the declared range where keyed "
        "so. A score needs half of a scale's items, rounded up, unless the scale says otherwise."
    )


def missing(view: View) -> str:
    """The share of unanswered questions in each wave."""
    parts = []
    for wave in view.waves:
        rows = [r for r in view.study.missing if r.wave == wave and r.headline and r.estimate is not None]
        if rows:
            share = sum(r.estimate or 0.0 for r in rows) / len(rows)
            parts.append(f"{percent(share, 1000)}{f' in {wave}' if wave else ''}")
    handled = (
        "Change rests on people with both scores; a mixed model with everyone stands beside it."
        if view.main_contrast is not None
        else "No answer was imputed."
    )
    return f"Missing answers per question on average: {', '.join(parts)}. {handled}" if parts else handled


def corrections(view: View) -> str:
    """What was done about those who did not answer."""
    beside = "; those who were lost are compared with those who stayed" if view.main_contrast else ""
    return f"None{beside}."


def reliability(view: View) -> str:
    """Alpha with its interval, per leading scale and wave."""
    return _by_scale(view, "alpha", "α")


def omega(view: View) -> str:
    """Omega total per leading scale and wave."""
    return _by_scale(view, "omega_total", "ω")


def measurement_error(view: View) -> str:
    """The standard error of measurement per leading scale and wave."""
    return _by_scale(view, "sem", "SEM")


def change(view: View) -> str | Text:
    """The change of each leading scale with its interval and n; the adjusted difference of groups."""
    if view.compares_groups:
        return designs.effects(view)
    contrast = view.main_contrast or view.remembered
    if contrast is None:
        return ""
    rows = _about(view, view.leading_scales, "mean_change", contrast=contrast.name)
    return "; ".join(f"{scale.title}: {estimate_with_interval(row)}, n = {row.n}" for scale, row in rows)


def effect_sizes(view: View) -> str | Text:
    """The standardized change of each leading scale; the adjusted difference of groups."""
    if view.compares_groups:
        return designs.compared(view, "adjusted_g", "adjusted g = ")
    if view.main_contrast is None:
        return ""
    rows = _about(view, view.leading_scales, "d_av", contrast=view.main_contrast.name)
    return "; ".join(
        f"{scale.title}: d_av = {estimate_with_interval(row)}, n = {row.n}" for scale, row in rows
    )


def floor_and_ceiling(view: View) -> str:
    """Shares near the ends of each leading scale at the first wave."""
    parts = []
    for scale in view.leading_scales:
        found = view.found.about(scale=scale.id, wave=view.waves[0])
        ends = [found.get("near_floor"), found.get("near_ceiling")]
        if all(row is not None for row in ends):
            low, high = (estimate_with_interval(row) for row in ends if row is not None)
            parts.append(f"{scale.title}: {low} at the bottom, {high} at the top")
    return "; ".join(parts)


def steps(view: View) -> Text:
    """The meaningful steps that were declared."""
    return joined(
        *(text(Wording(scale), f": {plain_number(step)}") for scale, step in view.study.steps.items()),
        between="; ",
    )


def clusters(view: View) -> Text:
    """The sites, and how the analysis respects them."""
    if view.study.cluster is None:
        return ()
    field = view.instrument.field.get(view.study.cluster)
    title = Wording(field.title if field else view.study.cluster)
    told = "); intervals that respect them stand beside those that do not."
    return text("People come from sites (", title, told)


def software(view: View) -> str:
    """Program and version."""
    from importlib.metadata import version

    return (
        f"mtle_survey {version('mtle-survey')}, seed {view.study.seed}; libraries: see the report's ledger."
    )


def invariance(view: View) -> str:
    """What is known of whether questions mean the same at both times."""
    rows = list(view.study.changes.invariance)
    if not rows:
        return ""
    return (
        "Tested; see the report." if any(r.available for r in rows) else f"Not tested: {rows[0].unavailable}."
    )


def _by_scale(view: View, statistic: str, symbol: str) -> str:
    parts = []
    for wave in view.waves:
        for scale, row in _about(view, view.leading_scales, statistic, wave=wave):
            when = f" in {wave}" if wave else ""
            parts.append(f"{scale.title}{when}: {symbol} = {estimate_with_interval(row)}, n = {row.n}")
    return "; ".join(parts)


def _about(
    view: View,
    chosen: Iterable[Scale],
    statistic: str,
    *,
    wave: str | None = None,
    contrast: str | None = None,
) -> list[tuple[Scale, Row]]:
    found = (
        (scale, view.found.about(scale=scale.id, wave=wave, contrast=contrast).get(statistic))
        for scale in chosen
    )
    return [(scale, row) for scale, row in found if row is not None and row.available]
