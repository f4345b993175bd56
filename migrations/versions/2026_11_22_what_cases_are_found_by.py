"""What cases are found by: their words as rows, their titles as they are put in order, and the edition of both"""

import json
import secrets
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHOSEN = ("purposes", "themes", "places", "sectors", "stages")
PARTNERS = {"kind": "partner-kinds", "role": "roles"}
PAGES = ("map", "import")  # addresses of pages since now; a case that had one gets another
AT_ONCE = 500


def upgrade() -> None:
    op.create_table(
        "case_facet",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_facet_case_id_case"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "kind", "key", name=op.f("pk_case_facet")),
    )
    op.create_index("ix_case_facet_kind", "case_facet", ["kind", "key", "case_id"])
    op.create_table(
        "case_edition",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["group.id"], name=op.f("fk_case_edition_community_id_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_case_edition")),
    )
    op.add_column("case", sa.Column("folded", sa.String(length=400), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_case_community_created", "case", ["community_id", "created_at"])
    op.create_index("ix_case_community_folded", "case", ["community_id", "folded"])
    _fill()


def _fill() -> None:
    connection = op.get_bind()
    case = sa.table("case", *map(sa.column, ("id", "community_id", "slug", "title", "folded", "revision_count")))
    held = sa.table("case_revision", *map(sa.column, ("case_id", "number", "partners", "choices")))
    facet = sa.table("case_facet", *map(sa.column, ("case_id", "kind", "key")))
    edition = sa.table("case_edition", *map(sa.column, ("community_id", "number")))
    present = sa.and_(held.c.case_id == case.c.id, held.c.number == case.c.revision_count)
    page = (
        sa.select(case.c.id, case.c.title, held.c.partners, held.c.choices)
        .select_from(case.join(held, present))
        .order_by(case.c.id)
        .limit(AT_ONCE)
    )
    last = 0
    while rows := connection.execute(page.where(case.c.id > last)).all():
        last = rows[-1].id
        for row in rows:
            connection.execute(case.update().where(case.c.id == row.id).values(folded=_fold(row.title)[:400]))
        found = [
            {"case_id": row.id, "kind": kind, "key": key}
            for row in rows
            for kind, key in _facets(_read(row.partners), _read(row.choices))
        ]
        if found:
            connection.execute(facet.insert(), found)
    for (community_id,) in connection.execute(sa.select(case.c.community_id).distinct()).all():
        connection.execute(edition.insert().values(community_id=community_id, number=secrets.randbits(62)))
    for row in connection.execute(sa.select(case.c.id, case.c.slug).where(case.c.slug.in_(PAGES))).all():
        slug = f"{row.slug}-{secrets.token_hex(3)}"
        connection.execute(case.update().where(case.c.id == row.id).values(slug=slug))


def _read(held):
    """Return what a column of JSON holds: text on SQLite, what it stands for on PostgreSQL."""
    return json.loads(held) if isinstance(held, str) else held


def _facets(partners, choices):
    found = {(kind, key) for kind in CHOSEN for key in choices.get(kind) or ()}
    found |= {(kind, row[field]) for row in partners for field, kind in PARTNERS.items() if row.get(field)}
    if choices.get("period"):
        found.add(("period", "/".join(choices["period"])))
    return sorted((kind, key) for kind, key in found if key and len(key) <= 60)


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def downgrade() -> None:
    op.drop_index("ix_case_community_folded", "case")
    op.drop_index("ix_case_community_created", "case")
    op.drop_column("case", "folded")
    op.drop_table("case_edition")
    op.drop_index("ix_case_facet_kind", "case_facet")
    op.drop_table("case_facet")
