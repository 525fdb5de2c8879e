# Reference values for tests with right and wrong answers.
# Run from the repository root:  Rscript tests/oracle/R/keyed_tests.R
suppressPackageStartupMessages(library(psych))
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/keyed_tests.R"
file <- "keyed_test.csv"
x <- read_oracle(file)
n <- nrow(x)
k <- ncol(x)

bounds <- sapply(colSums(x), function(count) prop.test(count, n, correct = FALSE)$conf.int)
write_oracle("items", "difficulty", list(list(name = file, input = file, expected = list(
  value = unname(colMeans(x)), low = unname(bounds[1, ]), high = unname(bounds[2, ])
))), "stats", generator, "colMeans; stats::prop.test(correct = FALSE)")

# The formula as printed, with variances over n, beside psych's alpha of the same 0/1 items.
p <- colMeans(x)
total <- rowSums(x)
printed <- k / (k - 1) * (1 - sum(p * (1 - p)) / mean((total - mean(total))^2))
by_psych <- suppressWarnings(alpha(as.data.frame(x), warnings = FALSE))
stopifnot(abs(printed - by_psych$total$raw_alpha) < 1e-12)
write_oracle("reliability", "kr20", list(list(name = file, input = file, expected = list(
  value = printed, low = by_psych$feldt$lower.ci[[1]], high = by_psych$feldt$upper.ci[[1]]
))), "psych", generator, "the printed formula, equal to psych::alpha of 0/1 items, with its Feldt interval")
