"""Psychometrics and evaluation of teacher-leadership surveys: instruments as data, honest reports."""
