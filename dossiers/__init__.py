"""Procedures, dossiers, their intake and the late rates."""
