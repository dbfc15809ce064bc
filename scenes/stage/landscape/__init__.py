"""What only the landscape lesson draws."""
