"""Numbers that leave: their forms, their package, their way back, and what they say years later."""
