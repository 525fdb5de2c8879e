"""Signs of careless responding, response by response, and whether they gather in one site."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import RULE, CarelessRule
from mtle_survey.screening.screen import Screen, screen
from mtle_survey.stats.careless.concentration import concentration

UNLIKELY = 0.05
FEWEST_FLAGS = 3
_DISTANCE = {"mahalanobis": "D² = {:.1f}, p < .001"}
_INSTRUCTED = {"instructed_items": "{:.0f} wrong"}
_CONSISTENCY = {
    "psychometric_synonyms": "synonyms r = {:.2f}",
    "psychometric_antonyms": "antonyms r = {:.2f}",
    "even_odd": "even-odd {:.2f}",
    "person_total": "person-total r = {:.2f}",
}
_TIMES = {
    "time_per_item": "{:.0%} of the pages under 2 seconds per item",
    "relative_time": "{:.0%} of the usual time",
}
_LEFT_OUT = "shown: the study declares them to be left out, and the results stand beside those with everybody"
_KEPT = (
    "nothing is removed; look at the results without them, and declare careless: {exclude: true} before the "
    "next wave if such responses are to be left out"
)


def careless(parts: Collection[Responses], rule: CarelessRule) -> Iterator[Problem]:
    """Flags of every index, the combination of independent signs, and their spread over sites."""
    found = screen(parts, rule)
    start = 0
    for part in parts:
        yield from _of_part(part, found, start, rule)
        start += len(part)
    first = next(iter(parts))
    if found.unavailable and first.items:
        reasons = dict.fromkeys(found.unavailable.values())
        yield problem(
            "Q010",
            file=first.sources[0].file,
            found=", ".join(name.replace("_", " ") for name in found.unavailable),
            count=len(found.unavailable),
            reasons="; ".join(reasons),
        )
    yield from _sites(parts, found, rule)


def _of_part(part: Responses, found: Screen, start: int, rule: CarelessRule) -> Iterator[Problem]:
    here = slice(start, start + len(part))
    noticed = found.flagged[here] | found.run_without_reversals[here]
    for i in np.flatnonzero(noticed).tolist():
        file, row = part.sources[part.source_index[i]].file, int(part.rows[i])
        for code, text in _signs(found, start + i):
            yield problem(code, file=file, row=row, found=text)
        if found.meets_rule[start + i]:
            names = ", ".join(name.replace("_", " ") for name in found.flags if _is(found, name, start + i))
            remedy = _LEFT_OUT if rule.exclude else _KEPT
            yield problem("Q009", file=file, row=row, found=names, rule=RULE, remedy=remedy)


def _signs(found: Screen, i: int) -> Iterator[tuple[str, str]]:
    """Code and finding of every sign of one response; one run is told once."""

    def said(texts: Mapping[str, str]) -> str:
        return ", ".join(
            text.format(found.indices[name][i]) for name, text in texts.items() if _is(found, name, i)
        )

    if _is(found, "longstring", i):
        yield "Q001", said({"longstring": "{:.0f} equal answers in a row"})
    elif found.run_without_reversals[i]:
        yield "Q003", f"{found.indices['longstring'][i]:.0f} equal answers in a row"
    elif _is(found, "irv", i):
        yield "Q004", "one code throughout"
    for code, texts in (("Q005", _DISTANCE), ("Q006", _CONSISTENCY), ("Q007", _TIMES), ("Q008", _INSTRUCTED)):
        if text := said(texts):
            yield code, text


def _is(found: Screen, name: str, i: int) -> bool:
    return name in found.flags and bool(found.flags[name][i])


def _sites(parts: Collection[Responses], found: Screen, rule: CarelessRule) -> Iterator[Problem]:
    first = next(iter(parts))
    declared = first.instrument.field_with_role("cluster")
    cluster = rule.cluster or (declared.id if declared else None)
    if cluster is None or any(cluster not in part.fields for part in parts):
        return
    where = np.concatenate([part.fields[cluster] for part in parts])
    answered = np.concatenate([part.answered for part in parts])
    known = np.array([site is not None for site in where], dtype=bool) & answered
    sites, place = np.unique(where[known].astype(str), return_inverse=True)
    if len(sites) < 2:
        return
    sizes = np.bincount(place, minlength=len(sites))
    flagged = np.bincount(place[found.flagged[known]], minlength=len(sites))
    p = concentration(flagged, sizes)
    for s in np.flatnonzero((p * len(sites) < UNLIKELY) & (flagged >= FEWEST_FLAGS)):
        yield problem(
            "Q011",
            file=first.sources[0].file,
            column=first.columns.get(cluster),
            found=f"{flagged[s]} of {sizes[s]} responses of {sites[s]} against "
            f"{flagged.sum() - flagged[s]} of {sizes.sum() - sizes[s]} elsewhere",
            count=int(flagged[s]),
            p=f"{p[s]:.3f}" if p[s] >= 0.001 else "less than .001",
            site=str(sites[s]),
        )


CHECK = careless
