"""What happens to 256 people of one cell in a step, compiled: the files of `mechanism`, one by one, on lanes."""
