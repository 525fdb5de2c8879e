"""Why the tests of a statistic allow more than the 1e-8 of closed forms."""

from __future__ import annotations

CLOSED_FORM = 1e-8
SEARCH = 1e-5

SEARCHES = "both sides search for an optimum"
_DRAWN = "drawn at random on both sides, compared within that error"

REASONS = {
    "agreement/krippendorff_alpha_bca": _DRAWN,
    "agreement/sem_agreement": SEARCHES,
    "categorical/bowker": "the p of sparse tables is drawn at random; R goes through every table",
    "categorical/stuart_maxwell": "the p of sparse tables is drawn at random; R goes through every table",
    "change/bca": _DRAWN,
    "change/growth_slope": SEARCHES,
    "change/growth_slope_sd": SEARCHES,
    "change/lmm_change": SEARCHES,
    "change/ordinal_change": SEARCHES,
    "change/proportional_odds": SEARCHES,
    "change/serial_correlation": SEARCHES,
    "change/tobit_change": SEARCHES,
    "change/unstructured_change": SEARCHES,
    "clusters/shrunken_means": SEARCHES,
    "comparison/lmm_effect": SEARCHES,
    "items/omega_if_dropped": SEARCHES,
    "missing/chained_equations": _DRAWN,
    "missing/little_mcar": SEARCHES,
    "reliability/alpha_bca": _DRAWN,
    "reliability/alpha_fiml": SEARCHES,
    "reliability/general_factor": SEARCHES,
    "reliability/omega_categorical": SEARCHES,
    "reliability/omega_minres": SEARCHES,
    "reliability/omega_total": SEARCHES,
    "reliability/omega_total_bca": _DRAWN,
    "reliability/one_factor_least_squares": SEARCHES,
    "structure/cfa": "1e-5 but for modification indices: they magnify the slopes at which lavaan stops",
    "structure/efa_errors": "R differentiates two searches numerically",
    "structure/extraction_minres": SEARCHES,
    "structure/extraction_ml": SEARCHES,
    "structure/graded_response": SEARCHES,
    "structure/invariance": SEARCHES,
    "structure/item_bias": SEARCHES,
    "structure/item_fit": "ltm integrates over 21 points and stops at a slope of .024: its last digits move",
    "structure/nest": _DRAWN,
    "structure/polychoric": SEARCHES,
    "structure/polychoric_covariance": SEARCHES,
    "structure/polyserial": SEARCHES,
    "structure/rmsea": SEARCHES,
    "structure/rotation": SEARCHES,
    "structure/rotation_target": SEARCHES,
    "structure/satorra_2000": SEARCHES,
    "structure/satorra_2000_negative": SEARCHES,
    "structure/schmid_leiman": "psych's rotation stops at 1e-5, twice seen in what it leads to",
}


def reason(name: str, tolerance: float, published: bool) -> str:
    """Why ``tolerance`` is wider than that of a closed form; empty where it is not."""
    if name in REASONS:
        return REASONS[name]
    return "printed digits" if published and tolerance > CLOSED_FORM else ""
