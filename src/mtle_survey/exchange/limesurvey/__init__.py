"""LimeSurvey's survey structures: the same tables as XML (LSS) and as tab-separated text."""
