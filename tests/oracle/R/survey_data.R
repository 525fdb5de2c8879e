# Input matrices for the description, items, reliability and agreement references.
# Run from the repository root, before those scripts:  Rscript tests/oracle/R/survey_data.R
suppressPackageStartupMessages(library(psych))
dir.create("tests/oracle/data", recursive = TRUE, showWarnings = FALSE)
save_matrix <- function(x, name) {
  write.csv(x, file.path("tests/oracle/data", name), row.names = FALSE, na = "", quote = FALSE)
}

# Seven ratings of a company's supervision, 30 departments (R's own data set `attitude`).
save_matrix(attitude, "attitude.csv")

# Personality items of psych's bfi: agreeableness with A1 reversed, complete rows; and neuroticism in the
# rows that are complete on all 25 items.
agreeableness <- na.omit(bfi[, paste0("A", 1:5)])
agreeableness$A1 <- 7 - agreeableness$A1
save_matrix(agreeableness, "bfi_agreeableness.csv")
save_matrix(na.omit(bfi[, 1:25])[, paste0("N", 1:5)], "bfi_neuroticism.csv")

# Five-point items of 24 invented teachers: six items of one factor, the last one wrongly keyed.
set.seed(20240917)
leadership <- rnorm(24)
continuous <- sapply(c(.8, .75, .7, .65, .6, -.7), function(loading)
  loading * leadership + sqrt(1 - loading^2) * rnorm(24))
likert <- apply(continuous, 2, function(y) findInterval(y, c(-1.4, -.5, .3, 1.2)) + 1)
colnames(likert) <- paste0("i", 1:6)
save_matrix(likert, "likert_small.csv")

# The same with gaps.
gaps <- likert
gaps[cbind(c(1, 4, 9, 9, 17, 20, 23), c(2, 3, 1, 5, 6, 2, 4))] <- NA
save_matrix(gaps, "likert_gaps.csv")
