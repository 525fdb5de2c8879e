"""What well-kept libraries compute rightly, in this program's terms; each imported inside one function."""
