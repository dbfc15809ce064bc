"""What lessons are built from."""
