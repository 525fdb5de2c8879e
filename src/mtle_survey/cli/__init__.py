"""The command line: parse, call one function, write; the only package that prints."""
