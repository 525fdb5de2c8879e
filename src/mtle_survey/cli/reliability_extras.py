"""What ``mtle reliability`` shows when asked: groups, plans, other software, what stands behind a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mtle_survey.cli.text_table import text_table
from mtle_survey.report.format import DASH, estimate, estimate_with_interval, number, plain_number
from mtle_survey.report.reliability_words import quoted, sentence

if TYPE_CHECKING:
    from mtle_survey.cli.reliability import Wanted
    from mtle_survey.evidence.recommendation import Recommendation
    from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
    from mtle_survey.evidence.scale_answers import ScaleAnswers
    from mtle_survey.study import Study
    from mtle_survey.table import Row

ORDINAL_CAPTION = (
    "Ordinal alpha is the reliability of a sum of latent responses that nobody gave and nobody scores, not "
    "of this score. It is higher; do not report it as the scale's reliability (Chalmers, 2018)."
)


def scale_title(study: Study, scale: str) -> str:
    """What a scale is called."""
    return study.instrument.scale[scale].title


def scale_and_wave(study: Study, scale: ScaleAnswers) -> str:
    """A heading: what the scale is called, and when it was asked."""
    return f"{scale_title(study, scale.scale)}{f', {scale.wave}' if scale.wave else ''}"


def ordinal_alpha_text(study: Study, evidence: ReliabilityEvidence) -> Iterator[str]:
    """Alpha of polychoric correlations, captioned."""
    rows = [
        [scale_title(study, str(r.scale)), r.wave or "", str(r.n), r.unavailable or estimate(r)]
        for r in evidence.ordinal_alpha
    ]
    yield ""
    yield "Ordinal alpha"
    yield text_table(["Scale", "Wave", "n", "Ordinal alpha"], rows)
    yield ORDINAL_CAPTION


def keyed_tests_text(study: Study) -> list[str]:
    """Items of tests with right answers, and the consistency of each test."""
    table = study.keyed_tests
    if not len(table):
        return []
    lines = [""]
    for test in dict.fromkeys((r.scale, r.wave) for r in table):
        here = table.where(scale=test[0], wave=test[1])
        title = next((s.title for s in study.instrument.scores if s.id == test[0]), None) or str(test[0])
        rows = []
        for share in here.where(statistic="difficulty"):
            rest = here.one(statistic="item_rest_correlation", item=share.item)
            told = DASH if rest is None else estimate(rest)
            rows.append([str(share.item), str(share.n), estimate_with_interval(share), told])
        whole = here.one(statistic="kr20")
        known = whole is not None and whole.available
        lines.append(f"{title}{f', {test[1]}' if test[1] else ''}: right and wrong answers")
        lines.append(text_table(["Item", "n", "Share right", "Item-rest"], rows))
        if whole is not None:
            told = estimate_with_interval(whole) if known else str(whole.unavailable)
            lines.append(f"KR-20: {told} (n = {whole.n})")
        lines.append("")
    return lines[:-1]


def groups_text(study: Study, evidence: ReliabilityEvidence, wanted: Wanted) -> Iterator[str]:
    """Alpha and omega within each group."""
    table = evidence.by(wanted.by)
    omegas = {(r.scale, r.wave, r.group): r for r in table.where(statistic="omega_total")}
    rows = [
        [
            scale_title(study, str(r.scale)),
            r.wave or "",
            str(r.group),
            str(r.n),
            estimate_with_interval(r),
            estimate(omegas[r.scale, r.wave, r.group]),
        ]
        for r in table.where(statistic="alpha")
    ]
    yield ""
    yield "Within groups (nothing is given from fewer than 10 complete respondents)"
    level = f"{100 * study.confidence:g}%"
    yield text_table(["Scale", "Wave", "Group", "n", f"Alpha [{level} CI]", "Omega"], rows)
    if study.cluster in wanted.by:
        yield from _sites(study, evidence)


def _sites(study: Study, evidence: ReliabilityEvidence) -> Iterator[str]:
    """What is consistent within sites, and what between them."""
    found = {(r.scale, r.wave, r.statistic): r for r in evidence.nested if r.headline}
    rows = []
    for scale in evidence.answers:
        three = [
            found.get((scale.scale, scale.wave, name))
            for name in ("alpha_within", "alpha_between", "site_mean_reliability")
        ]
        within = three[0]
        if within is not None:
            shown = [DASH if r is None else estimate_with_interval(r) for r in three]
            rows.append([scale_title(study, scale.scale), scale.wave or "", str(within.n), *shown])
    yield ""
    yield f"Within and between sites ({study.cluster})"
    yield text_table(["Scale", "Wave", "n", "Alpha within", "Alpha between", "Site means"], rows)


def plan_text(study: Study, evidence: ReliabilityEvidence, wanted: Wanted) -> Iterator[str]:
    """Respondents and items for the next survey."""
    from mtle_survey.evidence.reliability_plan import reliability_plan

    width, target = wanted.plan or 0.0, number(wanted.target, 2, leading_zero=False)
    table = reliability_plan(evidence.answers, evidence.coefficients, width, wanted.target, study.confidence)
    found = {(r.scale, r.wave, r.statistic): r for r in table}
    alphas = {(r.scale, r.wave): r for r in evidence.coefficients if r.statistic == "alpha" and r.headline}
    rows = []
    for scale in (a for a in evidence.answers if (a.scale, a.wave, "items_needed") in found):
        needed, items, doubled = (
            found[scale.scale, scale.wave, name]
            for name in ("respondents_needed", "items_needed", "reliability_if_doubled")
        )
        rows.append(
            [
                scale_title(study, scale.scale),
                scale.wave or "",
                str(len(scale.items)),
                estimate_with_interval(alphas[scale.scale, scale.wave]),
                _whole(needed),
                _whole(items),
                DASH if doubled.estimate is None else number(doubled.estimate, 2, leading_zero=False),
            ]
        )
    shown_width = number(width, 2, leading_zero=False)
    yield ""
    yield f"Planning: alpha as it is now, new items like the old ones, an interval {shown_width} wide"
    yield text_table(
        ["Scale", "Wave", "Items", "Alpha now", "Respondents", f"Items for {target}", "Twice as long"], rows
    )


def _whole(row: Row) -> str:
    return DASH if row.estimate is None else f"{row.estimate:.0f}"


def reconciliation_text(study: Study, evidence: ReliabilityEvidence) -> Iterator[str]:
    """The same answers as other software has them."""
    from mtle_survey.evidence.reconciliation import reconcile
    from mtle_survey.table import row

    found = reconcile(evidence.answers, study.waves, study.confidence)
    for scale in evidence.answers:
        about = [c for c in found if (c.scale, c.wave) == (scale.scale, scale.wave)]
        if not about:
            continue
        rows = []
        for c in about:
            value = estimate_with_interval(row(c.statistic, c.estimate))
            why = c.estimate.unavailable or c.why
            rows.append([f"{c.software}: {c.label}", str(c.estimate.n), value, why])
        yield ""
        yield f"{scale_and_wave(study, scale)}: as other software has it"
        yield text_table(["Software: name", "n", "Value", "Because"], rows, words_last=True)
    yield ""
    yield (
        "SPSS, jamovi, JASP and EFAtools by their published rules; psych and semTools checked against the "
        "packages. Alpha does not depend on the rule of reversal; means, and with them change, do."
    )


def explanation_text(
    study: Study,
    evidence: ReliabilityEvidence,
    chosen: Sequence[Recommendation],
    by_place: Mapping[tuple[str | None, str | None], Mapping[str, Row]],
) -> Iterator[str]:
    """Formula, inputs and source of every coefficient, and what may be said."""
    from mtle_survey.evidence.cut_offs import CUT_OFFS
    from mtle_survey.evidence.reliability_explained import explain

    sources: dict[str, str] = {}
    for scale, recommendation in zip(evidence.answers, chosen, strict=True):
        yield ""
        yield scale_and_wave(study, scale)
        yield f"  Quote {quoted(recommendation)}: {recommendation.reason}."
        yield f"  In words: {sentence(recommendation)}."
        if recommendation.remark:
            yield f"  Also: {recommendation.remark}."
        rows = tuple(by_place.get((scale.scale, scale.wave), {}).values())
        for found in explain(scale, rows):
            sources[found.statistic.label] = found.statistic.reference
            inputs = ", ".join(f"{name} {_input(value)}" for name, value in found.inputs)
            yield f"  {found.statistic.label} = {found.statistic.formula}"
            yield f"    with {inputs}: {estimate_with_interval(found.row)} ({found.row.method})"
    yield ""
    yield "Sources"
    yield from (f"  {label}: {reference}" for label, reference in sources.items())
    yield ""
    yield "Cut-offs and who set them"
    yield from (f"  {_input(rule.value)}  {rule.meaning}: {rule.source}" for rule in CUT_OFFS.values())


def _input(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else plain_number(round(value, 3))


def stability_text(study: Study) -> list[str]:
    """Test-retest, where the study declares two waves with nothing between them."""

    rows, reasons = [], []
    for agreement in study.stability.where(statistic="icc_a1"):
        about = {"scale": agreement.scale, "contrast": agreement.contrast}
        beside = [
            study.stability.one(statistic=s, **about) for s in ("icc_c1", "sem_agreement", "sdc_agreement")
        ]
        if agreement.unavailable:
            reasons.append(f"Not available: {agreement.scale}: {agreement.unavailable}")
        title = study.instrument.scale[str(agreement.scale)].title
        rows.append(
            [title, str(agreement.n), estimate_with_interval(agreement)]
            + ["–" if r is None else estimate(r) for r in beside]
        )
    if not rows:
        return []
    columns = ["Scale", "n", "ICC(A,1) [CI]", "ICC(C,1)", "SEM", "Smallest detectable change"]
    return ["", f"Test-retest, {' and '.join(study.retest)}", text_table(columns, rows), *reasons]
