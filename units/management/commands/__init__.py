"""Commands of units, one module each."""
