"""Which results of an edition can stand beside each other without giving a few people away."""

from __future__ import annotations

from dataclasses import dataclass

from mtle_survey.report.privacy.answers_told import AnswersTold
from mtle_survey.report.privacy.facts import Facts
from mtle_survey.report.privacy.guard import Guard
from mtle_survey.report.privacy.levels import Level


@dataclass(frozen=True)
class Release:
    """What an edition shows.

    Attributes
    ----------
    guard : Guard or None
        None where everything is shown.
    counted : Facts or None
        The same for what people are, such as a role.
    answers : AnswersTold or None
        The same for the answers to single questions.
    """

    guard: Guard | None = None
    counted: Facts | None = None
    answers: AnswersTold | None = None

    def shows_item(self, item: str, wave: str | None) -> bool:
        """Whether everyone's answers to an item are shown."""
        return self.guard is None or self.guard.shows("item", item, wave or "")

    def answers_to(self, item: str, wave: str | None) -> Level:
        """How much is shown of the answers to an item."""
        return Level.EACH if self.answers is None else self.answers.level(item, wave)

    def shows_fact(self, name: str, wave: str | None) -> bool:
        """Whether a field or a rule's score is counted in a wave."""
        return self.counted is None or self.counted.shows(name, wave)

    def shows_moves(self, name: str, contrast: str) -> bool:
        """Whether it is counted from which value to which people moved."""
        return self.counted is None or self.counted.shows_moves(name, contrast)

    def names(self, group: str | None) -> bool:
        """Whether a group may be named at all: in a public edition small ones appear together."""
        if self.guard is None or group is None:
            return True
        return group in self.guard.groups
