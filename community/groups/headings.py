"""What people call the columns of a list of addresses, and the roles in it, in the languages of the interface."""

import unicodedata

from community.groups.viewer import Role

_COLUMNS = {
    "email": "email mail emailaddress emailadres mailadres adresemail adressemail adressecourriel courriel mel "
    "adresseelectronique correo correoelectronico direcciondecorreo email1value primaryemail emails",
    "name": "name fullname displayname naam volledigenaam nom nomcomplet nombre nombrecompleto",
    "first": "firstname givenname voornaam prenom nombredepila",
    "last": "lastname familyname surname achternaam familienaam nomdefamille apellido apellidos",
    "organisation": "organisation organization organisationname company companyname org employer organisatie bedrijf "
    "werkgever entreprise societe employeur organizacion organismo empresa organization1name",
    "role": "role rol",
    "subgroup": "subgroup group subgroep groep sousgroupe groupe subgrupo grupo",
}
_ROLES = {
    Role.MEMBER: "member practitioner lid deelnemer membre miembro",
    Role.READER: "reader lezer lecteur lectrice lector lectora",
    Role.COORDINATOR: "coordinator coordinateur coordinatrice coordinador coordinadora",
    Role.FACILITATOR: "facilitator begeleider begeleidster facilitateur facilitatrice facilitador facilitadora",
}
_COLUMN_OF = {word: column for column, words in _COLUMNS.items() for word in words.split()}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}


def columns_of(heads: list[str]) -> list[str]:
    """Return what each column holds, "" for one that we have no use for."""
    columns = [_COLUMN_OF.get(_bare(head), "") for head in heads]
    # In French and Spanish the word for a name is that for a family name, or a given one, where the other stands beside it.
    if "name" in columns and ("first" in columns) != ("last" in columns):
        other = "last" if "first" in columns else "first"
        columns = [other if column == "name" else column for column in columns]
    return columns


def role_of(word: str) -> Role | str | None:
    """Return the role that a word names, "" for no word; None for another word."""
    return _ROLE_OF.get(_bare(word)) if word else ""


def _bare(word: str) -> str:
    """Return a word without accents, spaces and signs."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())
