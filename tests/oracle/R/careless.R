# Reference values for the indices of careless responding, in base R from the published formulas.
# The CRAN package `careless` is not packaged for Debian, so it is not called here; where it departs from the
# publications (random resampling of pairs, missing answers that end a run, a distance with the degrees of
# freedom of all items) the formulas below follow the publications.
# Run from the repository root:  Rscript tests/oracle/R/careless.R
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/careless.R"
x <- read_oracle("careless_answers.csv")
seconds <- read_oracle("careless_seconds.csv")
k <- ncol(x)
one <- c(1, 1, 1, 2, 3, 3, 3, 3, 2, 1)
answers <- "careless_answers.csv"
save_index <- function(name, cases, note = "") write_oracle("careless", name, cases, "stats", generator, note)
case <- function(name, values, input = answers, ...) list(name = name, input = input, args = list(...), expected = list(values = values))

answered <- function(v) v[!is.na(v)]
by_person <- function(f) apply(x, 1, f)

# Runs by rle() over the answered items.
save_index("longstring", list(
  case("longest", by_person(function(v) { v <- answered(v); if (length(v)) max(rle(v)$lengths) else NA })),
  list(name = "mean_run", input = answers, args = list(),
       expected = list(values = by_person(function(v) { v <- answered(v); if (length(v)) mean(rle(v)$lengths) else NA }))),
  list(name = "one_person", input = NULL, args = list(x = matrix(one, 1)),
       expected = list(values = max(rle(one)$lengths), mean_run = mean(rle(one)$lengths)))
))

save_index("irv", list(
  case("sd", by_person(function(v) sd(v, na.rm = TRUE))),
  list(name = "one_person", input = NULL, args = list(x = matrix(one, 1)), expected = list(values = sd(one)))
))

# Pairwise means and covariances; the distance over the items each person answered.
S <- cov(x, use = "pairwise.complete.obs"); m <- colMeans(x, na.rm = TRUE)
distance <- by_person(function(v) {
  here <- !is.na(v)
  if (!any(here)) return(NA)
  mahalanobis(v[here], m[here], S[here, here, drop = FALSE])
})
p <- pchisq(distance, rowSums(!is.na(x)), lower.tail = FALSE)
complete <- x[stats::complete.cases(x), ]
write.csv(complete, oracle_data("careless_complete.csv"), row.names = FALSE)
save_index("mahalanobis", list(
  list(name = "with_gaps", input = answers, args = list(), expected = list(values = distance, p = p)),
  list(name = "complete", input = "careless_complete.csv", args = list(),
       expected = list(values = mahalanobis(complete, colMeans(complete), cov(complete)),
                       p = pchisq(mahalanobis(complete, colMeans(complete), cov(complete)), k, lower.tail = FALSE)))
))

# Correlation within a person over the pairs beyond .60; undefined where either side is constant.
R <- cor(x, use = "pairwise.complete.obs")
over_pairs <- function(keep) {
  pairs <- which(keep & upper.tri(R), arr.ind = TRUE)
  list(pairs = pairs[order(pairs[, 1], pairs[, 2]), , drop = FALSE] - 1,
       values = by_person(function(v) {
         a <- v[pairs[, 1]]; b <- v[pairs[, 2]]; both <- !is.na(a) & !is.na(b)
         if (sum(both) < 5 || sd(a[both]) == 0 || sd(b[both]) == 0) NA else cor(a[both], b[both])
       }))
}
for (kind in c("synonyms", "antonyms")) {
  found <- over_pairs(if (kind == "synonyms") R > .60 else R < -.60)
  save_index(paste0("psychometric_", kind), list(list(
    name = kind, input = answers, args = list(), expected = list(values = found$values, pairs = found$pairs))))
}

# Half-scale scores of keyed answers, Spearman-Brown, not below -1.
keyed <- x; keyed[, c(4, 12, 20)] <- 6 - keyed[, c(4, 12, 20)]
write.csv(keyed, oracle_data("careless_keyed.csv"), row.names = FALSE, na = "")
half <- function(v, s, places) { h <- v[(s - 1) * 4 + places]; if (all(is.na(h))) NA else mean(h, na.rm = TRUE) }
even_odd <- apply(keyed, 1, function(v) {
  odd <- sapply(1:6, function(s) half(v, s, c(1, 3))); even <- sapply(1:6, function(s) half(v, s, c(2, 4)))
  both <- !is.na(odd) & !is.na(even)
  if (sum(both) < 4 || sd(odd[both]) == 0 || sd(even[both]) == 0) return(NA)
  r <- cor(odd[both], even[both]); max(2 * r / (1 + r), -1)
})
save_index("even_odd", list(list(
  name = "six_scales", input = "careless_keyed.csv", args = list(scales = lapply(1:6, function(s) (s - 1) * 4 + 0:3)),
  expected = list(values = even_odd))))

# Each person against the item means of all the others.
save_index("person_total", list(case("leave_one_out", sapply(1:nrow(x), function(i) {
  others <- colMeans(x[-i, ], na.rm = TRUE); v <- x[i, ]; both <- !is.na(v) & !is.na(others)
  if (sum(both) < 3 || sd(v[both]) == 0) NA else cor(v[both], others[both])
}))))

items <- c(6, 6, 6, 6)
save_index("time_per_item", list(case("pages", apply(seconds, 1, function(v) {
  if (all(is.na(v))) NA else mean((v / items)[!is.na(v)] < 2)
}), input = "careless_seconds.csv", items = items)))
total <- rowSums(seconds)
save_index("relative_time", list(list(name = "totals", input = NULL, args = list(seconds = total),
  expected = list(values = total / median(total, na.rm = TRUE)))))

save_index("instructed_items", list(list(name = "two_items", input = answers, args = list(columns = c(0, 7), right = list(list(4), list(1, 2))),
  expected = list(values = apply(x[, c(1, 8)], 1, function(v) {
    if (all(is.na(v))) NA else sum(c(!(v[1] %in% 4) && !is.na(v[1]), !(v[2] %in% 1:2) && !is.na(v[2])))
  })))))

flagged <- c(5, 1, 0, 2); sizes <- c(8, 20, 15, 12)
save_index("concentration", list(list(name = "sites", input = NULL, args = list(flagged = flagged, sizes = sizes),
  expected = list(values = phyper(flagged - 1, sum(flagged), sum(sizes) - sum(flagged), sizes, lower.tail = FALSE)))))
