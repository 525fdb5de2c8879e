"""A study, in three steps: what it declares, what people answered, and what follows from that."""

from mtle_survey.study.part import PartOf
from mtle_survey.study.question import Question
from mtle_survey.study.study import Study

__all__ = ["PartOf", "Question", "Study"]
