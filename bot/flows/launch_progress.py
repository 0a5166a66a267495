"""Where a live launch's goal stands, said by hand (PRODUCT mechanism 36: manual progress)."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refusal, refuse
from bot.flows import speak
from bot.flows.answers import DONE, Answer
from bot.models import Launch, LaunchState, Snapshot
from bot.rules import launches as rules
from bot.rules import rights
from bot.store import Db, notices
from bot.tools import Caller, Tools
from bot.views import launch_edits


async def form(tools: Tools, caller: Caller, launch_id: str) -> Answer:
    """The form, with what was said before."""
    now = tools.clock.now()

    def look(db: Db) -> Answer:
        launch = notices.find(db, caller.workspace, launch_id)
        return Answer(opens=launch_edits.progress_form(_live(launch, caller.snapshot, caller, now), caller.t))

    return await tools.store.read(look)


async def save(tools: Tools, caller: Caller, launch_id: str, values: dict[str, str | None]) -> Answer:
    """It stands on the card, and in the next digest."""
    now = tools.clock.now()

    def work(db: Db, book: Snapshot) -> Answer:
        launch = _live(notices.hold(db, caller.workspace, launch_id), book, caller, now)
        texts = {**launch.texts, **{name: value or "" for name, value in values.items()}}
        diff = {name: [launch.texts.get(name), value] for name, value in values.items()}
        db.change(launch, texts={name: text for name, text in texts.items() if text})
        speak.note(db, launch, "completed", now, by=caller.user, diff=diff)
        speak.changed(db, launch)
        return DONE

    return await tools.write(caller, work)


def _live(launch: object, book: Snapshot, caller: Caller, now: datetime) -> Launch:
    if not isinstance(launch, Launch):
        raise Refusal("This launch does not exist any more.")
    refuse(rights.may_edit_launch(launch, caller.user, book, now))
    if launch.state not in (LaunchState.live, LaunchState.reviewed):
        if launch.ended_at is not None:
            raise rules.decided(launch)
        raise Refusal("This launch is not live yet; its goal stands in *Change* and *Complete the Launch*.")
    return launch
