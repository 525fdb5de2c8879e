"""What ``mtle compare`` prints about interviews beside the survey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtle_survey.cli.text_table import text_table
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.study import Study


def interviews_text(study: Study) -> Iterator[str]:
    """Scale by scale what the survey shows, what people said, and how both fit; or nothing."""
    from mtle_survey.evidence.interview_voices import VOICES

    display = study.joint_display
    if not display.rows:
        return
    total = len(study.interviews.documents)
    yield f"Interviews: {counted(total, 'source')}, {len(display.person)} of them of people in the survey."
    yield text_table(
        ["Scale", "Survey", "Voices", "Improved / same / declined / both ways", "Fit"],
        [
            [
                study.instrument.scale[joint.scale].title,
                joint.survey or "not given",
                str(joint.sources),
                " / ".join(str(joint.voices[voice]) for voice in VOICES),
                joint.fit,
            ]
            for joint in display.rows
        ],
        numbers_from=2,
        words_last=True,
    )
