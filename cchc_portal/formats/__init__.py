"""How this portal writes and reads dates, by language."""
