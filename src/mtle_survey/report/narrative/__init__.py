"""The evaluator's own prose in the report: Markdown files, with numbers that are filled in on every run."""
