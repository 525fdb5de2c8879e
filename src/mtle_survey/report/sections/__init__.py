"""Parts of the report, one per file; each exports ``SECTION`` and is found, not listed."""
