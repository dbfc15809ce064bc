"""What only the network lesson draws."""
