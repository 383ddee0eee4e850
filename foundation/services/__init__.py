"""Every write of the foundation, one plain function each."""
