"""Reporting checklists, filled in from what a study knows; one file each."""
