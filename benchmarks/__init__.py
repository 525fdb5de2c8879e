"""Speed measured against the tools that people would use otherwise: ``python -m benchmarks``."""
