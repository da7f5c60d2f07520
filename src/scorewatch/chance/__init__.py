"""Addressed words, streams, shares and ladders: all randomness there is. docs/chance.md is the normative page."""
