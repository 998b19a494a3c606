"""What every test may use, and the marks that tell the long tests from the inner loop."""

import pytest
from hypothesis import settings

from tests.sites import hostile_city, magdeburg, tiny_city

# A busy machine is no mistake of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

__all__ = ("hostile_city", "magdeburg", "tiny_city")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks; ``make check`` leaves out everything that carries one."""
    config.addinivalue_line("markers", "slow: builds a whole site; left out of `make check`")
    config.addinivalue_line("markers", "browser: needs Chromium; left out of `make check`")
    config.addinivalue_line("markers", "zensical: builds the staged tree with Zensical too; left out of `make check`")
    config.addinivalue_line("markers", "office: needs LibreOffice; run by `make test-office` only")
