"""Item response theory: the graded response model, its precision, its fit, and items that differ by group."""
