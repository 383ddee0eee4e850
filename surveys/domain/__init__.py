"""Pure rules of satisfaction and its interval; no Django."""
