"""From checked shapes to the parts of an instrument, one kind of part per file."""
