"""Several informants about one unit: how far they agree, without showing what one person answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.evidence.informant_forms import NO_PERSON, Forms, collect_forms
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.ac2 import ac2
from mtle_survey.stats.agreement.icc_a1 import icc_a1
from mtle_survey.stats.agreement.icc_c1 import icc_c1
from mtle_survey.stats.agreement.kappa_quadratic import kappa_quadratic
from mtle_survey.stats.agreement.krippendorff_alpha import krippendorff_alpha
from mtle_survey.stats.agreement.percent_agreement import percent_agreement
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import AGREEMENT_REFUSED_BELOW
from mtle_survey.table import About, Row, Table, row

MODEL = "informants"


def informants(
    instrument: Instrument,
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    unit: str,
    informant: str,
    level: float,
) -> Table:
    """Agreement across units per scale and item, and within each unit over the items of its scales.

    A contrast is the later-declared kind of informant less the earlier one, such as ``Principal - Teacher``.
    Across units: mean gap of scales and items, ICC(A,1), ICC(C,1), exact agreement, agreement within one
    step, quadratic kappa and ordinal alpha, coefficients from ten units on. Within a unit (``group``): the
    same over its items, unless the items are about a person who could be recognised.
    """
    rows: list[Row] = []
    for wave, responses in waves.items():
        forms = collect_forms(responses, unit, informant)
        if forms is None or len(forms.kinds) < 2:
            continue
        rows += _coverage(forms, level)
        for scale in scores[wave].scales:
            rows += _scale(forms, scores[wave].of(scale), scale, level)
            rows += _alpha(forms, responses, scale, scores[wave].administered[scale], instrument)
            rows += _units(forms, scores[wave].of(scale), scale, instrument)
        items = [
            i for i in responses.items if any(i in found for found in scores[wave].administered.values())
        ]
        for item in items:
            rows += _item(forms, responses, item, instrument, level)
        rows += _dyads(forms, responses, items, instrument)
    return Table.of(rows)


def _coverage(forms: Forms, level: float) -> Iterator[Row]:
    found = share(len(forms.complete), len(forms.units), level)
    yield row("units_complete", found, model=MODEL, wave=forms.wave)


def _scale(forms: Forms, values: Array, scale: str, level: float) -> Iterator[Row]:
    table = forms.scores(values)
    about: About = {"model": MODEL, "scale": scale, "wave": forms.wave}
    for k, kind in enumerate(forms.kinds):
        of_kind: About = {**about, "group": f"{forms.informant}={kind}"}
        yield row("mean", mean(table[:, k], level)[0], **of_kind)
    for a, b in combinations(range(len(forms.kinds)), 2):
        both = table[:, [a, b]]
        both = both[np.isfinite(both).all(axis=1)]
        between: About = {**about, "contrast": f"{forms.kinds[b]} - {forms.kinds[a]}"}
        for k, kind in enumerate((forms.kinds[a], forms.kinds[b])):
            of_pair: About = {**between, "group": f"{forms.informant}={kind}"}
            yield row("mean", mean(both[:, k], level)[0], **of_pair)
        yield row("informant_gap", mean_change(both[:, 0], both[:, 1], level), **between)
        yield from _intraclass(both, between, level)
    if len(forms.kinds) > 2:
        yield from _intraclass(table[np.isfinite(table).all(axis=1)], about, level)


def _intraclass(table: Array, about: About, level: float) -> Iterator[Row]:
    for statistic, kernel in (("icc_a1", icc_a1), ("icc_c1", icc_c1)):
        few = _too_few(len(table))
        estimate = not_available(few, n=len(table)) if few else kernel(table, level)
        yield row(statistic, estimate, **about)


def _item(
    forms: Forms, responses: Responses, item: str, instrument: Instrument, level: float
) -> Iterator[Row]:
    answers = responses.values[:, responses.items.index(item)]
    table, means = forms.ratings(answers), forms.scores(answers)
    codes = instrument.format_of(item).codes
    about: About = {"model": MODEL, "item": item, "wave": forms.wave}
    for a, b in combinations(range(len(forms.kinds)), 2):
        between: About = {**about, "contrast": f"{forms.kinds[b]} - {forms.kinds[a]}"}
        seen = means[:, [a, b]]
        seen = seen[np.isfinite(seen).all(axis=1)]
        yield row("informant_gap", mean_change(seen[:, 0], seen[:, 1], level), **between)
        both = table[:, [a, b]]
        both = both[np.isfinite(both).all(axis=1)]
        yield row("percent_agreement", percent_agreement(both, codes, level), **between)
        yield row("within_one", _within_one(both, codes, level), **between)
        few = _too_few(len(both))
        beyond_chance: dict[str, Callable[[Array], Estimate]] = {
            "kappa_quadratic": lambda x: kappa_quadratic(x, codes, level),
            "ac1": lambda x: ac1(x, codes, level),
            "ac2": lambda x: ac2(x, codes, "quadratic", level),
        }
        for statistic, compute in beyond_chance.items():
            found = not_available(few, n=len(both), method="quadratic") if few else compute(both)
            yield row(statistic, found, **between)
    yield row("krippendorff_alpha", _ordinal_alpha(table, codes), **about)


def _alpha(
    forms: Forms, responses: Responses, scale: str, items: Sequence[str], instrument: Instrument
) -> Iterator[Row]:
    """Ordinal alpha over all units and items of a scale whose items share their options."""
    codes = {instrument.format_of(i).codes for i in items}
    if len(codes) != 1:
        return
    tables = [forms.ratings(responses.values[:, responses.items.index(i)]) for i in items]
    estimate = _ordinal_alpha(np.vstack(tables), codes.pop())
    yield row("krippendorff_alpha", estimate, model=MODEL, scale=scale, wave=forms.wave)


def _ordinal_alpha(table: Array, codes: Sequence[float]) -> Estimate:
    rated = int((np.isfinite(table).sum(axis=1) > 1).sum())
    few = _too_few(rated)
    return not_available(few, n=rated, method="ordinal") if few else krippendorff_alpha(table, codes)


def _within_one(both: Array, codes: Sequence[float], level: float) -> Estimate:
    """Share of units whose two answers are the same option or neighbours."""
    order = np.argsort(np.argsort(codes))
    place = {code: int(order[k]) for k, code in enumerate(codes)}
    near = sum(abs(place[float(a)] - place[float(b)]) <= 1 for a, b in both)
    return share(near, len(both), level)


def _units(forms: Forms, values: Array, scale: str, instrument: Instrument) -> Iterator[Row]:
    """Mean and lowest informant of each unit, for scales about no person."""
    if instrument.scale[scale].about not in NO_PERSON or not _about_no_person(instrument, scale):
        return
    table = forms.scores(values)
    for u, unit in enumerate(forms.units):
        known = np.flatnonzero(np.isfinite(table[u]))
        about: About = {"model": MODEL, "scale": scale, "wave": forms.wave, "group": f"{forms.unit}={unit}"}
        if len(known) < 2:
            reason = not_available("fewer than two kinds of informants answered", n=len(known))
            yield row("unit_mean", reason, **about)
            continue
        lowest = known[int(np.argmin(table[u, known]))]
        yield row("unit_mean", Estimate(value=float(table[u, known].mean()), n=len(known)), **about)
        yield row(
            "unit_lowest",
            Estimate(value=float(table[u, lowest]), n=len(known), method=forms.kinds[lowest]),
            **about,
        )


def _dyads(forms: Forms, responses: Responses, items: Sequence[str], instrument: Instrument) -> Iterator[Row]:
    """Agreement of two informants about one unit over its items, options alike."""
    shown = [i for i in items if instrument.item[i].about in NO_PERSON]
    formats = dict.fromkeys(instrument.item[i].format for i in shown)
    for name in formats:
        same = [i for i in shown if instrument.item[i].format == name]
        codes = instrument.format_of(same[0]).codes
        stack = np.stack([forms.ratings(responses.values[:, responses.items.index(i)]) for i in same])
        for u, unit in enumerate(forms.units):
            for a, b in combinations(range(len(forms.kinds)), 2):
                both = stack[:, u][:, [a, b]]
                yield from _dyad(
                    both[np.isfinite(both).all(axis=1)],
                    codes,
                    {
                        "model": MODEL,
                        "wave": forms.wave,
                        "factor": name if len(formats) > 1 else None,
                        "group": f"{forms.unit}={unit}",
                        "contrast": f"{forms.kinds[b]} - {forms.kinds[a]}",
                    },
                )


def _dyad(both: Array, codes: Sequence[float], about: About) -> Iterator[Row]:
    """Shares are of the items, all of which were asked, so they have no interval."""
    if not len(both):
        yield row("percent_agreement", not_available("one of the two forms is missing", n=0), **about)
        return
    for statistic, estimate in (
        ("percent_agreement", percent_agreement(both, codes)),
        ("within_one", _within_one(both, codes, 0.95)),
        ("kappa_quadratic", kappa_quadratic(both, codes)),
        ("ac2", ac2(both, codes)),
    ):
        yield row(statistic, replace(estimate, interval=None, std_error=float("nan")), **about)


def _about_no_person(instrument: Instrument, scale: str) -> bool:
    return all(instrument.item[i].about in NO_PERSON for i in instrument.scale_items(scale))


def _too_few(n: int) -> str:
    if n >= AGREEMENT_REFUSED_BELOW:
        return ""
    return f"{counted(n, 'unit')} with both answers; {AGREEMENT_REFUSED_BELOW} are needed"
