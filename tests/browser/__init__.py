"""What must stay so in a real browser, against a real server."""
