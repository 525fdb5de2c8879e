"""What interviews say, in words that every section shares."""

from __future__ import annotations

from collections.abc import Mapping

from mtle_survey.evidence.cautions import agreement_caution
from mtle_survey.evidence.coder_agreement import MODEL as CODERS
from mtle_survey.evidence.interview_voices import Voice
from mtle_survey.evidence.joint_display import Fit, JointRow
from mtle_survey.instrument.model import Scale
from mtle_survey.report.inline import Strong, Text, counted, text
from mtle_survey.report.view import View

FITS: Mapping[Fit, str] = {
    "confirm": "Confirm",
    "expand": "Expand",
    "discord": "Discord",
    "silent": "Silent",
}
HEARD: Mapping[Voice, str] = {
    "improved": "most say it improved",
    "same": "most say it stayed the same",
    "declined": "most say it declined",
    "both": "they say different things",
}
MEANS: Mapping[Fit, str] = {
    "confirm": "Both point the same way.",
    "expand": "One says more than the other: it speaks where the other is uncertain or divided.",
    "discord": "They contradict each other; neither is to be dropped without knowing why.",
    "silent": "One of them says nothing.",
}


def joint_rows(view: View) -> tuple[JointRow, ...]:
    """The rows that this edition may show: in a public one, of scales to which enough people speak."""
    reported = {scale.id for scale in view.scales}
    return tuple(
        joint
        for joint in view.study.joint_display.rows
        if joint.scale in reported and (view.disclosure.shows(joint.sources) or not joint.sources)
    )


def anyone_heard(view: View) -> bool:
    """Whether coded interviews can be set beside a change."""
    return any(joint.sources for joint in joint_rows(view))


def few_passages(view: View) -> str:
    """How to read the coders' agreement where they share few passages; else nothing."""
    if not anyone_heard(view):
        return ""
    return agreement_caution(view.shown(view.study.joint_display.table.where(model=CODERS)), "passages")


def heard_words(joint: JointRow) -> str:
    """What the interviews say together about a scale."""
    if joint.heard is None:
        return "nobody speaks to it" if not joint.sources else "one voice alone"
    return HEARD[joint.heard]


def interviews_say(view: View, scale: Scale) -> Text:
    """What was said about a scale, and how that fits the survey; empty without interviews."""
    joint = next((j for j in joint_rows(view) if j.scale == scale.id), None)
    if joint is None:
        return ()
    if joint.heard is None:
        return text("The interviews are silent on it.")
    number = counted(joint.sources)
    said = f" people or groups speak to it in interviews: {HEARD[joint.heard]}. "
    return text(
        number, said, Strong(FITS[joint.fit]), f": {MEANS[joint.fit][:1].lower()}{MEANS[joint.fit][1:]}"
    )
