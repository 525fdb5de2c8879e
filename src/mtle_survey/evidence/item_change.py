"""Change of single questions: directions and ranks, never a mean that leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.evidence.arms import Apart, described_apart
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel
from mtle_survey.responses import Missing
from mtle_survey.stats.categorical.mcnemar import mcnemar
from mtle_survey.stats.change.bh import bh
from mtle_survey.stats.change.direction import direction_counts, share
from mtle_survey.stats.change.ordinal_change import ordinal_change, proportional_odds
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.table import About, Row, Table, row

SIGN_TEST = "sign_test/exact"


def item_change(panel: Panel) -> Table:
    """Who answers higher, the same and lower, the sign test, and the signed-rank test, question by question.

    Answers as given: agreeing more with a reverse-keyed question counts as higher. ``q_bh`` is the sign
    test's p adjusted for the number of questions of the contrast after Benjamini and Hochberg. Where the
    design compares groups, each is told by itself.
    """
    rows: list[Row] = []
    for apart in described_apart(panel):
        for contrast in panel.contrasts:
            rows += _of_group(panel, contrast, apart)
    return Table.of(rows)


def _of_group(panel: Panel, contrast: Contrast, apart: Apart) -> Iterator[Row]:
    tested: dict[str, Estimate] = {}
    for item, (pre, post) in _answered_twice(panel, contrast, apart):
        signs = _sign_test(pre, post, panel.level)
        about: About = {"item": item, "contrast": contrast.name, "group": apart.group}
        yield from _rows(pre, post, signs, panel.level, about)
        if signs.available:
            tested[item] = signs
    yield from _adjusted(tested, contrast, apart)


def item_models(panel: Panel) -> Table:
    """The odds of a higher answer, from everyone who answered in any wave, by a cumulative-logit mixed model.

    ``odds_ratio`` compares each later wave with the first that asked the question; ``expected_shift`` is
    what the model expects of the mean answer code; ``proportional_odds`` tests over all waves whether one
    odds ratio tells the change. Made on request: the directions and ranks of ``item_change`` come first.
    Where the design compares groups, each has a model of its own.
    """
    return Table.of(r for apart in described_apart(panel) for r in _models(panel, apart))


def _models(panel: Panel, apart: Apart) -> Iterator[Row]:
    for item in panel.instrument.rated_items:
        asked = [w for w in panel.names if item in panel.waves[w].items]
        if len(asked) < 2:
            continue
        answers = np.column_stack([panel.answers(w, item) for w in asked])[apart.people]
        for later, found in zip(asked[1:], ordinal_change(answers, panel.level), strict=True):
            about: About = {
                "item": item,
                "contrast": Contrast(later, asked[0]).name,
                "group": apart.group,
            }
            shift = found.odds_ratio
            if shift.available:
                shift = Estimate(value=found.expected_change, n=shift.n, method=shift.method)
            yield row("odds_ratio", found.odds_ratio, **about)
            yield row("expected_shift", shift, **about)
        yield row("proportional_odds", proportional_odds(answers), item=item, group=apart.group)


def _answered_twice(
    panel: Panel, contrast: Contrast, apart: Apart
) -> Iterator[tuple[str, tuple[Array, Array]]]:
    """The answers of some people to each question that both waves asked, where they gave both."""
    earlier, later = panel.waves[contrast.earlier], panel.waves[contrast.later]
    rows = panel.rows(contrast.earlier), panel.rows(contrast.later)
    here = apart.people & (rows[0] >= 0) & (rows[1] >= 0)
    a, b = rows[0][here], rows[1][here]
    for item in (i for i in earlier.items if i in later.items):
        x, y = earlier.items.index(item), later.items.index(item)
        both = (earlier.reasons[a, x] == Missing.ANSWERED) & (later.reasons[b, y] == Missing.ANSWERED)
        yield item, (earlier.values[a[both], x], later.values[b[both], y])


def _rows(pre: Array, post: Array, signs: Estimate, level: float, about: About) -> Iterator[Row]:
    counts = direction_counts(pre, post, 0.0)
    for statistic, count in (
        ("answered_higher", counts.improved),
        ("answered_alike", counts.same),
        ("answered_lower", counts.declined),
    ):
        yield row(statistic, share(count, counts.n, level), **about)
    yield row("direction_of_moves", signs, **about)
    yield row("wilcoxon", wilcoxon(pre, post, level), **about)


def _sign_test(pre: Array, post: Array, level: float) -> Estimate:
    """Share who went up less share who went down, with the exact test of the two counts."""
    counts = direction_counts(pre, post, 0.0)
    if not counts.n:
        return not_available("nobody answered the question in both waves", n=0, method=SIGN_TEST)
    return mcnemar(counts.improved, counts.declined, counts.n, level).with_method(SIGN_TEST)


def _adjusted(tested: Mapping[str, Estimate], contrast: Contrast, apart: Apart) -> Iterator[Row]:
    if not tested:
        return
    adjusted = bh(np.array([e.p_value for e in tested.values()]))
    for (item, estimate), q in zip(tested.items(), adjusted, strict=True):
        found = Estimate(value=float(q), n=estimate.n, method=f"bh/{len(tested)}")
        yield row("q_bh", found, item=item, contrast=contrast.name, group=apart.group)
