"""Invitations by mail, requests to join, and the door of a community"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IS_MAILED = sa.text("state IN ('queued', 'sent', 'refused')")
IS_UNWRITTEN = sa.text("state = 'queued' AND letter_id IS NULL")
IS_ASKED = sa.text("state = 'asked'")
STATES = "state IN ('link', 'queued', 'sent', 'refused', 'joined', 'declined', 'revoked')"


def upgrade() -> None:
    # Said in words that both databases know: a table that others refer to must not be copied on SQLite.
    op.execute(
        "ALTER TABLE \"group\" ADD COLUMN door VARCHAR(10) DEFAULT 'invitation' NOT NULL "
        "CONSTRAINT ck_group_door CHECK (door IN ('invitation', 'ask', 'open'))"
    )
    op.execute("ALTER TABLE \"group\" ADD COLUMN door_question VARCHAR(300) DEFAULT '' NOT NULL")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("subgroup_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("email", sa.String(length=254), nullable=True))
        for name, kind in (
            ("name", sa.String(length=120)),
            ("organisation", sa.String(length=120)),
            ("message", sa.Text()),
            ("answer", sa.String(length=500)),
            ("word", sa.String(length=300)),
        ):
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="link"))
        batch_op.add_column(sa.Column("letter_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE invitation SET state = 'revoked' WHERE revoked_at IS NOT NULL")
    op.execute("UPDATE invitation SET state = 'joined' WHERE accepted_at IS NOT NULL")
    op.execute("UPDATE invitation SET asked_at = created_at, ended_at = COALESCE(accepted_at, revoked_at)")
    with op.batch_alter_table("invitation") as batch_op:
        for name in ("name", "organisation", "message", "answer", "word", "state"):
            batch_op.alter_column(name, server_default=None)
        batch_op.alter_column("asked_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("revoked_at")
        batch_op.drop_index("ix_invitation_group_id")
        batch_op.create_check_constraint(op.f("ck_invitation_state"), STATES)
        batch_op.create_foreign_key(
            op.f("fk_invitation_subgroup_id_group"), "group", ["subgroup_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            op.f("fk_invitation_letter_id_letter"), "letter", ["letter_id"], ["id"], ondelete="SET NULL"
        )
        for column in ("subgroup_id", "email", "letter_id"):
            batch_op.create_index(batch_op.f(f"ix_invitation_{column}"), [column])
        batch_op.create_index("ix_invitation_group_state", ["group_id", "state", "id"])
        batch_op.create_index(
            "uq_invitation_open", ["group_id", "email"], unique=True, sqlite_where=IS_MAILED, postgresql_where=IS_MAILED
        )
        batch_op.create_index(
            "ix_invitation_unwritten", ["id"], sqlite_where=IS_UNWRITTEN, postgresql_where=IS_UNWRITTEN
        )
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("word", sa.String(length=300), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'declined', 'withdrawn')", name=op.f("ck_join_request_state")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_join_request_decided_by_id_person")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_join_request_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_join_request_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index(op.f("ix_join_request_person_id"), "join_request", ["person_id"])
    op.create_index(op.f("ix_join_request_decided_by_id"), "join_request", ["decided_by_id"])
    op.create_index("ix_join_request_group_state", "join_request", ["group_id", "state", "id"])
    op.create_index(
        "uq_join_request_asked",
        "join_request",
        ["group_id", "person_id"],
        unique=True,
        sqlite_where=IS_ASKED,
        postgresql_where=IS_ASKED,
    )


def downgrade() -> None:
    op.drop_table("join_request")
    for name in ("uq_invitation_open", "ix_invitation_unwritten", "ix_invitation_group_state"):
        op.drop_index(name, table_name="invitation")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.add_column(sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE invitation SET note = email WHERE note = '' AND email IS NOT NULL AND LENGTH(email) <= 120")
    op.execute("UPDATE invitation SET accepted_at = ended_at WHERE state = 'joined'")
    op.execute("UPDATE invitation SET revoked_at = ended_at WHERE state IN ('revoked', 'declined')")
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_constraint(op.f("ck_invitation_state"), type_="check")
        batch_op.drop_constraint(op.f("fk_invitation_subgroup_id_group"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_invitation_letter_id_letter"), type_="foreignkey")
        for name in ("subgroup_id", "email", "letter_id"):
            batch_op.drop_index(f"ix_invitation_{name}")
        for name in (
            "subgroup_id",
            "email",
            "name",
            "organisation",
            "message",
            "answer",
            "word",
            "state",
            "letter_id",
            "asked_at",
            "ended_at",
        ):
            batch_op.drop_column(name)
        batch_op.create_index(batch_op.f("ix_invitation_group_id"), ["group_id"])
    op.execute('ALTER TABLE "group" DROP COLUMN door_question')
    op.execute('ALTER TABLE "group" DROP COLUMN door')
