"""People: where they work, what they speak, how they are found; introductions as posts; links that letters bring"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Tables that others refer to are altered in place: to copy and drop one on SQLite would delete what refers to it.


def upgrade() -> None:
    op.create_table(
        "forgotten_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten_password")),
    )
    op.create_table(
        "introduction_prompt",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.CheckConstraint("key IN ('experience', 'offer', 'seek', 'bring')", name=op.f("ck_introduction_prompt_key")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_introduction_prompt_group_id_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "key", name=op.f("pk_introduction_prompt")),
    )
    op.create_table(
        "experience_tag",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_experience_tag_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_experience_tag_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", "tag", name=op.f("pk_experience_tag")),
    )
    with op.batch_alter_table("experience_tag", schema=None) as batch_op:
        batch_op.create_index("ix_experience_tag_group", ["group_id", "tag"], unique=False)

    op.create_table(
        "mailed_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("opens IN ('password', 'address', 'undoing')", name=op.f("ck_mailed_link_opens")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mailed_link_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_mailed_link_token_hash")),
    )
    with op.batch_alter_table("mailed_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailed_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "spoken_language",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_spoken_language_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "code", name=op.f("pk_spoken_language")),
    )
    op.create_table(
        "brought_case",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_brought_case_case_id_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_brought_case_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_brought_case_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", name=op.f("pk_brought_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_brought_case_case_id")),
    )
    with op.batch_alter_table("brought_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brought_case_group_id"), ["group_id"], unique=False)

    op.create_table(
        "introduction_post",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_introduction_post_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_introduction_post_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_introduction_post_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "group_id", name=op.f("pk_introduction_post")),
        sa.UniqueConstraint("post_id", name=op.f("uq_introduction_post_post_id")),
    )
    op.add_column("person", sa.Column("country", sa.String(length=2), nullable=True))
    for table in ("person", "organisation"):
        op.add_column(table, sa.Column("folded", sa.String(length=400), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_organisation_folded", "organisation", ["folded"])
    op.add_column("introduction", sa.Column("bring", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("introduction", sa.Column("folded", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("sign_in", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    _fill()
    with op.batch_alter_table("sign_in", schema=None) as batch_op:  # nothing refers to it
        batch_op.alter_column("seen_at", nullable=False)


def _fill() -> None:
    connection = op.get_bind()
    for table in ("person", "organisation"):
        named = sa.table(table, sa.column("id"), sa.column("name"), sa.column("folded"))
        for row in connection.execute(sa.select(named.c.id, named.c.name)).all():
            connection.execute(named.update().where(named.c.id == row.id).values(folded=_fold(row.name)[:400]))
    said = sa.table("introduction", *map(sa.column, ("person_id", "group_id", "experience", "offer", "seek", "folded")))
    for row in connection.execute(sa.select(said)).all():
        whose = (said.c.person_id == row.person_id, said.c.group_id == row.group_id)
        folded = _fold("\n".join((row.experience, row.offer, row.seek, "")))
        connection.execute(said.update().where(*whose).values(folded=folded))
    connection.execute(sa.text("UPDATE sign_in SET seen_at = started_at"))


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))


def downgrade() -> None:
    op.drop_column("sign_in", "seen_at")
    op.drop_column("introduction", "folded")
    op.drop_column("introduction", "bring")
    op.drop_index("ix_organisation_folded", table_name="organisation")
    for table in ("organisation", "person"):
        op.drop_column(table, "folded")
    op.drop_column("person", "country")
    for table in (
        "introduction_post",
        "brought_case",
        "spoken_language",
        "mailed_link",
        "experience_tag",
        "introduction_prompt",
        "forgotten_password",
    ):
        op.drop_table(table)
