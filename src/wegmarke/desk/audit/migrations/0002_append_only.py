"""The database itself refuses to change a row of the log, and to delete one that is younger than thirty days.

A later migration that rebuilds the table in SQLite (Django copies it and drops the old one) must run `protect` again.
"""

from django.db import migrations

SQLITE = (
    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE ON audit_auditentry "
    "BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END",
    "CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_auditentry "
    "WHEN OLD.at > datetime('now', '-30 days') "
    "BEGIN SELECT RAISE(ABORT, 'this row of the access log is too young to be deleted'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '30 days' THEN RETURN OLD; END IF; "
    "RAISE EXCEPTION 'the access log is append-only'; END $$",
    "CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_auditentry "
    "FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()",
)
UNDO = {
    "sqlite": ("DROP TRIGGER audit_entry_stays", "DROP TRIGGER audit_entry_is_kept"),
    "postgresql": ("DROP TRIGGER audit_entry_stays ON audit_auditentry", "DROP FUNCTION audit_entry_guard()"),
}


def protect(apps, editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def release(apps, editor):
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, release)]
