"""Synthetic persons: integers whose traits come from a template of published aggregates and a seed."""
