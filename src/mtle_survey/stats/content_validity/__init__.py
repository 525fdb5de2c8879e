"""Expert ratings of items: relevance by item and by scale."""
