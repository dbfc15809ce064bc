"""Dense networks: their edges, neurons, numbers and the signals that run through them."""
