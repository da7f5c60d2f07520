"""The engine: one loop over the plan's order."""
