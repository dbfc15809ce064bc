"""A lesson inside of a course: snippets to paste, a cell of a notebook, a package for a course system."""
