"""Numbers as people read them, after APA style; rounded once, here, half away from zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mtle_survey.instrument.model import Scale
from mtle_survey.report.glossary import display
from mtle_survey.report.held_against import ALPHA, ZERO, held_against
from mtle_survey.rounding import Limit, decimals_beside, rounded
from mtle_survey.table import Row

MINUS = "\u2212"
NO_BREAK = "\u00a0"
DASH = "\u2013"
_BANDS = {"at most ": "≤", "at least ": "≥"}


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a score: what decimals it deserves.

    Attributes
    ----------
    decimals : int
        For means and standard deviations.
    limits : tuple of Limit
        What its numbers are held against, such as a target: none is printed on the wrong side of one.
    """

    decimals: int = 2
    limits: tuple[Limit, ...] = ()


MEAN_SCORE = Unit(2)


LOOKING_BACK = "retro"  # the wave that a retrospective page answers for


def wave_name(wave: str | None) -> str:
    """What a table calls a wave: its name, or "All" where the study has a single one without a name."""
    return f"{wave} (looking back)" if wave == LOOKING_BACK else wave or "All"


def unit_of(scale: Scale) -> Unit:
    """Two decimals for mean scores, one for sums and percentages of the possible range."""
    return MEAN_SCORE if scale.score.method == "mean" else Unit(1)


def number(
    value: float,
    decimals: int = 2,
    *,
    leading_zero: bool = True,
    signed: bool = False,
    beside: Iterable[Limit] = (),
) -> str:
    """A number with a fixed count of decimals, a real minus, and a plus where asked.

    What rounds to zero bears no sign. ``beside`` names limits onto whose wrong side it must not be rounded.
    """
    shown = rounded(value, decimals_beside(value, beside, decimals))
    digits = f"{abs(shown):f}"
    if not leading_zero and digits.startswith("0."):
        digits = digits[1:]
    if shown == 0:
        return digits
    return (MINUS if shown < 0 else "+" if signed else "") + digits


def plain_number(value: float) -> str:
    """A number with the decimals it has and no more: 1, 0.25."""
    return f"{value:g}".replace("-", MINUS)


def percent(share: float, n: int, beside: Iterable[Limit] = ()) -> str:
    """A share of n as a percentage: whole below 100 respondents, else one decimal."""
    limits = [replace(limit, value=100 * limit.value) for limit in beside]
    return f"{number(100 * share, 0 if n < 100 else 1, beside=limits)}%"


def p_value(p: float) -> str:
    """An exact p to three decimals with its sign of relation: "= .042", "< .001"."""
    if p < 0.001:
        return f"<{NO_BREAK}.001"
    if p >= 0.9995:
        return f">{NO_BREAK}.999"
    return f"={NO_BREAK}{number(p, 3, leading_zero=False, beside=(ALPHA,))}"


def p_in_table(p: float) -> str:
    """The same p as a table cell has it: ".042", "<.001"."""
    return p_value(p).removeprefix(f"={NO_BREAK}").replace(NO_BREAK, "")


def degrees_of_freedom(df: float) -> str:
    """Whole degrees of freedom without decimals, others with two."""
    return number(df, 0 if float(df).is_integer() else 2)


def level(row: Row) -> str:
    """A row's confidence level: "95%"."""
    return f"{plain_number(round(100 * (row.conf_level or 0.0), 6))}%"


def estimate(row: Row, unit: Unit = MEAN_SCORE) -> str:
    """A row's number alone, as its statistic is shown; an en dash where it is not available.

    A share of which only the band is told is shown as that: "≤ 40%".
    """
    if row.estimate is not None:
        return _shown(row, row.estimate, unit)
    for words, sign in _BANDS.items():
        if row.unavailable is not None and row.unavailable.startswith(words):
            return f"{sign}{NO_BREAK}{row.unavailable.removeprefix(words)}"
    return DASH


def interval(row: Row, unit: Unit = MEAN_SCORE) -> str:
    """A row's bounds in brackets, "[0.12, 0.46]"; empty where it has none."""
    if row.conf_low is None or row.conf_high is None:
        return ""
    bounds = (_shown(row, bound, unit, bound=True) for bound in (row.conf_low, row.conf_high))
    return f"[{', '.join(bounds)}]"


def estimate_with_interval(row: Row, unit: Unit = MEAN_SCORE) -> str:
    """A row's number and bounds: "+0.29 [0.12, 0.46]"."""
    return f"{estimate(row, unit)} {interval(row, unit)}".rstrip()


def interval_in_words(row: Row, unit: Unit = MEAN_SCORE) -> str:
    """A row's bounds with their level: "95% CI [0.12, 0.46]"; empty where it has none."""
    bounds = interval(row, unit)
    return f"{level(row)} CI {bounds}" if bounds else ""


def direction(row: Row) -> int:
    """1 when the whole interval lies above zero, -1 when below, 0 otherwise."""
    if row.conf_low is None or row.conf_high is None:
        return 0
    return (row.conf_low > 0) - (row.conf_high < 0)


def count_of(row: Row) -> int:
    """The count behind a share, which stands as estimate and n in its row."""
    if row.estimate is None or row.n is None:
        raise ValueError(f"no count behind {row.statistic}: {row.unavailable}")
    return round(row.estimate * row.n)


def _shown(row: Row, value: float, unit: Unit, *, bound: bool = False) -> str:
    how = display(row.statistic)
    beside = [*held_against(row, bound=bound), *unit.limits]
    if how.kind == "share":
        return percent(value, row.n or 0, beside)
    decimals = {"score": unit.decimals, "ratio": 2, "test": 2, "count": 0}[how.kind]
    if bound and how.signed:
        beside.append(ZERO)
    return number(
        value, decimals, leading_zero=not how.bounded, signed=how.signed and not bound, beside=beside
    )
