# The input files of the change oracles. Published data are typed in; the others are drawn with a seed.
# Rscript tests/oracle/R/change_data.R
put <- function(name, ...) write.csv(data.frame(...), file.path("tests/oracle/data", name), row.names = FALSE)

# Lakens (2013), Frontiers in Psychology 4:863: ten ratings of two movies
put("change_movies.csv", pre = c(9, 6, 7, 8, 7, 9, 8, 8, 8, 7), post = c(9, 7, 8, 9, 8, 9, 9, 10, 9, 9))
# Hollander & Wolfe (1973), p. 29: Hamilton depression scale factor, before and after
put("change_depression.csv",
    pre = c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30),
    post = c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29))
# changes with many ties and zeros
put("change_zeros.csv", pre = rep(2, 12), post = 2 + c(0, 0, 0, 1, 1, 1, 1, 2, 2, -1, -1, 3))

# scale scores: the mean of k five-point items, correlated over two waves
scores <- function(n, k, shift, rho) {
  trait <- rnorm(n); later <- rho * trait + sqrt(1 - rho^2) * rnorm(n) + shift
  item <- function(t) pmin(5, pmax(1, round(3.3 + 0.7 * t + rnorm(n, 0, 0.8))))
  data.frame(pre = rowMeans(sapply(1:k, function(i) item(trait))),
             post = rowMeans(sapply(1:k, function(i) item(later))))
}
set.seed(20250901)
for (spec in list(list("change_teachers24.csv", 24, 5, .4, .7), list("change_teachers60.csv", 60, 8, .2, .6),
                  list("change_teachers230.csv", 230, 4, .1, .5)))
  write.csv(scores(spec[[2]], spec[[3]], spec[[4]], spec[[5]]), file.path("tests/oracle/data", spec[[1]]), row.names = FALSE)
# continuous and skewed, so that no bootstrap mean equals another
gain <- rgamma(40, 1.2, 2) - .2; before <- rnorm(40, 3, .6)
put("change_skewed40.csv", pre = round(before, 4), post = round(before + gain, 4))
