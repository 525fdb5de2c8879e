"""A new study from its exports: what can be seen is looked up, the rest is asked and written down."""
