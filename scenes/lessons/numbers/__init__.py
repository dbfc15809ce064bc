"""What lessons compute: parameters and traces, without Manim."""
