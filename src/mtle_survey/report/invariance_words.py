"""May means be compared? The answer in a sentence or two, from the ladder of invariance."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.evidence.invariance import StructureLadder
from mtle_survey.evidence.occasions import Comparison
from mtle_survey.report.format import degrees_of_freedom, number, p_value
from mtle_survey.stats.structure.gates import INVARIANCE_WARNED_BELOW

EQUATES = {
    "thresholds": "the places where one answer passes into the next",
    "metric": "how strongly each question goes with what it measures",
    "scalar": "how each question is answered at the same level of what it measures",
}
TAKEN_FOR_GRANTED = (
    "A comparison of means takes for granted that the questions mean the same {where}; "
    "these data cannot show it."
)


def may_means_be_compared(comparison: Comparison, ladder: StructureLadder) -> str:
    """The question an evaluator has, and its answer with the numbers behind it."""
    return f"{_question(comparison, ladder)} {_answer(comparison, ladder)}"


def listed(names: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _question(comparison: Comparison, ladder: StructureLadder) -> str:
    names = listed(comparison.names)
    whose = f"the means of {names}" if comparison.kind == "wave" else f"the groups’ means ({names})"
    return f"May {whose} be compared{f' in {ladder.scale}' if ladder.scale else ''}?"


def _answer(comparison: Comparison, ladder: StructureLadder) -> str:
    where = "every time" if comparison.kind == "wave" else "in every group"
    if ladder.unusable:
        return f"Not known: {ladder.unusable}. {TAKEN_FOR_GRANTED.format(where=where)}"
    n = sum(ladder.found.n)
    if not ladder.broken:
        few = (
            f" With fewer than {INVARIANCE_WARNED_BELOW} people a difference can stay unseen."
            if n < INVARIANCE_WARNED_BELOW
            else ""
        )
        assumed = "".join(
            f" Equal {step.level} are assumed, not tested: the answers have too few categories."
            for step in ladder.found.steps
            if step.level == "thresholds" and not step.delta["delta_chi2"].available
        )
        return (
            f"Yes, as far as {n} people can show it: no step up to equal intercepts makes the model fit worse"
            f"{_test(ladder, 'scalar')}.{assumed}{few}"
        )
    step = ladder.found.step(ladder.broken)
    if step.unavailable:
        return (
            f"Not known: the model with equal {ladder.broken} has no admissible solution: {step.unavailable}."
        )
    broken = f"{EQUATES[ladder.broken]} is not the same {where}{_test(ladder, ladder.broken)}"
    return f"{_with_freed(comparison, ladder)} {broken[0].upper()}{broken[1:]}, n = {n}."


def _test(ladder: StructureLadder, level: str) -> str:
    test = ladder.found.step(level).delta["delta_chi2"]
    if not test.available:
        return ""
    return f", Δχ²({degrees_of_freedom(test.df)}) = {number(test.value)}, p {p_value(test.p_value)}"


def _with_freed(comparison: Comparison, ladder: StructureLadder) -> str:
    """What remains when the items that differ are set free, in raw points."""
    partial = ladder.found.partial
    if partial is None:
        return "Not without further work: no model with single questions set free has an admissible solution."
    if not partial.freed:
        return (
            "Doubtful: no single question is to blame, so none can be set aside (by chance alone about one "
            "in seven structures that hold is stopped at some step)."
        )
    freed = ", ".join(ladder.items[f.item] for f in partial.freed)
    verdict = "Only with care" if partial.holds else "No"
    rest = (
        "the other questions hold" if partial.holds else "and even with these set free the rest does not hold"
    )
    parts = []
    for place in range(1, len(comparison.names)):
        for k, factor in enumerate(ladder.factors):
            members = ladder.structure.factors[k]
            if not any(f.item in members for f in partial.freed):
                continue
            bias = float(partial.scale_bias(members)[place])
            observed = ladder.observed_difference(k, place)
            parts.append(
                f"in {factor}, of the difference of {number(observed, signed=True)} points between "
                f"{comparison.names[0]} and {comparison.names[place]} this accounts for "
                f"{number(bias, signed=True)}"
            )
    differ = "differs" if len(partial.freed) == 1 else "differ"
    return f"{verdict}: {freed} {differ}, {rest}; {'; '.join(parts)}."
