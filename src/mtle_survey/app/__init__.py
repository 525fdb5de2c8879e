"""The local page: exports go in, problems with their remedies and the report come out."""
