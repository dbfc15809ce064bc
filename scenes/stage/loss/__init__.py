"""What the lesson about the loss is built from: a line through data, its misses as squares, their mean as a bar."""
