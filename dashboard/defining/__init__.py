"""The parts of the page on which plans and metrics are defined: each asks for one thing, and hands it to the store."""
