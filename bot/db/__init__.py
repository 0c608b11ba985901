"""What is kept: tables, the engine, named queries, migrations."""
