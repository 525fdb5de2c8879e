"""What each kind of informant sees of the same units, in a sentence for each scale."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.cautions import agreement_caution
from mtle_survey.evidence.informant_forms import Forms, collect_forms
from mtle_survey.evidence.informants import MODEL
from mtle_survey.instrument.model import Scale
from mtle_survey.report.format import (
    NO_BREAK,
    direction,
    estimate,
    estimate_with_interval,
    interval_in_words,
    unit_of,
    wave_name,
)
from mtle_survey.report.inline import Strong, Text, Wording, text
from mtle_survey.report.view import View
from mtle_survey.report.wording import on_the_scale
from mtle_survey.table import Row, Table


def last_forms(view: View) -> Forms | None:
    """The forms of the last wave that several kinds of informants answered; None without one."""
    field = view.instrument.field_with_role("informant")
    if field is None or view.study.unit is None:
        return None
    for wave in reversed(view.waves):
        forms = collect_forms(view.study.waves[wave], view.study.unit, field.id)
        if forms is not None and len(forms.kinds) > 1:
            return forms
    return None


def few_units(view: View) -> str:
    """How to read agreement in the last wave where few units have both answers; else nothing."""
    forms = last_forms(view)
    if forms is None:
        return ""
    return agreement_caution(view.shown(view.study.informants.where(wave=forms.wave)), "units")


def everyone_together(view: View) -> str:
    """Whom a figure or number pools, where the report elsewhere tells them apart; else nothing."""
    if view.compares_groups:
        return "Everyone who answered, in the program group or not. "
    return "Every kind of informant together. " if last_forms(view) is not None else ""


def both_groups(view: View) -> str:
    """That numbers of a comparison are about everybody, of whichever group; empty in other designs."""
    if not view.compares_groups:
        return ""
    return (
        "Everyone who answered is taken together here, in the program group or not; this says nothing of "
        "the program. "
    )


def pairs_of_kinds(forms: Forms) -> list[str]:
    """Each kind less each one before it, as rows name the contrast."""
    kinds = forms.kinds
    return [f"{kinds[b]} - {kinds[a]}" for a in range(len(kinds)) for b in range(a + 1, len(kinds))]


def seen_by_kind(view: View, scale: Scale) -> Text:
    """The means of each two kinds, their gap and their agreement; empty where nothing can be compared."""
    forms = last_forms(view)
    if forms is None or scale.id not in view.study.scores[forms.wave].scales:
        return ()
    table = view.shown(view.study.informants)
    told = [said for pair in pairs_of_kinds(forms) for said in _pair(table, forms, scale, pair)]
    if not told:
        return ()
    scores = view.study.scores[forms.wave]
    when = f"in {wave_name(forms.wave)}, " if len(view.waves) > 1 else ""
    possible = on_the_scale(scores.low[scale.id], scores.high[scale.id])
    return text(Strong(scale.title), f" ({when}{possible}): ", *told)


def _pair(table: Table, forms: Forms, scale: Scale, pair: str) -> Iterator[Text]:
    about = {"model": MODEL, "scale": scale.id, "wave": forms.wave, "contrast": pair}
    gap = table.one(statistic="informant_gap", **about)
    later, _, earlier = pair.partition(" - ")
    ends = [
        table.one(statistic="mean", group=f"{forms.informant}={kind}", **about) for kind in (earlier, later)
    ]
    alike = table.one(statistic="icc_a1", **about)
    if gap is None or not gap.available or any(end is None or not end.available for end in ends):
        yield from _agreement_alone(alike, earlier, later)
        return
    means = [estimate(end, unit_of(scale)) for end in ends if end is not None]
    yield text(
        Wording(earlier),
        f" {means[0]}, ",
        Wording(later),
        f" {means[1]}: ",
        *_higher(gap, earlier, later),
        f" ({_numbers(gap, scale)}){_agreement(alike)}. ",
    )


def _agreement_alone(alike: Row | None, earlier: str, later: str) -> Iterator[Text]:
    """How alike two kinds score the same unit, where this edition does not tell how far they are apart."""
    if alike is not None and alike.available:
        units = f" (n{NO_BREAK}={NO_BREAK}{alike.n} units)"
        how_far = "; how far apart they are is not shown. "
        yield text(Wording(earlier), " and ", Wording(later), units, _agreement(alike), how_far)


def _higher(gap: Row, earlier: str, later: str) -> tuple[str | Wording, ...]:
    where = direction(gap)
    if where == 0:
        return ("no clear gap",)
    return ("rated higher by ", Wording(later if where > 0 else earlier))


def _numbers(gap: Row, scale: Scale) -> str:
    parts = (
        estimate(gap, unit_of(scale)),
        interval_in_words(gap, unit_of(scale)),
        f"n{NO_BREAK}={NO_BREAK}{gap.n} units",
    )
    return ", ".join(part for part in parts if part)


def _agreement(alike: Row | None) -> str:
    """How alike the two kinds score the same unit; empty where it cannot be given."""
    if alike is None or not alike.available:
        return ""
    return f"; agreement (ICC, 1 at best) {estimate_with_interval(alike)}"
