"""Every write of surveys, one plain function each."""
