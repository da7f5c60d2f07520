"""What happens to 128 copies of one household in one step, compiled: the files of `mechanism`, one by one, on lanes."""
