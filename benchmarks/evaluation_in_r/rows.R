# Every number that is found, as one row of one table.

found <- new.env()
found$rows <- list()

number <- function(statistic, estimate, ..., method = "", model = "", scale = "", item = "", wave = "", group = "",
                   contrast = "", low = NA, high = NA, se = NA, test = NA, df = NA, p = NA, n = NA) {
  found$rows[[length(found$rows) + 1]] <- list(
    model = model, scale = scale, item = item, wave = wave, group = group, contrast = contrast,
    statistic = statistic, method = method, estimate = as.numeric(estimate), conf_low = as.numeric(low),
    conf_high = as.numeric(high), std_error = as.numeric(se), test_statistic = as.numeric(test),
    df = as.numeric(df), p_value = as.numeric(p), n = as.numeric(n)
  )
}

share <- function(statistic, count, n, ..., method = "wilson") {
  if (n == 0) return(invisible())
  limits <- suppressWarnings(prop.test(count, n, correct = FALSE))$conf.int  # Wilson's; small counts are no error
  number(statistic, count / n, low = limits[1], high = limits[2], n = n, method = method, ...)
}

all_rows <- function() do.call(rbind, lapply(found$rows, as.data.frame))
