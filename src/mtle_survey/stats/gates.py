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

# Charter, Journal of General Psychology 130 (2003), 117-129, https://doi.org/10.1080/00221300309601280: below
# ten respondents the interval of a coefficient spans most of its range, whatever the items.
RELIABILITY_REFUSED_BELOW = 10

# One cluster cannot show how clusters differ. Below ten clusters, or four degrees of freedom, cluster-robust
# tests depart from their level: Pustejovsky & Tipton (2018), https://doi.org/10.1080/07350015.2016.1247004;
# Tipton (2015), https://doi.org/10.1037/met0000011.
CLUSTERS_REFUSED_BELOW = 2
CLUSTERS_WARNED_BELOW = 10
CLUSTER_DF_WARNED_BELOW = 4

# With three sites or fewer, sites are fixed strata: nothing can be said about how sites vary.
CLUSTERS_FIXED_UP_TO = 3

# Two-sided, J clusters allow no smaller sign-flip p than 2 / 2^J: .03125 for six.
CLUSTER_SIGN_FLIP_REFUSED_BELOW = 6

# Two variances cannot be told apart in fewer respondents. Below thirty, McNeish (2017),
# https://doi.org/10.1080/00273171.2017.1344538, asks for REML with Kenward and Roger's correction.
LMM_REFUSED_BELOW = 10
LMM_WARNED_BELOW = 30

# A pace for each person adds two parameters to the covariance. Below thirty people the variance of paces is
# badly known and often estimated as zero: Maas & Hox (2005), Methodology 1, 86-92,
# https://doi.org/10.1027/1614-2241.1.3.86.
RANDOM_SLOPE_REFUSED_BELOW = 30

# One unit per arm is confounded with its arm, and baseline differences in the standardised bands of the What
# Works Clearinghouse, Procedures and Standards Handbook 5.0 (2022), https://ies.ed.gov/ncee/wwc/Handbooks.
UNITS_PER_ARM_REFUSED_BELOW = 2
BASELINE_G_ADJUST_ABOVE = 0.05
BASELINE_G_REFUSED_ABOVE = 0.25

# Arithmetic: ten units have 92,378 different resamples, nine have 24,310, and tails need their thousands.
BCA_REFUSED_BELOW = 10

# Below a reliability of .70, the floor of Terwee et al. (2007) even for groups, single changes are mostly
# error; a score of one or two items has too few values for a limit to mean anything.
RELIABLE_CHANGE_REFUSED_BELOW = 10
RELIABLE_CHANGE_RELIABILITY_REFUSED_BELOW = 0.70
RELIABLE_CHANGE_ITEMS_REFUSED_BELOW = 3

# More than 15 percent at the end of a scale is a ceiling: Terwee et al. (2007),
# https://doi.org/10.1016/j.jclinepi.2006.03.012. Less than one standard deviation of room caps a change.
CEILING_SHARE_WARNED_ABOVE = 0.15
HEADROOM_SD_WARNED_BELOW = 1.0

# Two parameters a wave from the scores between the ends, and a standard error that is good in large samples:
# a floor of caution, as for other models of these data; how often the interval covers is simulated in docs.
TOBIT_PAIRS_REFUSED_BELOW = 10
TOBIT_WITHIN_REFUSED_BELOW = 5

# Ten units or fewer leave the interval of an agreement coefficient as wide as its range; thirty is the least
# that Koo & Li (2016), Journal of Chiropractic Medicine 15, 155-163, https://doi.org/10.1016/j.jcm.2016.02.012,
# ask of a reliability study.
AGREEMENT_REFUSED_BELOW = 10
AGREEMENT_WARNED_BELOW = 30

# The large-sample interval of kappa needs each rater to have used more than one category: Cochran (1954),
# Biometrics 10, 417-451, https://doi.org/10.2307/3001616, asks for five in a cell where counts are taken as
# normal. Where a rater has fewer outside their commonest category, as with a rare theme in few comments, the
# interval often holds kappa in fewer than half of all samples; how it does beyond that is simulated in docs.
RATINGS_OUTSIDE_THE_COMMONEST = 5

# Feldt & Qualls (1996), https://doi.org/10.1111/j.1745-3984.1996.tb00486.x, smooth the error variances of
# thousands; with fewer than one hundred a cubic follows single respondents.
CONDITIONAL_SEM_REFUSED_BELOW = 100
