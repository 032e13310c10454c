"""What must stay fast."""
