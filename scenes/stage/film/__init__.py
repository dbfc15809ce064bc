"""What joins lessons into a film: its emblem, its table of contents, and the object that goes from one to the next."""
