"""Pure rules of units; no Django."""
