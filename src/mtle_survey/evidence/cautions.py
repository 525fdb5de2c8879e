"""Numbers that are given although they rest on little: what they rest on, and what would be enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mtle_survey.stats.gates import (
    AGREEMENT_WARNED_BELOW,
    CLUSTER_DF_WARNED_BELOW,
    CLUSTERS_WARNED_BELOW,
    LMM_WARNED_BELOW,
    PAIRS_EXACT_ONLY_BELOW,
)
from mtle_survey.table import Row, Table

MODELS_OF_ARMS = ("ancova_effect", "did_effect", "adjusted_g")
AGREEMENT = ("icc_a1", "icc_c1", "kappa", "kappa_quadratic", "ac1", "ac2", "krippendorff_alpha")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One kind of number that needs care.

    Attributes
    ----------
    kind : str
        ``pairs``, ``sites`` or ``model``.
    scales : tuple of str
        Where it applies.
    sentence : str
        What it rests on, why that is little, and what would be enough.
    """

    kind: str
    scales: tuple[str, ...]
    sentence: str


def cautions(tables: Sequence[Table], leading: Sequence[str]) -> tuple[Caution, ...]:
    """The cautions on the scales that a study is judged by; sources stand beside the limits in the gates.

    Below the limits under which a number is refused there is none to warn of.
    """
    rows = [r for table in tables for r in table if r.scale in leading and r.available and r.group is None]
    found = (_pairs(rows), _sites(rows), _model(rows))
    return tuple(caution for kind in found for caution in kind)


def agreement_caution(rows: Iterable[Row], counted: str) -> str:
    """How to read coefficients of agreement that rest on little; empty where none of them does.

    Parameters
    ----------
    rows : iterable of Row
        The rows that are shown; those about a single unit, and other statistics, are passed over.
    counted : str
        What was judged twice, such as ``units``.
    """
    coefficients = [r for r in rows if r.statistic in AGREEMENT and r.available and r.group is None]
    if all((r.n or 0) >= AGREEMENT_WARNED_BELOW for r in coefficients):
        return ""
    return (
        f"With fewer than {AGREEMENT_WARNED_BELOW} {counted} agreement is hardly known (Koo & Li, 2016): "
        "read the interval, not the coefficient alone."
    )


def _pairs(rows: Sequence[Row]) -> Iterator[Caution]:
    few = _those(rows, lambda r: r.statistic == "mean_change" and r.method == "paired_t", _fewer_pairs)
    if few:
        yield Caution(
            kind="pairs",
            scales=_scales(few),
            sentence=(
                f"The change rests on {_least(few)} people who answered both times. Below "
                f"{PAIRS_EXACT_ONLY_BELOW} a standard deviation is hardly known (Julious, 2005): read the "
                "exact "
                "test (signed rank) and the directions before the interval."
            ),
        )


def _sites(rows: Sequence[Row]) -> Iterator[Caution]:
    few = _those(rows, lambda r: (r.method or "").endswith("CR2"), _few_degrees)
    if few:
        df = min(r.df or 0.0 for r in few)
        about = (
            "the comparison" if all(r.statistic in MODELS_OF_ARMS for r in few) else "what respects the sites"
        )
        yield Caution(
            kind="sites",
            scales=_scales(few),
            sentence=(
                f"For {about} there are {df:.1f} degrees of freedom. Below {CLUSTER_DF_WARNED_BELOW} a p is "
                "not "
                f"to be relied on (Tipton, 2015): read the interval. About {CLUSTERS_WARNED_BELOW} sites of "
                "like size are enough."
            ),
        )


def _model(rows: Sequence[Row]) -> Iterator[Caution]:
    few = _those(rows, lambda r: r.statistic == "lmm_change" and r.headline is True, _few_people)
    if few:
        yield Caution(
            kind="model",
            scales=_scales(few),
            sentence=(
                f"The mixed model of everyone rests on {_least(few)} people. Below {LMM_WARNED_BELOW} it "
                "leans on "
                "Kenward and Roger's correction (McNeish, 2017); it is given beside the change of those "
                "linked, "
                "not instead."
            ),
        )


def _those(
    rows: Sequence[Row], kind: Callable[[Row], bool], little: Callable[[Row], bool]
) -> tuple[Row, ...]:
    return tuple(r for r in rows if kind(r) and little(r))


def _fewer_pairs(found: Row) -> bool:
    return (found.n or 0) < PAIRS_EXACT_ONLY_BELOW


def _few_degrees(found: Row) -> bool:
    return found.df is not None and found.df < CLUSTER_DF_WARNED_BELOW


def _few_people(found: Row) -> bool:
    return (found.n or 0) < LMM_WARNED_BELOW


def _scales(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(r.scale) for r in rows))


def _least(rows: Sequence[Row]) -> str:
    counts = sorted({r.n or 0 for r in rows})
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
