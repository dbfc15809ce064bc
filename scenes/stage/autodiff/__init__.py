"""What only the autodiff lesson draws."""
