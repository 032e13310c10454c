"""What is shown: pages over the domain. No SQL and no rules."""
