"""Alembic's revisions. Each states in its docstring the oldest code that can run on it."""
