"""What people said in interviews beside how their scores changed: a joint display."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mtle_survey.errors import Problem, problem
from mtle_survey.evidence.arms import program_group
from mtle_survey.evidence.coder_agreement import coder_agreement
from mtle_survey.evidence.interview_voices import LEAST_SOURCES, VOICES, Voice, heard, voices_of
from mtle_survey.evidence.judged_together import judged_together
from mtle_survey.evidence.multiplicity import by_chance
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.sensitivity import conclusion
from mtle_survey.segments.declared import code_problems
from mtle_survey.segments.model import Interviews
from mtle_survey.segments.people import candidates, comparable
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import About, Row, Table, row

MODEL = "joint_display"
Fit = Literal["confirm", "expand", "discord", "silent"]
NUMBERS: Mapping[Fit, float] = {"confirm": 1.0, "expand": 0.0, "discord": -1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRow:
    """One scale: the survey and the interviews side by side.

    Attributes
    ----------
    scale, contrast : str
    change : Row
        The change that leads the report.
    survey : str or None
        What it shows: ``rose``, ``fell``, ``unchanged`` or ``uncertain``; also uncertain where the sites, or
        the number of primary scales, take the certainty away. None without a change.
    voices : mapping of Voice to int
        Sources by what their passages say about the scale; ``both`` where they say different things.
    passages : int
        Coded passages about the scale.
    fit : Fit
    followed, alike : int
        People whose own score moved and who said in one voice which way; of them, those where both agree.
    """

    scale: str
    contrast: str
    change: Row
    survey: str | None
    voices: Mapping[Voice, int]
    passages: int
    fit: Fit
    followed: int = 0
    alike: int = 0

    @property
    def sources(self) -> int:
        """Sources that say anything about the scale."""
        return sum(self.voices.values())

    @property
    def heard(self) -> Voice | None:
        """What the interviews say together; None where too few speak to the scale."""
        return heard(self.voices)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointDisplay:
    """Survey and interviews.

    Attributes
    ----------
    rows : tuple of JointRow
    table : Table
    person : mapping of document to row of ``Links``
        Sources of people of the survey.
    unknown : tuple of str
        Sources of nobody in the survey.
    """

    rows: tuple[JointRow, ...] = ()
    table: Table = field(default_factory=Table)
    person: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def interview_problems(interviews: Interviews, display: JointDisplay, *, linked: bool) -> Iterator[Problem]:
    """Codes without a meaning, interviews with nobody of the survey, and interviews that nothing is beside.

    Parameters
    ----------
    interviews : Interviews
    display : JointDisplay
    linked : bool
        Whether people of the survey are followed over waves.

    Yields
    ------
    Problem
        T042 to T045.
    """
    yield from code_problems(interviews, ", ".join(interviews.files))
    if not linked:
        total = len(interviews.documents)
        yield problem("T045", found=f"{total} coded interviews", count=total)
    if display.unknown:
        names = ", ".join(f"“{name}”" for name in display.unknown)
        yield problem("T042", found=names, count=len(display.unknown))


def fit_of(survey: str | None, voice: Voice | None, *, lower_is_better: bool = False) -> Fit:
    """How the two kinds of evidence fit.

    ``confirm``: both point the same way. ``discord``: they point different ways, or one says that something
    changed and the other that nothing did. ``expand``: one speaks where the other is uncertain or divided.
    ``silent``: one of them says nothing.

    Parameters
    ----------
    survey : str or None
        ``rose``, ``fell``, ``unchanged`` or ``uncertain``; None without a change.
    voice : Voice or None
    lower_is_better : bool
        Whether improving means that the score falls.

    References
    ----------
    Fetters, M. D., Curry, L. A., & Creswell, J. W. (2013). Achieving integration in mixed methods designs.
    Health Services Research, 48, 2134-2156. https://doi.org/10.1111/1475-6773.12117
    """
    if survey is None or voice is None:
        return "silent"
    if survey == "uncertain" or voice == "both":
        return "expand"
    better, worse = ("fell", "rose") if lower_is_better else ("rose", "fell")
    expected = {"improved": better, "declined": worse, "same": "unchanged"}[voice]
    return "confirm" if survey == expected else "discord"


def joint_display(
    panel: Panel, interviews: Interviews, change: Table, by_site: Table, scales: Sequence[str]
) -> JointDisplay:
    """Every scale that a code speaks to, or that the study is judged by.

    Parameters
    ----------
    panel : Panel
    interviews : Interviews
    change, by_site : Table
        The change that the report tells, and the same with the sites respected.
    scales : sequence of str
        Those that the study is judged by.
    """
    main = panel.main_contrast
    person, unknown = people_of(panel, interviews)
    if main is None:
        return JointDisplay(person=person, unknown=unknown)
    spoken = [m.scale for meanings in interviews.meanings.values() for m in meanings]
    shown = [s for s in panel.instrument.scale if s in {*scales, *spoken}]
    group = program_group(panel.design)
    judged = judged_together(panel.primary, change, by_site, contrast=main.name, group=group)
    rows = [
        _joint_row(panel, interviews, person, found, shown_by(found, by_site, judged.get(scale)))
        for scale in shown
        for found in change.where(statistic="mean_change", scale=scale, contrast=main.name, headline=True)
    ]
    joined = _part(len(person), len(interviews.documents), "no interview was read")
    table = [row("interviews_joined", joined, model=MODEL)]
    table += [r for joint in rows for r in _table_rows(joint)]
    table += coder_agreement(interviews, panel.level)
    return JointDisplay(rows=tuple(rows), table=Table.of(table), person=person, unknown=unknown)


def shown_by(found: Row, by_site: Table, together: Row | None = None) -> str | None:
    """What a change shows, with the sites taken into account where a cluster-robust interval can be given.

    ``together`` is the p of one of several primary scales, adjusted for their number.
    """
    if not found.available:
        return None
    led = conclusion(found)
    if by_chance(together, found.conf_level):
        return "uncertain"
    across = by_site.where(
        statistic="mean_change",
        scale=found.scale,
        contrast=found.contrast,
        method="CR2",
        group=found.group,
    )
    return led if all(conclusion(r) == led for r in across if r.available) else "uncertain"


def people_of(panel: Panel, interviews: Interviews) -> tuple[dict[str, int], tuple[str, ...]]:
    """Whose each source is, and the sources of nobody in the survey."""
    rows = {comparable(str(name)): place for place, name in enumerate(panel.links.ids)}
    person, unknown = {}, []
    for document in interviews.documents:
        places = [rows[name] for name in candidates(interviews, document) if name in rows]
        if places:
            person[document] = places[0]
        else:
            unknown.append(document)
    return person, tuple(unknown)


def _joint_row(
    panel: Panel, interviews: Interviews, person: Mapping[str, int], found: Row, survey: str | None
) -> JointRow:
    scale = str(found.scale)
    voices, passages = voices_of(interviews, person, scale)
    counts: dict[Voice, int] = {v: sum(1 for said in voices.values() if said == v) for v in VOICES}
    lower = panel.instrument.scale[scale].direction == "lower"
    followed, alike = _side_by_side(panel, scale, voices, lower_is_better=lower)
    return JointRow(
        scale=scale,
        contrast=str(found.contrast),
        change=found,
        survey=survey,
        voices=counts,
        passages=passages,
        fit=fit_of(survey, heard(counts), lower_is_better=lower),
        followed=followed,
        alike=alike,
    )


def _side_by_side(
    panel: Panel, scale: str, voices: Mapping[int | str, Voice], *, lower_is_better: bool
) -> tuple[int, int]:
    """People whose score moved and who said which way, and those of them where both agree."""
    main = panel.main_contrast
    pairs = None if main is None else panel.pair(main, scale)
    if pairs is None:
        return 0, 0
    step = panel.meaningful_step(scale)
    sign = -1.0 if lower_is_better else 1.0
    followed = alike = 0
    for place, change in zip(pairs.person, sign * (pairs.post - pairs.pre), strict=True):
        voice = voices.get(int(place))
        if voice in ("improved", "declined") and abs(change) > step:
            followed += 1
            alike += (change > 0.0) == (voice == "improved")
    return followed, alike


def _table_rows(joint: JointRow) -> Iterator[Row]:
    about: About = {"model": MODEL, "scale": joint.scale, "contrast": joint.contrast}
    for voice in VOICES:
        yield row(
            f"said_{voice}", _part(joint.voices[voice], joint.sources, "no interview speaks to it"), **about
        )
    if joint.fit == "silent":
        why = joint.change.unavailable or (
            f"{joint.sources} of the interviews speak to it, and {LEAST_SOURCES} are the least"
        )
        fit = not_available(why, n=joint.sources, method="silent")
    else:
        fit = Estimate(value=NUMBERS[joint.fit], n=joint.sources, method=joint.fit)
    yield row("joint_fit", fit, **about)
    alike = _part(joint.alike, joint.followed, "nobody whose score moved said which way it went")
    yield row("said_and_scored_alike", alike, **about)


def _part(count: int, total: int, otherwise: str) -> Estimate:
    """A share without an interval: people are chosen for interviews, not drawn at random."""
    return Estimate(value=count / total, n=total) if total else not_available(otherwise, n=0)
