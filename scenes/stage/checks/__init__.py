"""Checks of what a scene shows: its layout and the truth of its numbers."""
