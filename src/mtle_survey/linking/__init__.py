"""Linking the waves of one study by respondent."""
