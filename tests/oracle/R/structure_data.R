# Input data of the factor-analytic references. Run once from the repository root; the CSV files are kept.
suppressPackageStartupMessages({library(psych); library(lavaan); library(semTools)})
put <- function(x, name) write.csv(x, file.path("tests/oracle/data", name), row.names = FALSE, quote = FALSE, na = "nan")
put(na.omit(bfi[, 1:5]), "structure_bfi5.csv")            # A1-A5, complete
put(na.omit(bfi[, 1:25])[1:1200, ], "structure_bfi25.csv")       # 25 items, complete
put(bfi[1:600, 1:5], "structure_bfi5_missing.csv")        # A1-A5 with missing answers
h <- HolzingerSwineford1939
put(cbind(h[, paste0("x", 1:9)], school = as.integer(h$school == "Pasteur"), sex = h$sex), "structure_holzinger.csv")
set.seed(20)
m <- as.matrix(h[, paste0("x", 1:9)]); for (j in c(1, 4, 5, 8)) m[sample(nrow(m), 25 + j), j] <- NA
put(m, "structure_holzinger_missing.csv")
put(attitude, "structure_attitude.csv")
set.seed(3)                                                # 80 respondents, an item that never uses its top category
f <- rnorm(80); y <- sapply(1:8, function(j) .75 * f + sqrt(1 - .75^2) * rnorm(80))
z <- apply(y, 2, function(v) as.integer(cut(v, c(-Inf, -1.1, -.3, .4, 1.1, Inf))))
z[z[, 8] == 5, 8] <- 4
put(z, "structure_small_ordinal.csv")
set.seed(4)                                                # binary items, one table with an empty cell
b <- matrix(as.integer((.8 * rnorm(60) + .6 * matrix(rnorm(240), 60)) > c(-.8)), 60, 4); b[b[, 1] == 0, 2] <- 0L
put(b, "structure_binary.csv")
put(datCat[, c(paste0("u", 1:8), "g")] |> within(g <- as.integer(g)) |> sapply(as.integer), "structure_datcat.csv")
put(exLong[, -1], "structure_exlong.csv")                 # three items at three times, continuous
b <- na.omit(bfi[, c(1:5, 26)]); put(b, "structure_bfi5_gender.csv")   # A1-A5 and gender (1, 2)
