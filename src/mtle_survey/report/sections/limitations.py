"""What limits the conclusions, each limit with its number."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.events import is_log
from mtle_survey.report.blocks import Block, ListBlock, Note
from mtle_survey.report.format import count_of, percent
from mtle_survey.report.inline import Reference, Strong, Text, Wording, counted, listing, text
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View

FEW_SITES = 4  # from here on sites can speak for sites in general
FEW_PEOPLE = 30
CROWDED = 0.15  # share at the top of a scale from which rises are cut off


def blocks(view: View) -> tuple[Block, ...]:
    """Design, people, measures; then what the makers of the questionnaire say about it."""
    points = (*_design(view), *_people(view), *_measures(view))
    listed: tuple[Block, ...] = (ListBlock(items=tuple(points)),)
    if not view.instrument.notice:
        return listed
    about = Note(
        kind="caution",
        title=text("About the questionnaire"),
        paragraphs=(text(Wording(view.instrument.notice)),),
    )
    return (*listed, about)


def _design(view: View) -> Iterator[Text]:
    study = view.study
    if not is_log(view.instrument):
        yield from _grounds(view)
    if study.retrospective and view.remembered is None:
        yield text(
            Strong("Looking back."),
            " People who look back tend to see more growth than they would have reported at the time; "
            "those answers are shown apart.",
        )
    yield text(
        Strong("Self-report."),
        " The answers are people's own views of their work. What they do in classrooms and schools was not "
        "observed by this survey.",
    )


def _grounds(view: View) -> Iterator[Text]:
    """What the design leaves open: whether anything changed, or why."""
    study = view.study
    if len(study.waves) == 1:
        yield text(Strong("One survey."), " It says where people stood, not whether anything changed.")
    elif view.remembered is not None:
        yield text(
            Strong("Nobody was asked at the start."),
            " The start is a memory. People may remember it as lower or higher than it was, may have learned "
            "meanwhile what the questions mean, and know that growth is hoped for. Whether scores really "
            "moved, and why, cannot be told from this.",
        )
    elif study.design.get("type") == "one_group":
        yield text(
            Strong("No comparison group."),
            " Scores can also move because of anything else that happened between the waves: other "
            "programs, a new principal, the time of the school year, or having answered before. This "
            "report says what changed, not why.",
        )
    elif study.design.get("assignment") == "random":
        yield text(
            Strong("People were assigned by lot."),
            " The comparison holds for those who stayed; see how many were lost in each group.",
        )
    else:
        yield text(
            Strong("The groups were not drawn by lot."),
            " They may have differed in what was not measured, so that a difference between them need "
            "not come from the program.",
        )


def _people(view: View) -> Iterator[Text]:
    flow, contrast = view.study.flow, view.main_contrast
    if not any(flow.n(wave, "invited") for wave in view.waves):
        yield text(
            Strong("Response rate unknown."),
            " How many were invited is not recorded here, so nobody can say for whom the answers speak.",
        )
    if contrast is None:
        return
    linked, lost = flow.n(contrast.later, "linked"), flow.n(contrast.later, "lost")
    if not view.flow_told:
        linked, lost = view.most_people, 0
    if lost and linked + lost:
        yield text(
            Strong("People were lost."),
            f" {lost} of {linked + lost} ({percent(lost / (linked + lost), linked + lost)}) who can be "
            f"identified in {contrast.earlier} {'is' if lost == 1 else 'are'} not found in "
            f"{contrast.later}. Change is known for the others only.",
        )
    if linked < FEW_PEOPLE:
        yield text(
            Strong("Few people."),
            " ",
            counted(linked, whole_study=True),
            " people are in both waves. Only large changes can be told from chance, and one "
            "person can move an average.",
        )
    sites = _sites(view)
    if 1 < sites < FEW_SITES:
        yield text(
            Strong("Few sites."),
            f" There are {sites}. What happened there cannot be carried over to sites in general.",
        )


def _sites(view: View) -> int:
    if view.study.cluster is None:
        return 0
    named = {
        value
        for responses in view.study.waves.values()
        for value in responses.fields.get(view.study.cluster, ())
        if value
    }
    return len(named)


def _measures(view: View) -> Iterator[Text]:
    study = view.study
    if view.main_contrast is not None and not study.primary and len(view.leading_scales) > 1:
        yield text(
            Strong("No outcome was named beforehand."),
            f" {len(view.leading_scales)} outcomes are described side by side; one can stand out by chance.",
        )
    crowded = [
        text(Wording(scale.title), f" ({count_of(row)} of {row.n})")
        for scale in view.leading_scales
        if (row := view.found.about(scale=scale.id, wave=view.waves[0]).get("near_ceiling")) is not None
        and row.available
        and (row.estimate or 0.0) > CROWDED
    ]
    if crowded and view.main_contrast is not None:
        yield text(
            Strong("Little room to rise."),
            " Many were already at the top of the scale at the start: ",
            listing(crowded),
            ". For them a rise cannot show.",
        )
    if view.main_contrast is not None:
        yield text(
            Strong("Sameness of meaning."),
            " Scores of two waves compare only if people understood the questions alike both times. Whether "
            "that could be checked: ",
            *((Reference("structure"), "; ") if _meaning_tested(view) else ()),
            Reference("not_done"),
            ".",
        )


def _meaning_tested(view: View) -> bool:
    """Whether sameness of meaning could be tested for any scale."""
    return any(row.scale is not None and row.available for row in view.study.changes.invariance)


SECTION = ReportSection(
    name="limitations", title="What limits these conclusions", order=57, applies=always, blocks=blocks
)
