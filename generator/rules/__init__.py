"""Rules that data packages declare about their tables, and the linear relations between cells that follow from them."""

from generator.rules.declared import Rule, find_rules, read_rules
from generator.rules.identities import Cell, Relation, RelationTerm, list_relations

__all__ = ["Cell", "Relation", "RelationTerm", "Rule", "find_rules", "list_relations", "read_rules"]
