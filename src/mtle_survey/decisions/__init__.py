"""What the evaluator decided, kept in files beside the study and carried out on every run."""
