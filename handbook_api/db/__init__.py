"""The database: engine, the one transaction, portable types, migrations."""
