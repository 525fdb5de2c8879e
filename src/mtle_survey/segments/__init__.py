"""Coded interviews and focus groups: exports of qualitative software, brought to one form."""
