"""Whose report it is: organisation, logo, colours, title page and Word template."""
