"""Rules that data packages declare about their tables, and the linear relations between cells that follow from them."""

from generator.rules.declared import Rule, find_rules, read_rules
from generator.rules.fitting import time_field
from generator.rules.identities import Cell, Relation, RelationTerm, list_relations
from generator.rules.secrecy import Secrecy, find_exemption, find_secrecy_issues, read_secrecy

__all__ = [
    "Cell",
    "Relation",
    "RelationTerm",
    "Rule",
    "Secrecy",
    "find_exemption",
    "find_rules",
    "find_secrecy_issues",
    "list_relations",
    "read_rules",
    "read_secrecy",
    "time_field",
]
