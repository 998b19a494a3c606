"""Thresholds come from the package, each with its source."""

import pytest

from generator.errors import ConfigurationError
from generator.parameters import parameter_value, read_parameters
from tests.tiny import tiny_atlas


def test_a_parameter_keeps_who_decided_it_and_where_it_stands() -> None:
    parameter = read_parameters(tiny_atlas().packages)["min_population_for_shares"]
    assert parameter.value == 300
    assert parameter.unit == "Personen"
    assert parameter.decided_by == "Gemeinde Klein Mühlau"
    assert parameter.source == "Festlegung 2026"
    assert parameter.line == 5


def test_the_value_of_a_parameter_can_be_asked_for() -> None:
    assert parameter_value(read_parameters(tiny_atlas().packages), "change_base_year") == 2023


def test_a_missing_parameter_is_named_with_its_table() -> None:
    with pytest.raises(ConfigurationError, match=r"‚reach_minutes‘.*parameters/parameters"):
        parameter_value({}, "reach_minutes")


def test_a_missing_table_is_named() -> None:
    with pytest.raises(ConfigurationError, match="parameters/parameters"):
        read_parameters(())
