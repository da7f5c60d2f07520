"""The plan: regime + people + phase + the integers of the step before -> the integers of a step."""
