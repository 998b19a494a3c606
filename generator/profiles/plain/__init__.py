"""Pages in plain German: the same values as on the full pages, said by rules in short sentences."""
