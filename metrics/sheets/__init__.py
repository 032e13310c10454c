"""Files of values as people send them: how they are read, what their columns mean, what a template holds."""
