"""What several readers share: bytes to text, text to records, records to a raw table."""
