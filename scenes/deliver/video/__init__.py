"""Films as files of every kind that courses take."""
