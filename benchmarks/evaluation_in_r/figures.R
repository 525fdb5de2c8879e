# What is handed in: figures of answers, change and reliability, and every table.

library(ggplot2)

answers_figure <- function(waves, items, title) {
  long <- do.call(rbind, lapply(names(waves), function(wave) {
    here <- intersect(items, colnames(waves[[wave]]$answers))
    do.call(rbind, lapply(here, function(item) {
      counts <- table(waves[[wave]]$answers[, item])
      data.frame(wave = wave, item = item, answer = names(counts), people = as.numeric(counts))
    }))
  }))
  ggplot(long, aes(people, item, fill = answer)) + geom_col(position = "fill") + facet_wrap(~wave) +
    scale_fill_brewer(palette = "RdYlBu") + labs(title = title, x = "Share of answers", y = NULL)
}

people_figure <- function(scores, scale) {
  long <- do.call(rbind, lapply(names(scores), function(wave) {
    if (is.null(scores[[wave]][[scale]])) return(NULL)
    data.frame(wave = factor(wave, names(scores)), id = scores[[wave]]$id, score = scores[[wave]][[scale]])
  }))
  ggplot(long[!is.na(long$score) & !is.na(long$id), ], aes(wave, score)) + geom_line(aes(group = id), alpha = 0.3) +
    stat_summary(fun.data = mean_se, colour = "darkred") + labs(title = scale, x = NULL, y = "Score")
}

forest_figure <- function(rows, title) {
  ggplot(rows, aes(estimate, scale)) + geom_vline(xintercept = 0) +
    geom_pointrange(aes(xmin = conf_low, xmax = conf_high)) + facet_wrap(~contrast) +
    labs(title = title, x = NULL, y = NULL)
}

hand_in <- function(folder, rows, waves, scores, instrument) {
  write.csv(rows, file.path(folder, "numbers.csv"), row.names = FALSE)
  scales <- unique(rows$scale[rows$statistic == "lmm_change"])
  pdf(file.path(folder, "figures.pdf"), width = 8, height = 5)
  for (scale in scales) {
    print(answers_figure(waves, instrument$items[[scale]], scale))
    print(people_figure(scores, scale))
  }
  print(forest_figure(subset(rows, method == "paired_t" & statistic == "mean_change" & group == ""), "Change"))
  print(forest_figure(subset(rows, statistic == "d_av" & method == "bonett" & group == ""), "Standardised change"))
  dev.off()
  tables <- split(rows, rows$statistic)
  text <- unlist(lapply(names(tables), function(name) {
    shown <- tables[[name]][, colSums(!is.na(tables[[name]]) & tables[[name]] != "") > 0, drop = FALSE]
    c(paste0("<h2>", name, "</h2>"), knitr::kable(shown, format = "html", digits = 2, row.names = FALSE))
  }))
  writeLines(c("<!doctype html><title>Evaluation</title>", text), file.path(folder, "evaluation.html"))
}
