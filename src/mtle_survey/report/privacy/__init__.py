"""What a public edition may show: who is behind each number, and what several numbers give away together."""
