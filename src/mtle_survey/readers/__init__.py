"""Readers of survey exports, one platform per file; each turns bytes into a raw table."""
