"""Benchmarks: work through the portal's real code, beside the limit it is measured against."""
