"""Who may change an account, and how an address or a name is written."""

from email_validator import EmailNotValidError, validate_email

from community.errors import Invalid
from community.languages import gettext
from community.lines import clean_line

NAME_LENGTH = 120


def normal_email(address: str) -> str:
    """Return the address as it is compared and stored; raise Invalid where it is none."""
    try:
        return validate_email(address.strip(), check_deliverability=False, test_environment=True).normalized.casefold()
    except EmailNotValidError as error:
        raise Invalid(
            "email", gettext("This is not an e-mail address: it should look like name@example.org.")
        ) from error


def normal_name(name: str) -> str:
    """Return the name on one line without control characters; raise Invalid where nothing or too much is left."""
    cleaned = clean_line(name)
    if not cleaned:
        raise Invalid("name", gettext("Type a name, as others should see it."))
    if len(cleaned) > NAME_LENGTH:
        raise Invalid("name", gettext("A name can have at most %(n)d characters.", n=NAME_LENGTH))
    return cleaned
