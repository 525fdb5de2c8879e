# The analyses of the sample report as somebody at home in R would write them.
# Rscript evaluation.R FOLDER_OF_THESE_FILES STUDY_FOLDER INSTRUMENT OUTPUT DRAWS

arguments <- commandArgs(trailingOnly = TRUE)
for (file in c("read", "rows", "describe", "reliability", "change", "models", "figures")) {
  source(file.path(arguments[1], paste0(file, ".R")))
}
draws <- as.integer(arguments[5])
set.seed(1)
instrument <- read_instrument(arguments[3])
path <- function(wave) file.path(arguments[2], paste0(wave, ".csv"))
waves <- list(pre = read_wave(path("pre"), instrument), mid = read_wave(path("mid"), instrument),
              post = read_wave(path("post"), instrument), retro = read_wave(path("post"), instrument, prefix = "R_"))
scores <- lapply(waves, function(wave) cbind(wave$people, scores_of(wave, instrument)))

for (name in names(waves)) {
  own <- scores[[name]][intersect(names(instrument$items), names(scores[[name]]))]
  describe_wave(waves[[name]], name, own, instrument)
  reliability_of_wave(waves[[name]], name, own, instrument, draws)
  for (scale in names(own)) icc(own[[scale]], waves[[name]]$people$site, model = "levels", scale = scale, wave = name)
}

everyone <- unique(na.omit(unlist(lapply(waves, function(wave) wave$people$id))))
told <- function(field) {  # the first that a person told of it
  known <- rep(NA, length(everyone))
  for (wave in Filter(function(wave) field %in% names(wave$people), waves)) {
    here <- wave$people[[field]][match(everyone, wave$people$id)]
    known <- ifelse(is.na(known) | known %in% "", here, known)
  }
  known
}
site <- told("site")
grade <- told("grade_band")
hours <- told("hours")
of_people <- function(table, name) table[match(everyone, table$id), name]

contrasts <- list(c("pre", "mid"), c("pre", "post"), c("pre", "retro"), c("retro", "post"), c("mid", "post"))
for (scale in names(instrument$items)) {
  here <- names(scores)[sapply(scores, function(table) scale %in% names(table))]
  asked <- setdiff(here, "retro")
  pairs <- Filter(function(pair) all(pair %in% here) && pair[1] %in% c(asked[1], "retro"), contrasts)
  for (pair in pairs) {
    contrast <- paste(pair[2], "-", pair[1])
    pre <- of_people(scores[[pair[1]]], scale)
    post <- of_people(scores[[pair[2]]], scale)
    best <- max(codes_of(instrument$items[[scale]][1], instrument))
    change_of(pre, post, best, draws, scale = scale, contrast = contrast, waves = pair)
    group_change(pre, post, grade, "grade_band", scale = scale, contrast = contrast)
    group_change(pre, post, site, "site", scale = scale, contrast = contrast)
    site_change(pre, post, site, scale = scale, contrast = contrast)
    dose(pre, post, hours, site, scale = scale, contrast = contrast)
    if (!("retro" %in% pair)) overlapping(pre, post, scale = scale, contrast = contrast)
  }
  long <- do.call(rbind, lapply(asked, function(wave) {
    data.frame(id = everyone, wave = wave, score = of_people(scores[[wave]], scale))
  }))
  long$wave <- factor(long$wave, asked)
  if (length(asked) > 1) mixed(na.omit(long), scale = scale)
}

for (pair in contrasts) {
  contrast <- paste(pair[2], "-", pair[1])
  at <- lapply(waves[pair], function(wave) match(everyone, wave$people$id))
  items <- intersect(colnames(waves[[pair[1]]]$answers), colnames(waves[[pair[2]]]$answers))
  p <- sapply(items, function(item) {
    item_change(waves[[pair[1]]]$answers[at[[1]], item], waves[[pair[2]]]$answers[at[[2]], item], item = item,
                contrast = contrast)
  })
  for (item in items) {
    number("q_bh", p.adjust(p, "BH")[item], item = item, contrast = contrast, method = paste0("bh/", length(p)))
  }
  if (pair[1] == "mid") next
  known <- na.omit(waves[[pair[2]]]$people$id)
  number("linked_exact", sum(known %in% waves[[pair[1]]]$people$id), n = length(known), contrast = contrast)
}

hand_in(arguments[4], all_rows(), waves, scores, instrument)
