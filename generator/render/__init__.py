"""Turns profiles into files; nothing here writes."""
