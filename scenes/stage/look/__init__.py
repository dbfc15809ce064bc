"""Colours, and how far apart they are."""
