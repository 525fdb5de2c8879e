"""Chen's cut-offs for changes of fit."""

from __future__ import annotations

LARGE = 300


def chen_2007(
    level: str, delta_cfi: float, delta_rmsea: float, delta_srmr: float, *, n: int, equal_groups: bool
) -> bool:
    """Whether a change of fit speaks against invariance, by Chen's cut-offs.

    Parameters
    ----------
    level : {"metric", "scalar", "strict"}
        The stricter level.
    delta_cfi, delta_rmsea, delta_srmr : float
        Stricter minus looser, of continuous items under normal likelihood.
    n : int
        Respondents in all.
    equal_groups : bool
        Whether groups are of about equal size; waves always are.

    Returns
    -------
    bool
        True when the CFI falls by .010 or more and the RMSEA rises by .015 or the SRMR by .030 (metric) or
        .010 (scalar, strict); with 300 respondents or fewer, or unequal groups, .005, .010 and .025 or .005.
        The cut-offs have not been validated for ordered items.

    References
    ----------
    Chen, F. F. (2007). Sensitivity of goodness of fit indexes to lack of measurement invariance.
    Structural Equation Modeling, 14, 464-504. https://doi.org/10.1080/10705510701301834
    """
    if level not in ("metric", "scalar", "strict"):
        raise ValueError("Chen's cut-offs are for metric, scalar and strict invariance")
    large = n > LARGE and equal_groups
    cfi_limit, rmsea_limit = (-0.010, 0.015) if large else (-0.005, 0.010)
    srmr_limits = (0.030, 0.025) if level == "metric" else (0.010, 0.005)
    srmr_limit = srmr_limits[0] if large else srmr_limits[1]
    return delta_cfi <= cfi_limit and (delta_rmsea >= rmsea_limit or delta_srmr >= srmr_limit)
