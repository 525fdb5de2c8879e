"""How many factors: several rules side by side, and a stated consensus."""
