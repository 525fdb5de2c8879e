"""One survey platform per file."""
