"""What happens to 256 copies of a household in a step, compiled: the files of `mechanism`, one by one, on lanes."""
