"""What the lesson about the chain rule is built from: machines in a row, number lines that move together."""
