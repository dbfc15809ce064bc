"""Lessons from outside: in a Python file, or in an installed package that names them in its entry points."""
