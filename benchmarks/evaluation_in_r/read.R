# The instrument and the exports: labels become codes, previews and empty records go, people are matched by their code.

spoken <- list("bool#yes" = function(x) x, "bool#no" = function(x) x)  # "Yes" and "No" are labels, not logicals

read_instrument <- function(path) {
  instrument <- yaml::read_yaml(path, handlers = spoken)
  item_ids <- function(scale) {
    own <- instrument$scales[[scale]]
    if (is.null(own$parts)) own$items else unlist(lapply(own$parts, item_ids))
  }
  reversed_ids <- function(scale) {
    own <- instrument$scales[[scale]]
    if (is.null(own$parts)) own$reverse_keyed else unlist(lapply(own$parts, reversed_ids))
  }
  scales <- names(instrument$scales)
  list(
    formats = instrument$response_formats,
    format = sapply(instrument$items, function(item) if (is.null(item$format)) NA else item$format),
    items = setNames(lapply(scales, item_ids), scales),
    parts = setNames(lapply(scales, function(scale) lapply(instrument$scales[[scale]]$parts, item_ids)), scales),
    reversed = setNames(lapply(scales, reversed_ids), scales)
  )
}

codes_of <- function(item, instrument) instrument$formats[[instrument$format[[item]]]]$codes

plain <- function(text) {
  text <- gsub("[\u2013\u2014\u2011]", "-", gsub("\u00a0", " ", text))
  tolower(trimws(gsub(" +", " ", text)))
}

# Answers as codes, NA where there is none, and why there is none: blank, not_applicable, refused.
coded <- function(text, format) {
  given <- plain(text)
  value <- format$codes[match(given, plain(format$labels))]
  declared <- plain(unlist(format$nonresponse))
  reason <- ifelse(given == "", "blank", "")
  reason[given %in% declared[grepl("not apply", declared)]] <- "not_applicable"
  reason[given %in% declared[grepl("prefer not", declared)]] <- "refused"
  strange <- is.na(value) & reason == ""
  if (any(strange)) stop("undeclared answers: ", toString(unique(text[strange])))
  list(value = as.numeric(value), reason = reason)
}

# Every wave: a list of `people` (fields), `answers` (codes) and `reasons`.
read_wave <- function(path, instrument, prefix = "") {
  without <- function(names) substring(names, nchar(prefix) + 1)
  lines <- read.csv(path, colClasses = "character", check.names = FALSE, fileEncoding = "UTF-8-BOM")
  table <- lines[-(1:2), ]
  table <- table[!(table$Status %in% "Survey Preview"), ]
  table <- table[rowSums(table != "") > 0, ]
  of_items <- intersect(paste0(prefix, names(instrument$format)), names(table))
  of_items <- of_items[!is.na(instrument$format[without(of_items)])]
  records <- nrow(table)
  table$id <- toupper(trimws(table$teacher))
  table$id[table$id %in% table$id[duplicated(table$id)]] <- NA  # nobody can tell which record is whose
  table <- table[rowSums(table[of_items] != "") > 0, ]

  answers <- reasons <- NULL
  for (place in seq_along(of_items)) {
    item <- without(of_items[place])
    found <- coded(table[[of_items[place]]], instrument$formats[[instrument$format[[item]]]])
    answers <- cbind(answers, found$value)
    reasons <- cbind(reasons, found$reason)
  }
  colnames(answers) <- colnames(reasons) <- without(of_items)
  people <- data.frame(id = table$id, site = trimws(table$site))
  if ("grade_band" %in% names(table)) people$grade_band <- gsub("\u2013", "-", trimws(table$grade_band))
  if ("hours" %in% names(table)) people$hours <- as.numeric(table$hours)
  list(people = people, answers = answers, reasons = reasons, records = records)
}

# Mean of keyed answers where at least half of what applies was answered.
scores_of <- function(wave, instrument) {
  given <- list()
  for (scale in names(instrument$items)) {
    items <- intersect(instrument$items[[scale]], colnames(wave$answers))
    if (length(items) < 2) next
    if (!all(sapply(instrument$parts[[scale]], function(part) any(part %in% items)))) next
    x <- keyed(wave, items, instrument$reversed[[scale]], instrument)
    applicable <- rowSums(wave$reasons[, items] != "not_applicable")
    k <- pmax(applicable, pmin(2, length(items)))
    needed <- pmin(ifelse(k <= 3, 2, ceiling(k / 2)), length(items))
    given[[scale]] <- ifelse(rowSums(!is.na(x)) >= needed, rowMeans(x, na.rm = TRUE), NA)
  }
  as.data.frame(given)
}

keyed <- function(wave, items, reversed, instrument) {
  x <- wave$answers[, items, drop = FALSE]
  for (item in intersect(items, reversed)) {
    codes <- codes_of(item, instrument)
    x[, item] <- min(codes) + max(codes) - x[, item]
  }
  x
}
