"""Needs, measures and council papers as the packages name them."""
