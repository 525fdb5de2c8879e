"""The evaluation report: a study becomes blocks, blocks become a document, a writer makes it a file."""
