"""Turns a city's validated open data into a static site: see ``docs/entwicklung/architektur.md``."""
