"""What is true: definitions, observations, assessments and snapshots. Knows nothing of how it is shown."""
