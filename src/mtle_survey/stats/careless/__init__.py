"""Indices of careless responding, one to a file; each says something about a person, none removes anybody."""
