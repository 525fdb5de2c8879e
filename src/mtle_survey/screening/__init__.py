"""Who may have answered without reading: every index of careless responding over one wave."""
