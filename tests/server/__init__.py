"""What the server answers to programs, without a browser."""
