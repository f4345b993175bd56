"""The tables of the PostgreSQL search engine; on SQLite they stay empty"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

VECTOR = TSVECTOR().with_variant(sa.Text(), "sqlite")
TEXTS = sa.ARRAY(sa.Text()).with_variant(sa.JSON(), "sqlite")
GIN = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}
LENGTHS = ("title_length", "summary_length", "labels_length", "body_length")


def upgrade() -> None:
    op.create_table(
        "search_edition",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_serving", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_edition")),
    )
    op.create_table(
        "search_vector",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in LENGTHS),
        sa.Column("marks", TEXTS, nullable=False),
        sa.Column("authors", TEXTS, nullable=False),
        sa.Column("vector", VECTOR, nullable=False),
        sa.PrimaryKeyConstraint("key", "edition", name=op.f("pk_search_vector")),
    )
    op.create_index(
        "ix_search_vector_scope", "search_vector", ["scope", "edition"], postgresql_include=["key", *LENGTHS]
    )
    op.create_index("ix_search_vector_vector", "search_vector", ["vector"], **GIN)
    op.create_table(
        "search_wording",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("words", VECTOR, nullable=False),
        sa.PrimaryKeyConstraint("key", "edition", name=op.f("pk_search_wording")),
    )
    op.create_index("ix_search_wording_scope", "search_wording", ["scope", "edition"])
    op.create_index("ix_search_wording_words", "search_wording", ["words"], **GIN)
    op.create_table(
        "search_spelling",
        sa.Column("lexeme", sa.Text(), nullable=False),
        sa.Column("initial", sa.String(length=1), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("lexeme", name=op.f("pk_search_spelling")),
    )
    op.create_index("ix_search_spelling_initial", "search_spelling", ["initial", "number"])
    if op.get_bind().dialect.name == "postgresql":
        # A vector that lies elsewhere is fetched again for every word that is weighed.
        op.execute("ALTER TABLE search_vector SET (toast_tuple_target = 8160)")
        op.execute("ALTER TABLE search_vector ALTER COLUMN vector SET STORAGE MAIN")


def downgrade() -> None:
    for table in ("search_spelling", "search_wording", "search_vector", "search_edition"):
        op.drop_table(table)
