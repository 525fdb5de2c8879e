# The input files of the cluster and mixed-model oracles.   Rscript tests/oracle/R/clusters_data.R
put <- function(name, frame) write.csv(frame, file.path("tests/oracle/data", name), row.names = FALSE, na = "NA")

sizes <- c(3, 5, 8, 2, 6, 4)
put("clusters_six.csv", data.frame(
  change = c(.2, .5, .1, .8, .6, .9, .4, .7, 0, -.2, .3, .1, .2, -.1, .4, 0, 1.1, .7, .3, .5, .2, .6, .4, .1, -.3, .2, 0, .1),
  cluster = rep(1:6, sizes), arm = rep(c(1, 1, 0, 0, 1, 0), sizes), hours = rep_len(c(6, 12, 20, 9, 15, 30, 4), 28)))

set.seed(20250902)
sites <- function(sizes, between, within = 0.6) {
  cluster <- rep(seq_along(sizes), sizes); n <- length(cluster)
  arm <- (seq_along(sizes) %% 2)[cluster]
  data.frame(change = round(0.3 + rnorm(length(sizes), 0, between)[cluster] + rnorm(n, 0, within) + 0.1 * arm, 3),
             cluster = cluster, arm = arm, hours = sample(5:40, n, replace = TRUE))
}
put("clusters_three.csv", sites(c(9, 14, 6), 0.3))
put("clusters_equal.csv", sites(rep(5, 8), 0.4))
put("clusters_twelve.csv", sites(c(1, 22, 3, 7, 12, 2, 5, 9, 4, 15, 6, 3), 0.3))
# clusters that differ less than chance would make them
alike <- data.frame(change = c(-1, 0, 1, -1.1, .1, 1, -.9, 0, .95, -1, .05, .9, 1.2, -.1, -1.05), cluster = rep(1:5, each = 3))
put("clusters_alike.csv", cbind(alike, arm = (alike$cluster %% 2), hours = 1:15))

# waves: respondents by waves, gaps where a respondent did not answer
put("waves_overlap.csv", data.frame(
  pre = c(10, 16, 18, 16, 15, 14, 13, 10, 15, 10, 15, 17, 13, 19, 12, 13, rep(NA, 8)),
  post = c(rep(NA, 8), 14, 15, 18, 20, 11, 19, 14, 15, 20, 21, 16, 18, 14, 12, 14, 17)))
data(sleepstudy, package = "lme4")
wide <- reshape(sleepstudy, idvar = "Subject", timevar = "Days", direction = "wide")[, -1]
put("waves_sleepstudy.csv", wide)
trait <- rnorm(44); score <- function(shift, rho) round(pmin(5, pmax(1, 3.2 + shift + .5 * rho * trait + rnorm(44, 0, .4))) * 8) / 8
waves <- data.frame(pre = score(0, 1), mid = score(.15, 1), post = score(.3, 1))
waves[cbind(sample(44, 9), 1)] <- NA; waves[cbind(sample(44, 14), 2)] <- NA; waves[cbind(sample(44, 12), 3)] <- NA
put("waves_teachers.csv", waves)
put("waves_opposed.csv", data.frame(pre = c(1, 5, 2, 4, 3, 1.5, 4.5, 3.2, 2.8, 2.2, 3.9, 1.1), post = c(4.8, 1.2, 4.1, 2.3, 3.1, 4.4, 1.4, 3, 3.5, 3.9, 2.1, 4.6)))
