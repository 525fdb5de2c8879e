"""What the program does where an interval or test of the page is too bold."""

from __future__ import annotations

# Parts of statistics that have no kernel file of their own.
PARTS = {
    "agreement/kappa_linear": "Weighted kappa (linear)",
    "change/possible_gain": "Share of the possible gain",
    "change/bca": "Bootstrap intervals of change",
    "reliability/alpha_fiml": "Coefficient alpha from every answer (maximum likelihood)",
    "reliability/alpha_pairwise": "Coefficient alpha from pairs of items",
    "reliability/alpha_wald": "Coefficient alpha with the interval of psych and JASP",
    "structure/efa_errors": "Loadings of exploratory factors",
    "structure/extraction_ml": "Test of the number of factors",
    "structure/graded_response": "Graded response model",
    "structure/invariance": "Tests of invariance",
    "structure/item_bias": "Items that groups answer differently",
    "structure/item_fit": "Fit of an item to its curve",
    "structure/rmsea": "RMSEA",
}

_KAPPA = (
    "The interval is that of large samples, as R gives it. None is given where either rater put fewer than 5 units outside "
    "the category that they used most: a rare theme in few comments asks for more comments. Where more than 80% of the "
    "marks are of one kind AC1 leads; below 10 units neither is given, below 30 the report says that they say little."
)
_AC = (
    "Its interval is Gwet's: where few disagree it is too short, and where nobody does there is none. Below 10 units it is not "
    "given, below 30 the report warns that it says little."
)
_ANSWERS = (
    "The interval takes answers for normal, and a single question near its ceiling is not. Scores of several "
    "questions are nearer to it; retests of fewer than 10 people have no coefficient."
)
_RATERS = (
    _ANSWERS
    + " Of three raters drawn at random no number of people tells how severe raters are in general: read "
    "the consistency beside it."
)
_SHARE = (
    "Nothing: shares go in steps, so that no interval of them keeps exactly to 95% everywhere (Brown, Cai & "
    "DasGupta, 2001). Counts stand beside shares."
)

_ITEMS = (
    "From 50 people on the bootstrap interval of alpha, which holds .93 and more there, leads; of single items read the "
    "coefficient to one decimal where most answers stand at the top. No item is called wrongly keyed unless its whole "
    "interval is below zero."
)

REMEDIES: dict[str, str] = {
    "agreement/ac1": _AC,
    "agreement/ac2": _AC,
    "agreement/kappa": _KAPPA,
    "agreement/kappa_linear": "Not printed: quadratic weights are, and AC2 beside them.",
    "agreement/kappa_quadratic": _KAPPA
    + " Of k ordered categories Cicchetti (1981) asks for 2k² units, 50 where answers have five points.",
    "agreement/krippendorff_alpha": "Reports print it without an interval.",
    "agreement/icc_1": _ANSWERS,
    "agreement/icc_k": _ANSWERS,
    "agreement/icc_c1": _ANSWERS,
    "agreement/icc_ck": _ANSWERS,
    "agreement/icc_a1": _RATERS,
    "agreement/icc_ak": _RATERS,
    "agreement/sem_agreement": "Of three raters drawn at random no number of people tells how severe raters are in general. Between occasions, where it is used, the interval holds.",
    "careless/mahalanobis": (
        "The report says that the sign is met once in a hundred, not in a thousand, where most answers stand at "
        "the top. A sign alone leaves nobody out."
    ),
    "change/bca": "Below 50 pairs Student's and Bonett's intervals lead, which hold; below 10 there is none.",
    "change/declined": _SHARE,
    "change/possible_gain": "Below 24 people its limits are those of a large sample: the report reads the mean change first, and below 12 pairs warns.",
    "change/reliable_change": "The interval takes the limit of a reliable change as known, while it comes from the same scores, which go in steps. The counts stand beside it, with the number expected by chance; below 10 pairs or a reliability of .70 there is none.",
    "content_validity/item_cvi": _SHARE,
    "description/missing": _SHARE,
    "description/near_floor": _SHARE,
    "description/not_applicable": _SHARE,
    "items/alpha_if_dropped": _ITEMS,
    "items/difficulty": _SHARE,
    "items/item_rest_correlation": _ITEMS,
    "missing/chained_equations": "On request only, beside the result from complete answers; the report says what share of the information was missing.",
    "missing/little_mcar": "On request only, with the words that a large p shows nothing; .07 is within the error of counting.",
    "reliability/alpha": "From 50 people on the bootstrap interval leads, which holds .93 and more there.",
    "reliability/alpha_fiml": "It stands beside alpha of complete rows, which leads; below 10 people there is none.",
    "reliability/alpha_wald": "Printed only beside other programs' numbers (`--reconcile`); Feldt's interval leads.",
    "reliability/kr20": "The test's items are shown with their difficulty; easy tests tell people apart less surely than the interval says.",
    "reliability/sem": "From the answers themselves the interval nearly holds (first rows), but is too short where a few people answer far more carelessly than the others; from tables without rows it takes errors for normal, and its method, alpha/chi2, says so.",
    "reliability/spearman_brown": _ANSWERS,
    "structure/efa_errors": "At 100 people .93, within the error of counting. Below 50 people, or three for each item, there is no exploratory analysis.",
    "structure/extraction_ml": "One of several rules for the number of factors, and none leads alone: what most of them agree on does, with answers taken as ordered.",
    "structure/invariance": "The report says that with fewer than 300 people a difference can stay unseen, and judges by changes of fit beside the p; ordered answers are tested as such from 200 people a group on.",
    "structure/item_bias": "A difference counts only where it explains something (change of R² of .02), not by its p alone.",
    "structure/rmsea": "Read beside CFI and SRMR, and with 200 people or more; below 100 there is none.",
}
