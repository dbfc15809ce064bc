"""What Manim does, done in less time, with the same result."""
