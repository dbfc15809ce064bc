"""Measurements of the engine against others, in ratios: `scripts/bench`."""
