"""What only the training lesson draws."""
