"""The page of a run: one file without a script, that says what the rules did, to whom, and what that rests on."""
