"""How every metric is judged: cases worked by hand, properties, and a second implementation."""
