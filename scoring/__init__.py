"""Criteria sets, yearly cycles, marks and ranking runs; the pure core is domain/."""
