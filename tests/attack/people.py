"""Who answered what in the studies behind some editions, read without the help of the report."""

from __future__ import annotations

import numpy as np

from mtle_survey.study import Study

Person = str
People = frozenset[Person]


class Behind:
    """The people of one study.

    Attributes
    ----------
    given : mapping of wave to mapping of person to mapping of item to answer
    fields : mapping of wave to mapping of person to mapping of field to value
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.instrument = study.instrument
        self.given: dict[str, dict[Person, dict[str, float]]] = {}
        self.fields: dict[str, dict[Person, dict[str, str]]] = {}
        for wave, found in study.answered_waves.items():
            assert wave is not None
            names = [
                str(found.ids[r]) if found.ids is not None and found.ids[r] is not None else f"{wave}/{r}"
                for r in range(len(found))
            ]
            here = np.flatnonzero(found.answered)
            self.given[wave] = {
                names[r]: {
                    item: float(found.values[r, k])
                    for k, item in enumerate(found.items)
                    if np.isfinite(found.values[r, k])
                }
                for r in here
            }
            self.fields[wave] = {
                names[r]: {name: values[r] for name, values in found.fields.items() if values[r] is not None}
                for r in here
            }

    def items(self, name: str) -> tuple[str, ...]:
        """The items behind a scale, or the item itself."""
        return self.instrument.scale_items(name) if name in self.instrument.scale else (name,)

    def scored(self, name: str, wave: str) -> People:
        """Who has a score on a scale, or answered an item: half of the items, and both of two or three."""
        items = self.items(name)
        asked = {i for answers in self.given[wave].values() for i in answers}
        items = tuple(i for i in items if i in asked)
        needed = 1 if len(items) == 1 else 2 if len(items) <= 3 else (len(items) + 1) // 2
        return frozenset(
            p for p, answers in self.given[wave].items() if sum(i in answers for i in items) >= needed
        )

    def present(self, *waves: str) -> People:
        """Who answered in all of some waves."""
        return frozenset.intersection(*(frozenset(self.given[w]) for w in waves))

    def value(self, person: Person, field: str) -> str | None:
        """The first value of a field that is known of a person."""
        for wave in self.fields.values():
            if field in wave.get(person, {}):
                return wave[person][field]
        return None

    def keyed(self, scale: str, item: str, answers: np.ndarray) -> np.ndarray:
        """Answers as they enter the score of a scale."""
        codes = self.instrument.format_of(item).codes
        return codes[0] + codes[-1] - answers if item in self.instrument.reverse_keyed(scale) else answers
