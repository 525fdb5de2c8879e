"""What the first page says about the reliability of the outcomes: never more than the worst wave carries."""

from __future__ import annotations

from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.instrument.model import Scale
from mtle_survey.report.format import NO_BREAK, estimate_with_interval
from mtle_survey.report.inline import Inline, Reference, Text, Wording, listing, text
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row

_WANTED = (
    "Nunnally and Bernstein (1994) ask for .70 or more where groups are compared; here the interval counts"
)

COEFFICIENTS = ("alpha", "omega_total", "spearman_brown")


def reliability_points(view: View) -> list[Text]:
    """One point about the leading outcomes in the waves compared; those without a coefficient are named.

    Of each outcome the wave with the lowest bound of alpha counts.
    """
    scales = view.leading_scales
    if not scales:
        return []
    worst = [(scale, *min(found, key=_bound)) for scale in scales if (found := _assessed(view, scale))]
    lacking = _lacking(view)
    if not worst:
        return [text("How well the questions go together is not known: ", lacking, *_where(view))]
    level = cut_off("reliability_groups")
    weak = [found for found in worst if _bound(found[1:]) < level]
    remark = text("; ", lacking) if lacking else ()
    if weak:
        scale, wave, row = min(weak, key=lambda found: _bound(found[1:]))
        some = "the outcome above" if len(scales) == 1 else f"{len(weak)} of {len(scales)} outcomes"
        least = ": " if len(scales) == 1 else "; least so for "
        return [
            text(
                f"For {some} it is not certain that the questions go together well enough to be averaged",
                least,
                Wording(scale.title),
                f"{f' in {wave}' if wave else ''}, coefficient alpha {estimate_with_interval(row)}, "
                f"n{NO_BREAK}={NO_BREAK}{row.n}",
                remark,
                *_where(view),
                f" It is 1 at best; {_WANTED}.",
            )
        ]
    whole = not lacking
    named = "every outcome above" if whole else f"{len(worst)} of {len(scales)} outcomes"
    waves = [wave for wave in _waves(view) if wave]
    return [
        text(
            f"The questions of {named} go together well",
            *((" in ", listing(waves)) if waves else ()),
            ": coefficient alpha, 1 at best, is .70 or more with its whole interval, as Nunnally and "
            "Bernstein (1994) ask where groups are compared",
            remark,
            *_where(view),
        )
    ]


def any_coefficient(view: View) -> bool:
    """Whether a reliability is known of any scale in any wave; without one it has no table."""
    return any(row.available for row in view.reliability if row.statistic in COEFFICIENTS)


def _where(view: View) -> Text:
    """Where the coefficients stand, or why there are none."""
    where = Reference("table-reliability" if any_coefficient(view) else "reliability")
    return text(" (", where, ").")


def weakest(view: View) -> tuple[Scale, Row] | None:
    """The leading outcome whose items hang together least, if that of any is in doubt."""
    found = [
        (scale, min(rows, key=_bound)[1]) for scale in view.leading_scales if (rows := _assessed(view, scale))
    ]
    weak = [f for f in found if (f[1].conf_low or 0.0) < cut_off("reliability_groups")]
    return min(weak, key=lambda f: f[1].conf_low or 0.0) if weak else None


def _waves(view: View) -> tuple[Wave, ...]:
    contrast = view.main_contrast
    return view.waves if contrast is None else (contrast.earlier, contrast.later)


def _asked(view: View, scale: Scale) -> list[tuple[Wave, Row | None]]:
    """Alpha in the waves that scored a scale."""
    return [
        (wave, view.found.about(scale=scale.id, wave=wave).get("alpha"))
        for wave in _waves(view)
        if scale.id in view.study.scores[wave].scales
    ]


def _assessed(view: View, scale: Scale) -> list[tuple[Wave, Row]]:
    return [(wave, row) for wave, row in _asked(view, scale) if row is not None and row.conf_low is not None]


def _lacking(view: View) -> Text:
    """The outcomes without a coefficient and its interval in some wave; empty for none."""
    named: list[Inline | Text] = []
    for scale in view.leading_scales:
        known = {wave for wave, _ in _assessed(view, scale)}
        missing = [wave for wave, _ in _asked(view, scale) if wave not in known]
        if not known:
            named.append(Wording(scale.title))
        elif missing:
            named.append(text(Wording(scale.title), f" in {missing[0]}"))
    return text("no coefficient with an interval can be given for ", listing(named)) if named else ()


def _bound(found: tuple[Wave, Row]) -> float:
    low = found[1].conf_low
    return float("nan") if low is None else low
