"""Counts, cross-tables and moments in place of rows: made, protected, written, and analysed again."""
