"""A week's workouts from a block: hard rules, documented scores, loads, and the reason for each."""
