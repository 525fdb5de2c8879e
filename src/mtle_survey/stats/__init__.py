"""Pure statistical kernels: numpy arrays in, frozen results out."""
