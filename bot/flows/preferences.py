"""Personal settings: language, quiet hours, rounds, the Monday message, nothing but crises.

They are the person's own: they stand neither in the configuration file nor in the history of settings, which
everybody who administers can read.
"""

from __future__ import annotations

from typing import Any

from bot.errors import FormRefusal
from bot.flows import holds, stand_ins
from bot.flows.answers import Answer
from bot.i18n import translator
from bot.models import Preference, Snapshot
from bot.rules import preferences as rules
from bot.store import Db, snapshots
from bot.tools import Caller, Tools, language_for
from bot.views import preferences as views


def keep(db: Db, workspace: str, person: str, **values: Any) -> bool:
    """Set these columns of what the person chose, for every replica; whether anything changed."""
    row = db.lock(Preference, workspace=workspace, person=person)
    if row is None:
        row = Preference(workspace=workspace, person=person)
        db.add_if_new(row)
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    db.change(row, **different)
    if different:
        snapshots.touch(db, workspace)
    return bool(different)


async def form(tools: Tools, caller: Caller) -> Answer:
    """The form with what the person chose so far."""
    book = caller.snapshot
    chosen = book.preferences.get(caller.user) or Preference(workspace=caller.workspace, person=caller.user)
    return Answer(opens=views.form(chosen, rules.rounds_of(book, caller.user), caller.t))


async def save(tools: Tools, caller: Caller, draft: views.Draft) -> Answer:
    """Keep the settings and plan anew what waits for the person.

    FormRefusal at `quiet_from`, `quiet_until` or `rounds`.
    """
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        quiet = rules.quiet(book, caller.user, draft.quiet_from, draft.quiet_until)
        offered = rules.rounds_of(book, caller.user)
        rounds = None if set(draft.rounds) >= set(offered) else list(draft.rounds)
        if refusal := rules.leaves_a_round(offered, draft.rounds, quiet):
            raise FormRefusal({"rounds": refusal})
        keep(
            db,
            caller.workspace,
            caller.user,
            language=draft.language,
            quiet=quiet,
            rounds=rounds,
            monday=draft.monday,
            only_crisis=draft.only_crisis,
            unproposed=list(draft.unproposed),
        )
        book = snapshots.load(db, caller.workspace)
        if draft.only_crisis:
            stand_ins.begin(db, book, caller.user, now)
        else:
            holds.reconsider(db, book, caller.user, now)
        t = translator(language_for(book, caller.user, caller.person))
        return Answer(views.saved(draft, t))

    return await tools.write(caller, work)
