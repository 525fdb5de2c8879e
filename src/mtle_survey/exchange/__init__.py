"""Instruments on survey platforms: definitions written for them, and read back from them."""
