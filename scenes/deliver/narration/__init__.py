"""A voice that speaks what a film says: words, voices, recordings, and the sound that is made of them."""
