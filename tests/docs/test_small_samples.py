"""The page on small samples says what the program does."""

from __future__ import annotations

import re

import pytest

from mtle_survey.stats import gates
from tests.support import REPOSITORY

PAGE = (REPOSITORY / "docs" / "explanation" / "small-samples.md").read_text(encoding="utf-8")
ROWS = {
    "change between two waves": (gates.PAIRS_REFUSED_BELOW, gates.PAIRS_EXACT_ONLY_BELOW),
    "bootstrap intervals": (gates.BCA_REFUSED_BELOW,),
    "mixed model of everyone": (gates.LMM_REFUSED_BELOW, gates.LMM_WARNED_BELOW),
    "paces of single people": (gates.RANDOM_SLOPE_REFUSED_BELOW,),
    "change beyond the end of a scale": (gates.TOBIT_PAIRS_REFUSED_BELOW,),
    "cluster-robust intervals": (
        gates.CLUSTERS_REFUSED_BELOW,
        gates.CLUSTERS_WARNED_BELOW,
        gates.CLUSTER_DF_WARNED_BELOW,
    ),
    "how sites differ": (gates.CLUSTERS_FIXED_UP_TO + 1,),
    "sign flips of whole sites": (gates.CLUSTER_SIGN_FLIP_REFUSED_BELOW,),
    "comparison of groups": (gates.UNITS_PER_ARM_REFUSED_BELOW,),
    "people who changed reliably": (gates.RELIABLE_CHANGE_REFUSED_BELOW,),
    "agreement of raters or coders": (gates.AGREEMENT_REFUSED_BELOW, gates.AGREEMENT_WARNED_BELOW),
}


@pytest.mark.parametrize("what", ROWS)
def test_the_limits_on_the_page_are_those_of_the_program(what):
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {what} |"))
    none_below, with_caution = row.split("|")[2:4]
    told = [int(number) for number in re.findall(r"\d+", none_below + with_caution)]
    assert told == list(ROWS[what])
