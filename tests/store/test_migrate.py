"""Revisions of the schema, as far as they are known without Alembic."""

from __future__ import annotations

from importlib import resources

from alembic.script import ScriptDirectory

from bot.store import migrate


def test_the_revisions_are_those_that_alembic_knows() -> None:
    scripts = ScriptDirectory(str(resources.files("migrations")))
    assert migrate.known() == {one.revision for one in scripts.walk_revisions()}
    assert migrate.head() == scripts.get_current_head()
