"""From shots to frames to files."""
