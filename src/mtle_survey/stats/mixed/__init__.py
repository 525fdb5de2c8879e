"""The random-intercept linear mixed model and its small-sample tests."""
