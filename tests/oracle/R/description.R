# Reference values for the description family.
# Run from the repository root:  Rscript tests/oracle/R/description.R
suppressPackageStartupMessages(library(psych))
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/description.R"

files <- c("attitude.csv", "likert_small.csv", "likert_gaps.csv")
by_column <- function(file, f) lapply(f, function(one) unname(apply(read_oracle(file), 2, one)))
write_columns <- function(name, ..., note = "") {
  functions <- list(...)
  cases <- lapply(files, function(file) list(name = file, input = file, expected = by_column(file, functions)))
  write_oracle("description", name, cases, c("psych"), generator, note)
}
known <- function(f) function(v) f(v[!is.na(v)])

write_columns("mean",
  value = known(mean),
  low = known(function(v) t.test(v)$conf.int[1]), high = known(function(v) t.test(v)$conf.int[2]),
  low_90 = known(function(v) t.test(v, conf.level = .9)$conf.int[1]),
  std_error = known(function(v) t.test(v)$stderr), count = known(length))
write_columns("sd", value = known(sd))
write_columns("median", value = known(median))
write_columns("min", value = known(min))
write_columns("max", value = known(max))
write_columns("skewness", value = known(function(v) skew(v, type = 2)))
write_columns("kurtosis", value = known(function(v) kurtosi(v, type = 2)))

share <- function(flag) function(v) {
  test <- suppressWarnings(prop.test(sum(flag(v)), length(v), correct = FALSE))
  c(mean(flag(v)), test$conf.int)
}
write_shares <- function(name, cases) {
  write_oracle("description", name, lapply(cases, function(case) {
    table <- apply(read_oracle(case$input), 2, case$f)
    list(name = case$name, input = case$input, args = case$args,
         expected = list(value = unname(table[1, ]), low = unname(table[2, ]), high = unname(table[3, ])))
  }), "psych", generator, "prop.test without continuity correction: the score interval")
}
write_shares("near_floor", list(
  list(name = "small", input = "likert_small.csv", args = list(lowest = 1, step = 1),
       f = share(function(v) v <= 1.5)),
  list(name = "gaps", input = "likert_gaps.csv", args = list(lowest = 1, step = 2),
       f = known(share(function(v) v <= 2)))))
write_shares("near_ceiling", list(
  list(name = "small", input = "likert_small.csv", args = list(highest = 5, step = 1),
       f = share(function(v) v >= 4.5)),
  list(name = "gaps", input = "likert_gaps.csv", args = list(highest = 5, step = 2),
       f = known(share(function(v) v >= 4)))))
write_shares("missing", list(list(name = "gaps", input = "likert_gaps.csv", args = NULL, f = share(is.na))))
write_shares("not_applicable", list(list(name = "gaps", input = "likert_gaps.csv", args = NULL, f = share(is.na))))
