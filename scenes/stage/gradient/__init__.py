"""What the lesson about the gradient is built from: slopes on curves and on surfaces."""
