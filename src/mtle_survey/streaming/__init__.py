"""Large plain tables in one pass: cells are taken apart as they are read, and scored part by part."""
