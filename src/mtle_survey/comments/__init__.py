"""Open comments: declared, redacted, approved by a person, and only then quoted."""
