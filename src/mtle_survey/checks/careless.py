"""Signs of careless responding, response by response, and whether they gather in one site."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from mtle_survey.counting import counted, row_list
from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import RULE, CarelessRule
from mtle_survey.screening.screen import Screen, screen
from mtle_survey.stats.careless.concentration import concentration

UNLIKELY = 0.05
FEWEST_FLAGS = 3
_PATTERNS = {
    "mahalanobis": ("Q005", "distance from the others, p < .001"),
    "psychometric_synonyms": ("Q006", "synonyms, r below 0"),
    "psychometric_antonyms": ("Q006", "antonyms, r above 0"),
    "even_odd": ("Q006", "even-odd consistency below .30"),
    "person_total": ("Q006", "person-total r below 0"),
}
_RUN = {"longstring": "{:.0f} equal answers in a row"}
_INSTRUCTED = {"instructed_items": "{:.0f} wrong"}
_TIMES = {
    "time_per_item": "{:.0%} of the pages under 2 seconds per item",
    "relative_time": "{:.0%} of the usual time",
}
_LEFT_OUT = "nothing: the study declares that such responses are left out, and the flow counts them"
_KEPT = (
    "nothing is removed; look at the results without them, and declare careless: {exclude: true} before the "
    "next wave if such responses are to be left out"
)


def careless(parts: Collection[Responses], rule: CarelessRule) -> Iterator[Problem]:
    """Signs of every index, the combination of independent ones, and their spread over sites.

    Signs that people who read may show as well are told once for all responses that show them.
    """
    found = screen(parts, rule)
    noted: dict[tuple[str, str], list[tuple[str, int]]] = {}
    start = 0
    for part in parts:
        noticed = (found.flagged | found.run_without_reversals)[start : start + len(part)]
        for i in np.flatnonzero(noticed).tolist():
            place = part.sources[part.source_index[i]].file, int(part.rows[i])
            yield from _warnings(found, start + i, place, rule)
            for sign in _notes(found, start + i):
                noted.setdefault(sign, []).append(place)
        start += len(part)
    for (code, text), places in sorted(noted.items()):
        rows = [row for _, row in places]
        yield problem(
            code,
            file=places[0][0],
            row=rows[0],
            rows=rows,
            count=len(rows),
            found=f"{text}: {row_list(rows)}",
        )
    first = next(iter(parts))
    if found.unavailable and first.items:
        yield from _not_computed(found.unavailable, first.sources[0].file)
    yield from _sites(parts, found, rule)


def _not_computed(unavailable: Mapping[str, str], file: str) -> Iterator[Problem]:
    """One problem for each reason, with the indices that it keeps from being computed."""
    for reason in dict.fromkeys(unavailable.values()):
        names = [name.replace("_", " ") for name, why in unavailable.items() if why == reason]
        yield problem("Q010", file=file, found=", ".join(names), count=len(names), reason=reason)


def _warnings(found: Screen, i: int, place: tuple[str, int], rule: CarelessRule) -> Iterator[Problem]:
    """What hardly anybody does who reads: one problem for each response."""
    file, row = place
    for code, texts in (("Q001", _RUN), ("Q007", _TIMES), ("Q008", _INSTRUCTED)):
        signs = [text.format(found.indices[name][i]) for name, text in texts.items() if _is(found, name, i)]
        if signs:
            yield problem(code, file=file, row=row, found=", ".join(signs))
    if found.meets_rule[i]:
        names = ", ".join(name.replace("_", " ") for name in found.flags if _is(found, name, i))
        remedy = _LEFT_OUT if rule.exclude else _KEPT
        yield problem("Q009", file=file, row=row, found=names, rule=RULE, remedy=remedy)


def _notes(found: Screen, i: int) -> Iterator[tuple[str, str]]:
    """What people who read do as well: code and sign, to be told once for all responses that show it."""
    if found.run_without_reversals[i]:
        yield "Q003", "a run of at least half of the questions with these options"
    elif _is(found, "irv", i) and not _is(found, "longstring", i):
        yield "Q004", "one code throughout"
    for name, (code, text) in _PATTERNS.items():
        if _is(found, name, i):
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
            found=f"{flagged[s]} of {counted(int(sizes[s]), 'response')} of {sites[s]} against "
            f"{flagged.sum() - flagged[s]} of {sizes.sum() - sizes[s]} elsewhere",
            count=int(flagged[s]),
            p=f"{p[s]:.3f}" if p[s] >= 0.001 else "less than .001",
            site=str(sites[s]),
        )


CHECK = careless
