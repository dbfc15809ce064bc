"""Traces: every number by its path, with files that lose nothing."""
