"""Drawings that take their state from a trace."""
