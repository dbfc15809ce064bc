"""Training: data, optimisers, schedules, and the loop that keeps its history."""
