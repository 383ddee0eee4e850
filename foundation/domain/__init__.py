"""Pure rules of text, numbers and working days; no Django."""
