"""The tables of people: organisations, accounts, appointments, member records, kept answers.

Safe while the previous release runs: new tables and one new index only.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003_people", "0002_audit"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=300), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("disabled_reason", sa.String(length=40), nullable=True),
        sa.Column("disabled_at", sa.Uuid(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_counter", sa.BigInteger(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_accounts_sort_name_id"), ["sort_name", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_accounts_state"), ["state"], unique=False)

    op.create_table(
        "correction_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_exports")),
    )
    with op.batch_alter_table("correction_exports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_exports_made_at"), ["made_at"], unique=False
        )

    op.create_table(
        "failed_tries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_failed_tries_target_kind_at"), ["target", "kind", "at"], unique=False
        )

    op.create_table(
        "kept_answers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_answers")),
    )
    with op.batch_alter_table("kept_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_kept_answers_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_kept_answers_kept_at"), ["kept_at"], unique=False)

    op.create_table(
        "member_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by_account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extension", sa.String(length=8), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_imports")),
    )
    with op.batch_alter_table("member_imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_member_imports_by_account_id_headings"),
            ["by_account_id", "headings"],
            unique=False,
        )

    op.create_table(
        "oidc_flows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_flows")),
        sa.UniqueConstraint("state_digest", name=op.f("uq_oidc_flows_state_digest")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=8), nullable=False),
        sa.Column(
            "path", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_cell", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("folded_name", sa.String(length=300), nullable=False),
        sa.Column(
            "sort_name",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisations.id"], name=op.f("fk_organisations_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("key", name=op.f("uq_organisations_key")),
    )
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisations_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisations_path"), ["path"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisations_sort_name_id"), ["sort_name", "id"], unique=False
        )
        batch_op.create_index(
            "uq_organisations_living_code",
            ["code"],
            unique=True,
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )

    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=True),
        sa.Column("delegated_from_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_appointments_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["delegated_from_id"],
            ["appointments.id"],
            name=op.f("fk_appointments_delegated_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_appointments_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointments_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_appointments_organisation_id_role"),
            ["organisation_id", "role"],
            unique=False,
        )

    op.create_table(
        "backup_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_blind", sa.LargeBinary(length=16), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_backup_codes_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_codes")),
        sa.UniqueConstraint("code_blind", name=op.f("uq_backup_codes_code_blind")),
    )
    with op.batch_alter_table("backup_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_backup_codes_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("affected", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_breaches_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
    )
    with op.batch_alter_table("breaches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breaches_key_id"), ["key_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_breaches_noticed_at_id"), ["noticed_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_breaches_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "demo_marks",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("top_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["top_id"], ["organisations.id"], name=op.f("fk_demo_marks_top_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_marks")),
    )
    op.create_table(
        "device_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("by_slip", sa.Boolean(), nullable=False),
        sa.Column("access_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("access_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("access_epoch", sa.Integer(), nullable=False),
        sa.Column("family_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("refresh_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("spent_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_device_sessions_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_sessions")),
        sa.UniqueConstraint("family_digest", name=op.f("uq_device_sessions_family_digest")),
    )
    with op.batch_alter_table("device_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_device_sessions_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "external_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject_blind", sa.LargeBinary(length=16), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_external_identities_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identities")),
        sa.UniqueConstraint(
            "issuer", "subject_blind", name=op.f("uq_external_identities_issuer_subject_blind")
        ),
    )
    with op.batch_alter_table("external_identities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_external_identities_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "member_import_parts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["member_imports.id"], name=op.f("fk_member_import_parts_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_import_parts")),
    )
    with op.batch_alter_table("member_import_parts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_member_import_parts_import_id_number"),
            ["import_id", "number"],
            unique=True,
        )
        batch_op.create_index(
            batch_op.f("ix_member_import_parts_kept_at"), ["kept_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_member_import_parts_key_id"), ["key_id"], unique=False)

    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("cell_id", sa.Uuid(), nullable=True),
        sa.Column("host_cell_id", sa.Uuid(), nullable=True),
        sa.Column("last_cell_id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("folded_name", sa.String(length=200), nullable=False),
        sa.Column("marked_name", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=40), nullable=False),
        sa.Column("sort_name", sa.String(length=300), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("admission_decided_on", sa.Date(), nullable=True),
        sa.Column("official_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("status_since", sa.Date(), nullable=False),
        sa.Column("status_until", sa.Date(), nullable=True),
        sa.Column("occupation", sa.String(length=200), nullable=True),
        sa.Column("general_education", sa.String(length=40), nullable=True),
        sa.Column("qualification", sa.String(length=200), nullable=True),
        sa.Column("political_theory", sa.String(length=40), nullable=True),
        sa.Column("languages", sa.String(length=200), nullable=True),
        sa.Column("reachable_by", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_members_account_id")
        ),
        sa.ForeignKeyConstraint(["cell_id"], ["organisations.id"], name=op.f("fk_members_cell_id")),
        sa.ForeignKeyConstraint(
            ["host_cell_id"], ["organisations.id"], name=op.f("fk_members_host_cell_id")
        ),
        sa.ForeignKeyConstraint(
            ["last_cell_id"], ["organisations.id"], name=op.f("fk_members_last_cell_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("account_id", name=op.f("uq_members_account_id")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_members_cell_id_sort_name_id"),
            ["cell_id", "sort_name", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_members_folded_name"), ["folded_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_host_cell_id"), ["host_cell_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_last_cell_id"), ["last_cell_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_members_sort_name_id"), ["sort_name", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_members_status"), ["status"], unique=False)

    op.create_table(
        "organisation_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("decision", sa.String(length=200), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_changes_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_changes")),
    )
    with op.batch_alter_table("organisation_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_changes_organisation_id_on"),
            ["organisation_id", "on"],
            unique=False,
        )

    op.create_table(
        "organisation_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_codes_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_codes")),
    )
    with op.batch_alter_table("organisation_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_codes_code_since"), ["code", "since"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_organisation_codes_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "organisation_successions",
        sa.Column("predecessor_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["predecessor_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_successions_predecessor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_successions_successor_id"),
        ),
        sa.PrimaryKeyConstraint(
            "predecessor_id", "successor_id", "on", name=op.f("pk_organisation_successions")
        ),
    )
    with op.batch_alter_table("organisation_successions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_successions_successor_id"), ["successor_id"], unique=False
        )

    op.create_table(
        "resets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("needs_confirmation", sa.Boolean(), nullable=False),
        sa.Column("removes_factor", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_blind", sa.LargeBinary(length=16), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_resets_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resets")),
        sa.UniqueConstraint("code_blind", name=op.f("uq_resets_code_blind")),
    )
    with op.batch_alter_table("resets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resets_account_id"), ["account_id"], unique=False)

    op.create_table(
        "security_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_security_events_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_events")),
    )
    with op.batch_alter_table("security_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_security_events_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "sign_in_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("blind", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_sign_in_names_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_names")),
        sa.UniqueConstraint("kind", "blind", name=op.f("uq_sign_in_names_kind_blind")),
    )
    with op.batch_alter_table("sign_in_names", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_names_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "slips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_blind", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("wrong_years", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_slips_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint("code_blind", name=op.f("uq_slips_code_blind")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_slips_token_digest")),
    )
    with op.batch_alter_table("slips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slips_account_id"), ["account_id"], unique=False)

    op.create_table(
        "breach_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("affected", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breaches.id"], name=op.f("fk_breach_steps_breach_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_steps")),
        sa.UniqueConstraint("breach_id", "number", name=op.f("uq_breach_steps_breach_id_number")),
    )
    with op.batch_alter_table("breach_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breach_steps_key_id"), ["key_id"], unique=False)

    op.create_table(
        "cell_stays",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("cell_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["organisations.id"], name=op.f("fk_cell_stays_cell_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_cell_stays_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cell_stays")),
    )
    with op.batch_alter_table("cell_stays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cell_stays_cell_id"), ["cell_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cell_stays_member_id"), ["member_id"], unique=False)

    op.create_table(
        "corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("open_for", sa.String(length=80), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("export_id", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["export_id"], ["correction_exports.id"], name=op.f("fk_corrections_export_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_corrections_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("open_for", name=op.f("uq_corrections_open_for")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrections_export_id"), ["export_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrections_key_id"), ["key_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_corrections_member_id_asked_at"), ["member_id", "asked_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_corrections_state_due_on_id"), ["state", "due_on", "id"], unique=False
        )

    op.create_table(
        "data_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_data_requests_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_requests_key_id"), ["key_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_data_requests_member_id_received_on"),
            ["member_id", "received_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_data_requests_state_due_on_id"), ["state", "due_on", "id"], unique=False
        )

    op.create_table(
        "dossier_papers",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("where_kept", sa.String(length=200), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_dossier_papers_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "paper", name=op.f("pk_dossier_papers")),
    )
    op.create_table(
        "member_name_tokens",
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column(
            "token",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sort_name",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("folded_name", sa.String(length=200), nullable=False),
        sa.Column("marked_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_name_tokens_member_id")
        ),
        sa.PrimaryKeyConstraint(
            "is_given",
            "token",
            "sort_name",
            "member_id",
            "folded_name",
            "marked_name",
            name=op.f("pk_member_name_tokens"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("member_name_tokens", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_member_name_tokens_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "record_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("list", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_record_lines_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_lines")),
    )
    with op.batch_alter_table("record_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_lines_key_id"), ["key_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_record_lines_member_id_list"), ["member_id", "list"], unique=False
        )

    op.create_table(
        "sealed_values",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.SmallInteger(), nullable=False),
        sa.Column("blind", sa.LargeBinary(length=16), nullable=True),
        sa.Column("sole", sa.LargeBinary(length=16), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_sealed_values_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_values")),
        sa.UniqueConstraint("sole", name=op.f("uq_sealed_values_sole")),
    )
    with op.batch_alter_table("sealed_values", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sealed_values_field_blind"), ["field", "blind"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sealed_values_key_id"), ["key_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sealed_values_member_id_field"), ["member_id", "field"], unique=False
        )

    op.create_table(
        "status_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("from_status", sa.String(length=30), nullable=True),
        sa.Column("to_status", sa.String(length=30), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_status_changes_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
    )
    with op.batch_alter_table("status_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_status_changes_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("open_for", sa.Uuid(), nullable=True),
        sa.Column("away_for", sa.Uuid(), nullable=True),
        sa.Column("full_name", sa.String(length=200), nullable=True),
        sa.Column("from_cell_id", sa.Uuid(), nullable=True),
        sa.Column("to_cell_id", sa.Uuid(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("for_study", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("end_suggested_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_cell_id"], ["organisations.id"], name=op.f("fk_transfers_from_cell_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_transfers_member_id")),
        sa.ForeignKeyConstraint(
            ["to_cell_id"], ["organisations.id"], name=op.f("fk_transfers_to_cell_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
        sa.UniqueConstraint("away_for", name=op.f("uq_transfers_away_for")),
        sa.UniqueConstraint("open_for", name=op.f("uq_transfers_open_for")),
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transfers_due_on_id"), ["due_on", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_transfers_from_cell_id"), ["from_cell_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_transfers_key_id"), ["key_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_transfers_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_transfers_started_at_id"), ["started_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_transfers_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_transfers_to_cell_id"), ["to_cell_id"], unique=False)

    op.create_table(
        "correction_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name=op.f("fk_correction_steps_correction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_steps")),
        sa.UniqueConstraint(
            "correction_id", "number", name=op.f("uq_correction_steps_correction_id_number")
        ),
    )
    with op.batch_alter_table("correction_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_steps_key_id"), ["key_id"], unique=False)

    op.create_table(
        "transfer_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("to_state", sa.String(length=30), nullable=False),
        sa.Column("side", sa.String(length=30), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(length=200), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("key_id", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["transfers.id"], name=op.f("fk_transfer_steps_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_steps")),
        sa.UniqueConstraint(
            "transfer_id", "number", name=op.f("uq_transfer_steps_transfer_id_number")
        ),
    )
    with op.batch_alter_table("transfer_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transfer_steps_key_id"), ["key_id"], unique=False)

    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_documents_audience_path"), ["audience_path"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_audience_path"))

    with op.batch_alter_table("transfer_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transfer_steps_key_id"))

    op.drop_table("transfer_steps")
    with op.batch_alter_table("correction_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_steps_key_id"))

    op.drop_table("correction_steps")
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transfers_to_cell_id"))
        batch_op.drop_index(batch_op.f("ix_transfers_state"))
        batch_op.drop_index(batch_op.f("ix_transfers_started_at_id"))
        batch_op.drop_index(batch_op.f("ix_transfers_member_id"))
        batch_op.drop_index(batch_op.f("ix_transfers_key_id"))
        batch_op.drop_index(batch_op.f("ix_transfers_from_cell_id"))
        batch_op.drop_index(batch_op.f("ix_transfers_due_on_id"))

    op.drop_table("transfers")
    with op.batch_alter_table("status_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_changes_member_id"))

    op.drop_table("status_changes")
    with op.batch_alter_table("sealed_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_values_member_id_field"))
        batch_op.drop_index(batch_op.f("ix_sealed_values_key_id"))
        batch_op.drop_index(batch_op.f("ix_sealed_values_field_blind"))

    op.drop_table("sealed_values")
    with op.batch_alter_table("record_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_lines_member_id_list"))
        batch_op.drop_index(batch_op.f("ix_record_lines_key_id"))

    op.drop_table("record_lines")
    with op.batch_alter_table("member_name_tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_name_tokens_member_id"))

    op.drop_table("member_name_tokens")
    op.drop_table("dossier_papers")
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_requests_state_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_data_requests_member_id_received_on"))
        batch_op.drop_index(batch_op.f("ix_data_requests_key_id"))

    op.drop_table("data_requests")
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_corrections_state_due_on_id"))
        batch_op.drop_index(batch_op.f("ix_corrections_member_id_asked_at"))
        batch_op.drop_index(batch_op.f("ix_corrections_key_id"))
        batch_op.drop_index(batch_op.f("ix_corrections_export_id"))

    op.drop_table("corrections")
    with op.batch_alter_table("cell_stays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cell_stays_member_id"))
        batch_op.drop_index(batch_op.f("ix_cell_stays_cell_id"))

    op.drop_table("cell_stays")
    with op.batch_alter_table("breach_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_breach_steps_key_id"))

    op.drop_table("breach_steps")
    with op.batch_alter_table("slips", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slips_account_id"))

    op.drop_table("slips")
    with op.batch_alter_table("sign_in_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_names_account_id"))

    op.drop_table("sign_in_names")
    with op.batch_alter_table("security_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_security_events_account_id"))

    op.drop_table("security_events")
    with op.batch_alter_table("resets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resets_account_id"))

    op.drop_table("resets")
    with op.batch_alter_table("organisation_successions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_successions_successor_id"))

    op.drop_table("organisation_successions")
    with op.batch_alter_table("organisation_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_codes_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_codes_code_since"))

    op.drop_table("organisation_codes")
    with op.batch_alter_table("organisation_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_changes_organisation_id_on"))

    op.drop_table("organisation_changes")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_status"))
        batch_op.drop_index(batch_op.f("ix_members_sort_name_id"))
        batch_op.drop_index(batch_op.f("ix_members_last_cell_id"))
        batch_op.drop_index(batch_op.f("ix_members_host_cell_id"))
        batch_op.drop_index(batch_op.f("ix_members_folded_name"))
        batch_op.drop_index(batch_op.f("ix_members_cell_id_sort_name_id"))

    op.drop_table("members")
    with op.batch_alter_table("member_import_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_import_parts_key_id"))
        batch_op.drop_index(batch_op.f("ix_member_import_parts_kept_at"))
        batch_op.drop_index(batch_op.f("ix_member_import_parts_import_id_number"))

    op.drop_table("member_import_parts")
    with op.batch_alter_table("external_identities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_identities_account_id"))

    op.drop_table("external_identities")
    with op.batch_alter_table("device_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_sessions_account_id"))

    op.drop_table("device_sessions")
    op.drop_table("demo_marks")
    with op.batch_alter_table("breaches", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_breaches_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_breaches_noticed_at_id"))
        batch_op.drop_index(batch_op.f("ix_breaches_key_id"))

    op.drop_table("breaches")
    with op.batch_alter_table("backup_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_backup_codes_account_id"))

    op.drop_table("backup_codes")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointments_organisation_id_role"))
        batch_op.drop_index(batch_op.f("ix_appointments_account_id"))

    op.drop_table("appointments")
    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_organisations_living_code",
            sqlite_where=sa.text("closed_on IS NULL"),
            postgresql_where=sa.text("closed_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_organisations_sort_name_id"))
        batch_op.drop_index(batch_op.f("ix_organisations_path"))
        batch_op.drop_index(batch_op.f("ix_organisations_parent_id"))

    op.drop_table("organisations")
    op.drop_table("oidc_flows")
    with op.batch_alter_table("member_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_imports_by_account_id_headings"))

    op.drop_table("member_imports")
    with op.batch_alter_table("kept_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_answers_kept_at"))
        batch_op.drop_index(batch_op.f("ix_kept_answers_account_id"))

    op.drop_table("kept_answers")
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_tries_target_kind_at"))

    op.drop_table("failed_tries")
    with op.batch_alter_table("correction_exports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_exports_made_at"))

    op.drop_table("correction_exports")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_accounts_state"))
        batch_op.drop_index(batch_op.f("ix_accounts_sort_name_id"))

    op.drop_table("accounts")
