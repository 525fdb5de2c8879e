"""Reliability as other software computes it, so that differing numbers can be explained."""
