"""Everything pages and tasks of the foundation read."""
