"""Output formats, one per file; each exports ``WRITER`` and is found, not listed."""
