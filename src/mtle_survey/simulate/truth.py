"""The truth behind simulated files, to be written next to them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mtle_survey.simulate.expected import ExpectedChange, ExpectedScore
from mtle_survey.simulate.recipe import Recipe
from mtle_survey.stats.estimate import Array

_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One piece of mess, where it stands and what it hides.

    Attributes
    ----------
    wave : str
    record : int
        0-based place among the wave's records.
    kind : str
        ``preview``, ``blank_record``, ``broke_off``, ``careless_straight_line``, ``careless_random``,
        ``id_case`` … ``id_duplicate``, ``label_blank_at_end`` …
    column : str or None
        The header, where it concerns one cell.
    written, meant : str or None
        What the file holds and what it would hold without the mess.
    """

    wave: str
    record: int
    kind: str
    column: str | None = None
    written: str | None = None
    meant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """One simulated person.

    Attributes
    ----------
    code : str
        The self-made code, as it should be written everywhere.
    site : str
    dose : float
        In standard deviations.
    records : mapping of wave to 0-based places of their records
    """

    code: str
    site: str
    dose: float
    records: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything that was declared or follows from it, and everything that was planted.

    Attributes
    ----------
    instrument : mapping
        ``id`` and ``version``.
    recipe : Recipe
    factors : tuple of str
    factor_correlations : (f, f) float array
    factor_of : mapping of item id to factor
    loadings : mapping of item id to float
        As the items are written: negative if reverse-keyed.
    thresholds : mapping of item id to float array
    item_means : mapping of occasion to mapping of item id to float
        Population means of raw codes.
    scores : tuple of ExpectedScore
    changes : tuple of ExpectedChange
        Every later occasion against the first wave.
    missing : mapping of wave to mapping of reason to int
        Rated cells of the responses, by reason.
    respondents : tuple of Respondent
    planted : tuple of Planted
    """

    instrument: Mapping[str, str]
    recipe: Recipe
    factors: tuple[str, ...]
    factor_correlations: Array
    factor_of: Mapping[str, str]
    loadings: Mapping[str, float]
    thresholds: Mapping[str, Array]
    item_means: Mapping[str, Mapping[str, float]]
    scores: tuple[ExpectedScore, ...]
    changes: tuple[ExpectedChange, ...]
    missing: Mapping[str, Mapping[str, int]]
    respondents: tuple[Respondent, ...]
    planted: tuple[Planted, ...]

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How much mess of each kind was planted, by wave."""
        tallies: dict[str, Counter[str]] = {plan.wave: Counter() for plan in self.recipe.waves}
        for mess in self.planted:
            tallies[mess.wave][mess.kind] += 1
        return {wave: dict(sorted(tally.items())) for wave, tally in tallies.items()}

    def document(self, *, header_rows: int, labels: bool) -> dict[str, Any]:
        """The truth as plain values for JSON, with rows as a spreadsheet shows them.

        Parameters
        ----------
        header_rows : int
            Header records of the written files.
        labels : bool
            Whether the files hold choice text; files of codes hold no label variants.
        """
        shown = dataclasses.replace(
            self, planted=tuple(p for p in self.planted if labels or not p.kind.startswith("label_"))
        )
        first = header_rows + 1
        return {
            "synthetic": "No person gave these answers. They were drawn from the recipe below.",
            "instrument": dict(self.instrument),
            "recipe": plain(self.recipe),
            "factors": list(self.factors),
            "factor_correlations": plain(self.factor_correlations),
            "items": {
                item: {
                    "factor": self.factor_of.get(item),
                    "loading": plain(loading),
                    "thresholds": plain(self.thresholds[item]),
                    "means": {o: plain(m[item]) for o, m in self.item_means.items() if item in m},
                }
                for item, loading in self.loadings.items()
            },
            "scores": plain(self.scores),
            "changes": plain(self.changes),
            "missing": plain(self.missing),
            "counts": plain(shown.counts()),
            "planted": [
                {
                    "wave": p.wave,
                    "row": first + p.record,
                    "column": p.column,
                    "kind": p.kind,
                    "written": p.written,
                    "meant": p.meant,
                }
                for p in shown.planted
            ],
            "respondents": [
                {
                    "code": r.code,
                    "site": r.site,
                    "dose": plain(r.dose),
                    "rows": {
                        wave: [first + record for record in records] for wave, records in r.records.items()
                    },
                }
                for r in self.respondents
            ],
        }


def plain(value: Any) -> Any:
    """Nested dataclasses, arrays and dates as JSON values; numbers at ten decimals."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, _DIGITS) + 0.0
    return value
