"""What the lesson on the chain rule is drawn with."""
