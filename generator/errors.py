"""What stops the program. Findings about data are not errors but values: see ``model.Issue``."""


class GeneratorError(Exception):
    """Base of everything that ends a run; its text is shown to the user in one line."""


class ConfigurationError(GeneratorError):
    """The project folder or its ``mkdocs.yml`` cannot be used."""


class DataError(GeneratorError):
    """The data packages carry errors; they have been listed already."""


class SiteError(GeneratorError):
    """The site cannot be written or built."""


class UsageError(GeneratorError):
    """The user asked for something that does not exist, such as an unknown indicator."""
