"""Checks downloads after the fact, offline: complete, unchanged and valid."""

from generator.seals.verifying import Problem, ProblemKind, Verdict, verify_download

__all__ = ["Problem", "ProblemKind", "Verdict", "verify_download"]
