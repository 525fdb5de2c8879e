"""How sure the first page is: the design, the people, other ways to work it out, reliability."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.events import is_log
from mtle_survey.report.blocks import Block, Heading, ListBlock
from mtle_survey.report.changes import change_of
from mtle_survey.report.inline import Reference, Text, Wording, listing, text
from mtle_survey.report.participation import arms_followed, groups_points
from mtle_survey.report.reliability_summary import reliability_points
from mtle_survey.report.view import View
from mtle_survey.report.wording import design_sentence

FEW = 30  # below this many pairs the first page warns about single people


def how_sure(view: View) -> Iterator[Block]:
    """What a reader must know before a number is used."""
    yield Heading(text=text("How sure we are"))
    contrast = view.main_contrast or view.remembered
    found = [] if contrast is None else [change_of(view, s, contrast) for s in view.leading_scales]
    given = [c for c in found if c is not None and c.change.available]
    points = [] if is_log(view.instrument) else [_design(view), *groups_points(view)]
    if given:
        points += _precision(view, max(c.n for c in given))
    elif view.disclosure.public and found:
        points.append(
            text(
                "No change can be shown in this edition without telling of fewer than "
                f"{view.disclosure.smallest} people: it says who took part and what was asked. The internal "
                "edition holds the results."
            )
        )
    if len(given) > 1 and not view.study.primary:
        points.append(
            text(
                f"{len(given)} outcomes are looked at side by side, and none was named as the main one "
                "beforehand. When many are looked at, one can stand out by chance."
            )
        )
    points += _sensitivity(view)
    points += reliability_points(view)
    points.append(
        text(
            "Read before using a number: ",
            Reference("limitations"),
            "; ",
            Reference("not_done"),
            ".",
        )
    )
    yield ListBlock(items=tuple(points))


def _design(view: View) -> Text:
    return design_sentence(
        view.study.design,
        surveys=len(view.study.waves),
        followed=_followed(view),
        remembered=view.remembered is not None,
    )


def _followed(view: View) -> bool:
    """Whether anybody has an answer to compare with an earlier one, or with one looking back."""
    contrast = view.main_contrast
    if contrast is None:
        return len(view.waves) == 1
    return view.study.flow.n(contrast.later, "linked") > 0


def _sensitivity(view: View) -> list[Text]:
    """The outcomes whose conclusion hangs on the way in which the change is worked out."""
    shown = {scale.id for scale in view.leading_scales}
    lines = [line for line in view.study.sensitivity.lines if line.scale in shown and line.changed]
    if not lines:
        return []
    scales = dict.fromkeys(line.scale for line in lines)
    named = listing([Wording(view.instrument.scale[scale].title) for scale in scales])
    where = Reference("sensitivity")
    what = "difference" if all(line.between_groups for line in lines) else "change"
    return [text("For ", named, f" the conclusion depends on how the {what} is worked out (", where, ").")]


def _precision(view: View, n: int) -> list[Text]:
    """How many people the numbers rest on; of groups that are compared, only where the smallest is small."""
    so_few = (
        "With so few, intervals are wide and a single person can move an average; "
        "read directions, not decimals."
    )
    if view.compares_groups:
        smallest = min((stayed for _, stayed, _ in arms_followed(view)), default=n)
        return (
            [text(f"The smallest group has {smallest} people at the end. {so_few}")] if smallest < FEW else []
        )
    if n < FEW:
        return [text(f"Change rests on {n} people at most. {so_few}")]
    return [text(f"Change rests on up to {n} people; the intervals say how precise that is.")]
