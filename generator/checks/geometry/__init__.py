"""Whether the boundaries cover the city once and only once, and points lie where they are said to lie."""

from generator.checks.geometry.boundaries import check_boundaries
from generator.checks.geometry.points import check_points

__all__ = ["check_boundaries", "check_points"]
