"""What is to be simulated: every number that shapes the answers, declared in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from mtle_survey.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class IdErrors:
    """Shares of a wave's records whose self-made code is written wrongly.

    A share s plants round(s × records) errors, on distinct records.

    Attributes
    ----------
    case : float
        Written in lower case.
    blank : float
        With a blank at the end.
    empty : float
        Left empty.
    typo : float
        One character wrong.
    lookalike : float
        The letter O for the digit 0, or I for 1, or the reverse.
    duplicate : float
        The respondent answered a second time under the same code.
    """

    case: float = 0.0
    blank: float = 0.0
    empty: float = 0.0
    typo: float = 0.0
    lookalike: float = 0.0
    duplicate: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingShares:
    """Shares of answers that are missing, by reason.

    Attributes
    ----------
    skipped : float
        Rated answers left blank.
    not_applicable, refused, dont_know, other : float
        Answers that choose the option of that reason, where the response format has one.
    broke_off : float
        Records that stop part of the way; what follows was not shown.
    """

    skipped: float = 0.0
    not_applicable: float = 0.0
    refused: float = 0.0
    dont_know: float = 0.0
    other: float = 0.0
    broke_off: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WavePlan:
    """One wave of the simulated study.

    Attributes
    ----------
    wave : str
        Its name, such as ``pre``.
    date : datetime.date
        The first day on which answers come in; never taken from the clock.
    forms : tuple of str
        The forms answered; none stands for every item of the instrument. A form with an ``occasion``
        (a retrospective page) adds answers for that occasion to the same records.
    late_joiners : int
        Respondents who answer for the first time in this wave.
    attrition : float
        Share of those who answered before that never answers again.
    fields : tuple of str or None
        Declared fields that the questionnaire asks in this wave; None stands for all. The respondent's
        code is always asked.
    previews, blank_records : int
        Records of the survey's own test runs, and records without any content.
    id_errors : IdErrors
    label_variants : int
        Cells whose choice text differs invisibly from the declared label (blank at the end, no-break
        space, typographic quotes or dashes, letter case). Only exports of choice text hold them.
    typographic_wording : bool
        Whether question texts are written with typographic quotes, as word processors leave them.
    """

    wave: str
    date: dt.date
    forms: tuple[str, ...] = ()
    late_joiners: int = 0
    attrition: float = 0.0
    fields: tuple[str, ...] | None = None
    previews: int = 0
    blank_records: int = 0
    id_errors: IdErrors = field(default_factory=IdErrors)
    label_variants: int = 0
    typographic_wording: bool = False


def _two_waves() -> tuple[WavePlan, ...]:
    return (
        WavePlan(wave="pre", date=dt.date(2025, 9, 1)),
        WavePlan(wave="post", date=dt.date(2026, 5, 4)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The declared truth of a simulation.

    The factors are those of the declared structure or, without one, every scale that has items of its own.
    A factor has variance 1 at the baseline. A respondent's factor score is the sum of a site's, a lasting
    and a passing part, which have the same factor correlations. An answer is the category in which
    loading × factor score + unique part falls.

    Attributes
    ----------
    n : int
        Respondents of the first wave.
    seed : int
        The same recipe with the same seed gives the same bytes.
    waves : tuple of WavePlan
        In time order; the first is the baseline.
    sites : int
        Clusters; limited by the codes that the instrument's cluster field declares.
    site_share : float in [0, 1)
        Share of the factor variance that lies between sites.
    stability : float in [0, 1]
        Share of the variance within sites that lasts from wave to wave.
    loading : float in (0, 1)
        Standardised loading of every item on its factor (of the keyed item: always positive).
    loadings : mapping of item id to float
        Loadings that differ from it.
    factor_correlation : float
        Correlation of any two factors.
    factor_correlations : tuple of (factor, factor, float)
        Pairs that differ from it.
    difficulty_spread : float
        Items' thresholds are shifted by uniform draws from ± this many latent standard deviations.
    growth : float
        Latent standard deviations by which every outcome rises from the first wave to the last, evenly.
    wave_means : mapping of wave or occasion to mapping of factor to float
        Latent means that differ from it; an occasion without an entry keeps the baseline's means.
    dose_growth : float
        Growth is growth × (1 + dose_growth × dose), with dose in standard deviations: who was there more
        grew more.
    field_weights : mapping of field id to mapping of code to float
        How often respondents give each answer; a field without an entry is answered evenly.
    field_ranges : mapping of field id to (float, float)
        Limits of number fields that declare none; without an entry 0 to 40.
    field_changes : mapping of field id to float
        Share of respondents whose answer is drawn anew in the last wave.
    careless_share : float
        Share of records that answer without reading, one straight-lining for each that answers at random.
    missing : MissingShares
    """

    n: int = 60
    seed: int = 1
    waves: tuple[WavePlan, ...] = field(default_factory=_two_waves)
    sites: int = 1
    site_share: float = 0.0
    stability: float = 0.7
    loading: float = 0.7
    loadings: Mapping[str, float] = field(default_factory=dict)
    factor_correlation: float = 0.4
    factor_correlations: tuple[tuple[str, str, float], ...] = ()
    difficulty_spread: float = 0.4
    growth: float = 0.0
    wave_means: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    dose_growth: float = 0.0
    field_weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    field_ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    field_changes: Mapping[str, float] = field(default_factory=dict)
    careless_share: float = 0.0
    missing: MissingShares = field(default_factory=MissingShares)

    def __post_init__(self) -> None:
        """Refuse what cannot be simulated, with the name of the number at fault."""
        if self.n < 1 or self.sites < 1 or not self.waves:
            raise UsageError("a simulation needs at least one respondent, one site and one wave")
        names = [plan.wave for plan in self.waves]
        if len(set(names)) < len(names):
            raise UsageError(f"waves need different names: {', '.join(names)}")
        _require_shares(self, ("site_share", "stability", "careless_share"))
        _require_shares(self.missing, tuple(f.name for f in fields(self.missing)))
        for plan in self.waves:
            _require_shares(plan, ("attrition",))
            _require_shares(plan.id_errors, tuple(f.name for f in fields(plan.id_errors)))
        for item, value in {"loading": self.loading, **self.loadings}.items():
            if not 0 < value < 1:
                raise UsageError(f"{item}: a standardised loading lies between 0 and 1, not {value:g}")


def _require_shares(owner: object, names: tuple[str, ...]) -> None:
    for name in names:
        value = getattr(owner, name)
        if not 0 <= value <= 1:
            raise UsageError(f"{name}: a share lies between 0 and 1, not {value:g}")
