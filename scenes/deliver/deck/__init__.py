"""Decks: the shots of a film as slides, in one HTML file or in a folder that needs nothing else."""
