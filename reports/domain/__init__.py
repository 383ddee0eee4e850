"""Pure reckoning beside a result; no Django."""
