"""Lesson files: what somebody wants of lessons, in TOML."""
