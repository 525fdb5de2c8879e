"""The report in other languages: catalogues of messages, and what puts them in place of the English ones."""
