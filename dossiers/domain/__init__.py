"""Pure rules of deadlines and late rates; no Django."""
