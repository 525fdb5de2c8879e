"""Instruments as data: the model, the loader, and where instruments are found."""
