"""What the lesson about ReLU is built from: bends, gates, and the curves that they add up to."""
