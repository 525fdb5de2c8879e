# Makes tests/oracle/data/careless_*.csv: 240 respondents, six scales of four five-point items, the last item of
# scales 1, 3 and 5 reversed (raw codes), with straight lines, random answers and gaps; and page times.
# Run from the repository root:  Rscript tests/oracle/R/careless_data.R
set.seed(20240611)
n <- 240; scales <- 6; per <- 4
common <- rnorm(n)
traits <- sapply(1:scales, function(s) 0.5 * common + sqrt(0.75) * rnorm(n))
latent <- do.call(cbind, lapply(1:scales, function(s) sapply(1:per, function(i) 0.93 * traits[, s] + 0.37 * rnorm(n) + (s - 3) / 4)))
x <- apply(latent, 2, function(v) findInterval(v, c(-1.5, -0.5, 0.5, 1.5)) + 1)
reversed <- c(4, 12, 20)
x[, reversed] <- 6 - x[, reversed]
x[1, ] <- 3; x[2, ] <- 1                                   # straight lines
x[3, ] <- c(rep(2, 12), rep(4, 12))                        # two halves
for (i in 4:12) x[i, ] <- sample(1:5, scales * per, TRUE)  # random answers
x[matrix(runif(length(x)) < 0.015, n)] <- NA
x[13, ] <- NA                                              # nobody there
x[14, -1] <- NA                                            # one answer
x[15, 5:24] <- NA                                          # one scale
colnames(x) <- sprintf("i%02d", 1:(scales * per))
write.csv(x, "tests/oracle/data/careless_answers.csv", row.names = FALSE, na = "")
seconds <- round(matrix(rgamma(n * 4, 6, scale = 9), n), 1)
seconds[16:24, ] <- round(seconds[16:24, ] / 9, 1)
seconds[25, 2] <- NA; seconds[26, ] <- NA
colnames(seconds) <- paste0("page", 1:4)
write.csv(seconds, "tests/oracle/data/careless_seconds.csv", row.names = FALSE, na = "")
