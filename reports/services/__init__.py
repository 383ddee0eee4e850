"""Making documents out of stored results."""
