"""The smallest numbers of respondents on which a statistic is still printed, with their sources."""

from __future__ import annotations

# Arithmetic: the smallest two-sided p that n signs allow is 2 / 2^n, .125 for four pairs.
PAIRS_REFUSED_BELOW = 5

# Julious (2005), Pharmaceutical Statistics 4, 287-291, https://doi.org/10.1002/pst.185: below twelve
# respondents a standard deviation says too little to plan or decide on; an exact test leads there.
PAIRS_EXACT_ONLY_BELOW = 12

# The correlation between the waves comes from those who answered both; two are the least that has one:
# Derrick, Russ, Toher & White (2017), JMASM 16, 137-157.
OVERLAP_REFUSED_BELOW = 2
OVERLAP_WARNED_BELOW = 8
