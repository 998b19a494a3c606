"""Whether a text tells what must not be public of a person: telephone, e-mail, account, home, day of birth, secrets.

Most texts are dismissed by cheap patterns; only what looks like a telephone or account number meets the libraries that
know them. No message repeats what it found: it shows enough to find the place.
"""

from generator.checks.privacy.packages import check_personal_data
from generator.checks.privacy.search import find_personal_data
from generator.checks.privacy.terms import Terms, read_terms
from generator.checks.privacy.texts import Hit

__all__ = ["Hit", "Terms", "check_personal_data", "find_personal_data", "read_terms"]
