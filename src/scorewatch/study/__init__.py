"""Studies: runs, run folders, verification and replayed lives."""
