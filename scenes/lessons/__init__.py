"""The lessons: one film a file."""
