"""Being told: happenings, notifications, choices, nudges"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAITS = sa.text("told_at IS NULL")
IS_UNREAD = sa.text("read_at IS NULL")
IS_LETTER_DUE = sa.text("is_letter_due")


def upgrade() -> None:
    op.create_table(
        "happening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("container", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('subgroup', 'community', 'public')", name=op.f("ck_happening_audience")),
        sa.CheckConstraint("door IN ('see', 'coordinate', 'own')", name=op.f("ck_happening_door")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_happening_group_id_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_happening_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_happening_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_happening")),
    )
    for column in ("container", "group_id", "by_id", "person_id"):
        op.create_index(op.f(f"ix_happening_{column}"), "happening", [column])
    op.create_index("ix_happening_waiting", "happening", ["id"], sqlite_where=WAITS, postgresql_where=WAITS)

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("happening_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("is_letter_due", sa.Boolean(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["happening_id"], ["happening.id"], name=op.f("fk_notification_happening_id_happening"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("person_id", "happening_id", name=op.f("uq_notification_person_id_happening_id")),
    )
    op.create_index(op.f("ix_notification_happening_id"), "notification", ["happening_id"])
    op.create_index("ix_notification_page", "notification", ["person_id", "happened_at", "happening_id"])
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["person_id", "id"],
        sqlite_where=IS_UNREAD,
        postgresql_where=IS_UNREAD,
    )
    op.create_index(
        "ix_notification_letter_due",
        "notification",
        ["id"],
        sqlite_where=IS_LETTER_DUE,
        postgresql_where=IS_LETTER_DUE,
    )

    op.create_table(
        "notification_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.CheckConstraint("level IN ('mail', 'product', 'nothing')", name=op.f("ck_notification_choice_level")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_choice_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "reason", name=op.f("pk_notification_choice")),
    )

    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_nudge_group_id_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_nudge_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
    )
    op.create_index(op.f("ix_nudge_group_id"), "nudge", ["group_id"])
    op.create_index(op.f("ix_nudge_by_id"), "nudge", ["by_id"])

    op.drop_index("ix_audit_entry_community", "audit_entry")
    op.create_index("ix_audit_entry_community", "audit_entry", ["community_id", "happened_at", "id"])
    op.create_index("ix_audit_entry_time", "audit_entry", ["happened_at", "id"])
    op.create_index("ix_audit_entry_by", "audit_entry", ["by_id", "id"])
    op.create_index("ix_audit_entry_person", "audit_entry", ["person_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_person", "audit_entry")
    op.drop_index("ix_audit_entry_by", "audit_entry")
    op.drop_index("ix_audit_entry_time", "audit_entry")
    op.drop_index("ix_audit_entry_community", "audit_entry")
    op.create_index("ix_audit_entry_community", "audit_entry", ["community_id", "id"])
    for table in ("nudge", "notification_choice", "notification", "happening"):
        op.drop_table(table)
