"""What happens to one household in one step, in plain integers: one file a mechanism, in the words of docs/model.md."""
