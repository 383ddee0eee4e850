"""Every write of units, one plain function each."""
