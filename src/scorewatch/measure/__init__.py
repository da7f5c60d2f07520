"""What is counted, for every engine, and what is computed from it: shares, intervals, survival."""
