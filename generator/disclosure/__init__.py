"""Disclosure control: only what may be public goes on. Everything above sees released tables only."""

from generator.disclosure.release import (
    Findings,
    Release,
    Suppression,
    plan_suppression,
    release_findings,
    release_packages,
)

__all__ = ["Findings", "Release", "Suppression", "plan_suppression", "release_findings", "release_packages"]
