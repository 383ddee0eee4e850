"""Every read of a report: it shows stored results and computes no point."""
