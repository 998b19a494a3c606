"""Let MkDocs make the website from the staged tree."""

from generator.website.halves import run_mkdocs

__all__ = ["run_mkdocs"]
