"""Tests, in the rooms of the apps they hold."""
