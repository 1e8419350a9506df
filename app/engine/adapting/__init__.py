"""What readiness and performance change: today's session by rules, the plan by proposals."""
