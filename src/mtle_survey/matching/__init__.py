"""From an export's columns and cells to the instrument's items and codes."""
