"""Who answered and who was lost, for the first page."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.events import is_log
from mtle_survey.evidence.informant_forms import collect_forms
from mtle_survey.report.between_groups import comparison_arms, program_arm
from mtle_survey.report.blocks import Fact
from mtle_survey.report.disclosure import OF_THE_WHOLE
from mtle_survey.report.format import count_of, percent
from mtle_survey.report.inline import (
    Reference,
    Strong,
    Text,
    Wording,
    commas,
    counted,
    listing,
    plain,
    text,
)
from mtle_survey.report.view import View, Wave
from mtle_survey.rounding import Limit

LOW_RESPONSE = 0.6


def key_facts(view: View) -> Iterator[Fact]:
    """How many answered each wave, are in both ends of the study, and were lost."""
    flow, contrast = view.study.flow, view.main_contrast
    if not view.flow_told:
        if view.most_people:
            yield Fact(value=text(str(view.most_people)), label=text("people at most behind a result"))
        return
    for wave in view.waves:
        if wave is not None and wave not in view.study.asked_waves:
            continue  # another page of a wave, such as what people expect
        verb = "entries" if is_log(view.instrument) else "answered"
        when = f"{verb} {wave}" if wave else verb
        invited = flow.n(wave, "invited")
        remarks = (
            view.study.dates.get(wave or "", ""),
            f"of {invited} invited" if invited else "",
            *_kinds(view, wave),
        )
        yield Fact(
            value=text(str(flow.n(wave, "answered"))),
            label=text(when),
            remark=text("; ".join(remark for remark in remarks if remark)),
        )
    if view.remembered is not None:
        yield Fact(
            value=text(str(flow.n(view.remembered.earlier, "answered"))),
            label=text("looked back at their start"),
        )
    if contrast is not None:
        linked, lost = flow.n(contrast.later, "linked"), flow.n(contrast.later, "lost")
        arms = [f"{name}: {stayed}" for name, stayed, _ in arms_followed(view)]
        if outside := followed_outside(view):
            arms.append(f"in none of these groups: {outside}")
        yield Fact(
            value=text(str(linked)),
            label=text(f"in both {contrast.earlier} and {contrast.later}"),
            remark=text("; ".join(arms) or "their answers are compared"),
        )
        yield Fact(
            value=text(str(lost)),
            label=text(f"in {contrast.earlier}, but not found in {contrast.later}"),
        )


def _kinds(view: View, wave: Wave) -> Iterator[str]:
    """How many informants of each kind answered, and about how many units all kinds did."""
    field = view.instrument.field_with_role("informant")
    if field is None or view.study.unit is None or view.disclosure.public:
        return
    forms = collect_forms(view.study.waves[wave], view.study.unit, field.id)
    if forms is not None and len(forms.kinds) > 1:
        for kind in forms.kinds:
            yield f"{kind}: {sum(len(rows) for (_, k), rows in forms.rows.items() if k == kind)}"
        yield f"all kinds for {len(forms.complete)} of {len(forms.units)} units"


def participation(view: View) -> Text:
    """Who could be followed, who could not and why, and the response rate."""
    contrast, flow = view.main_contrast, view.study.flow
    if not view.flow_told:
        return text(f"How many answered stands {OF_THE_WHOLE} (", Reference("flow"), ").")
    if is_log(view.instrument):
        return text(
            "Each record is an entry of a log; entries are counted, and nobody is compared. ", _consent(view)
        )
    if contrast is None:
        return text(
            "Answers carry no identifier in at least one wave, so nobody can be followed from one wave to "
            "the next. Waves are described side by side; change is not given. "
            if len(view.waves) > 1
            else "",
            "People rated themselves as they are now and, looking back, as they remember themselves at the "
            "start; nobody was asked at the start. "
            if view.remembered
            else "",
            _consent(view),
            *_response_rate(view),
        )
    linked, lost, new = (flow.n(contrast.later, step) for step in ("linked", "lost", "new"))
    aside = sum(
        flow.n(wave, step)
        for wave in (contrast.earlier, contrast.later)
        for step in ("without_id", "quarantined")
    )
    return text(
        "Of ",
        counted(linked + lost, whole_study=True),
        f" people who can be identified in {contrast.earlier}, {linked} "
        f"({percent(linked / max(linked + lost, 1), linked + lost)}) are found again in {contrast.later}",
        f"; {new} are in {contrast.later} only" if new else "",
        f"; {aside} responses could not be linked because of a missing or repeated ID" if aside else "",
        ". Everything said about change is about those found in both. Every step is in ",
        Reference("table-flow"),
        ". ",
        _consent(view),
        *_response_rate(view),
    )


def arms_followed(view: View) -> list[tuple[str, int, int]]:
    """Each group of a comparison: its name, who was found again at the end, and who had been there.

    Empty without a comparison group, and where a public edition would give a few people away.
    """
    contrast = view.main_contrast
    if contrast is None or not view.compares_groups:
        return []
    found = []
    for arm in (program_arm(view), *comparison_arms(view)):
        lost = view.study.comparison.one(statistic="attrition", contrast=contrast.name, group=arm.group)
        if lost is None or not lost.available or not lost.n or not view.disclosure.shows(lost.n):
            return []
        found.append((arm.name, lost.n - count_of(lost), lost.n))
    return found


def followed_outside(view: View) -> int:
    """How many people found again at the end belong to none of the groups that are compared.

    Zero where the groups themselves are not told.
    """
    contrast, arms = view.main_contrast, arms_followed(view)
    if contrast is None or not arms:
        return 0
    return view.study.flow.n(contrast.later, "linked") - sum(stayed for _, stayed, _ in arms)


def groups_points(view: View) -> Iterator[Text]:
    """Who the groups of a comparison are, who of them was lost, and what may be said of them."""
    contrast, arms = view.main_contrast, arms_followed(view)
    if contrast is None or not view.compares_groups:
        return
    if arms:
        (program, *others) = [
            text(Wording(name), ", ", counted(n - stayed), f" of {n} ({percent((n - stayed) / n, n)})")
            for name, stayed, n in arms
        ]
        yield text(
            f"Not found again in {contrast.later}: of the program group, ",
            program,
            "; of the comparison group, ",
            commas(others),
            ".",
        )
    yield text(Strong(may_be_said(view)), " ", Reference("comparison"), ".")


def may_be_said(view: View) -> str:
    """How strongly a difference between the groups may be worded; without a lot only with reservations.

    Where the groups were compared on no outcome, or started alike on none, no difference is spoken of.

    References
    ----------
    What Works Clearinghouse (2022). Procedures and standards handbook, version 5.0. Designs without random
    assignment, alike at the start, meet its standards with reservations.
    """
    claims = view.study.claims
    if claims.verb == "difference" and not claims.scales:
        return "What may be said: how each group changed, and nothing of a difference between them."
    drawn = view.study.design.get("assignment") == "random"
    reserved = "" if drawn else ", with the reservation that groups not formed by lot can differ unseen"
    said = {
        "impact": f"an effect of the program may be spoken of{reserved}",
        "difference": "the groups may be said to differ, and nothing is said of why",
    }.get(claims.verb, "change can be told, and nothing is said of why")
    return f"What may be said: {said}."


def _consent(view: View) -> str:
    """Whose records were left out because they did not agree, or withdrew."""
    parts = [
        f"{n} {words}"
        for step, words in (("not_consented", "did not agree to take part"), ("withdrawn", "were withdrawn"))
        if (n := sum(view.study.flow.n(wave, step) for wave in view.waves))
    ]
    return f"Left out: of the records, {' and '.join(parts)}. " if parts else ""


def _response_rate(view: View) -> tuple[str, ...]:
    """What share of the invited answered, wave by wave, or that it is not known."""
    flow = view.study.flow
    rates = [
        percent(flow.n(wave, "answered") / invited, invited, (Limit(LOW_RESPONSE, "at_least"),))
        + (f" in {wave}" if wave else "")
        for wave in view.waves
        if (invited := flow.n(wave, "invited"))
    ]
    if not rates:
        return ("How many people were invited is not known to this report, so there is no response rate.",)
    low = any(
        flow.n(w, "answered") < LOW_RESPONSE * flow.n(w, "invited")
        for w in view.waves
        if flow.n(w, "invited")
    )
    caution = " With less than 60% answering, those who answered may not speak for the others." if low else ""
    return ("Of those invited, ", plain(listing(rates), {}), f" answered.{caution}")
