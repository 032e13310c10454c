"""What must stay so, and in `tests/bench` what must stay fast."""
