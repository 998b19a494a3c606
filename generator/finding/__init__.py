"""What helps people to find something: streets with their districts, and other words for the same thing."""
