"""The benchmark and its peers: the same regime in plain NumPy and in Mesa. Run with `python -m bench.…` at the root."""
