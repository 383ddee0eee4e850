"""Every write of scoring, one plain function each."""
