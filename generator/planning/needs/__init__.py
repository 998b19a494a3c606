"""Needs for action: rules that are data, an answer for every district, and the evidence behind it."""
