"""From scores to rows of the tidy table: which statistic about what, with its n and its reason."""
