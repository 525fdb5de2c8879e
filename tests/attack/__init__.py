"""What can be worked out from the files of public editions, by linear programming over all of them."""
