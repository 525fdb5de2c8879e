"""How often our intervals hold the truth, and our tests find what is not there, for every statistic."""
