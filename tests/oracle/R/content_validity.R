# Reference values for the content_validity family, by base R alone.
# Run from the repository root:  Rscript tests/oracle/R/content_validity.R
source("tests/oracle/R/_common.R")
generator <- "tests/oracle/R/content_validity.R"
file <- "content_validity.csv"
x <- read_oracle(file)
judges <- nrow(x)

# stats::prop.test without continuity correction gives Wilson's score interval.
score <- function(count, n) prop.test(count, n, correct = FALSE)$conf.int
relevant <- colSums(x >= 3)
shares <- suppressWarnings(sapply(relevant, score, n = judges))
write_oracle("content_validity", "item_cvi", list(list(
  name = "seven judges", input = file, expected = list(
    value = unname(colMeans(x >= 3)), low = unname(shares[1, ]), high = unname(shares[2, ])
))), "stats", generator, "share of ratings of 3 or 4; stats::prop.test(correct = FALSE)")

write_oracle("content_validity", "scale_cvi_average", list(list(
  name = "seven judges", input = file, expected = list(value = mean(x >= 3)))), "stats", generator,
  "mean of all ratings of 3 or 4, which is the mean of I-CVI where every judge rated every item")

write_oracle("content_validity", "scale_cvi_universal", list(list(
  name = "seven judges", input = file, expected = list(value = mean(apply(x >= 3, 2, all))))), "stats",
  generator, "share of columns in which every rating is 3 or 4")

v <- (colMeans(x) - 1) / 3
spread <- pmax(1, ifelse(v * (1 - v) > 0, apply(x, 2, var) / (3 * v * (1 - v)), 1))
bounds <- suppressWarnings(mapply(score, colSums(x - 1) / spread, 3 * judges / spread))
write_oracle("content_validity", "aiken_v", list(list(
  name = "seven judges", input = file, expected = list(
    value = unname(v), low = unname(bounds[1, ]), high = unname(bounds[2, ])
))), "stats", generator, "score interval of a share of judges x (4 - 1) steps, divided by their dispersion where that exceeds 1: stats::prop.test(correct = FALSE)")
