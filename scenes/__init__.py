"""The pictures: everything that knows Manim, and what is delivered of them."""
