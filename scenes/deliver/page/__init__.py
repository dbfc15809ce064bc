"""Lessons as a web page: one file with film, captions, transcript, formulas, numbers, and an experiment by hand."""
