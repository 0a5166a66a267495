"""Knowing people: a read at start, a daily read, events, and one look-up of a person never seen."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import structlog

from bot.flows import departures
from bot.models import Person, Snapshot, Workspace
from bot.rules import defaults
from bot.slack import SlackError
from bot.store import Db, snapshots
from bot.tools import Caller, Tools

log = structlog.get_logger(__name__)

LOOK_UP_SECONDS = 1.0


def person_of(workspace: str, user: dict[str, Any]) -> Person:
    """A Slack user object as a Person."""
    profile = user.get("profile") or {}
    return Person(
        workspace=workspace,
        id=str(user["id"]),
        name=profile.get("display_name")
        or user.get("real_name")
        or profile.get("real_name")
        or user.get("name", ""),
        locale=user.get("locale"),
        timezone=user.get("tz"),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        external=bool(user.get("is_stranger") or (user.get("team_id") or workspace) != workspace),
        deactivated=bool(user.get("deleted")),
        admin=bool(user.get("is_admin") or user.get("is_owner")),
        bot=bool(user.get("is_bot")) or user.get("id") == "USLACKBOT",
    )


async def caller(tools: Tools, workspace: str, user: str, key: str, channel: str | None) -> Caller:
    """Who is calling. A person never seen is looked up once; if Slack is silent, a guest's rights hold."""
    found = await tools.caller(workspace, user, key, channel)
    if found.person is not None or not user:
        return found
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            answer = await tools.slack.look("users.info", user=user, include_locale="true")
    except (SlackError, TimeoutError) as error:
        log.warning("person not looked up", error=str(error))
        return found
    person = person_of(workspace, answer["user"])
    await tools.store.write(lambda db: keep(db, [person], tools.books.of(db, workspace), tools.clock.now()))
    return await tools.caller(workspace, user, key, channel)


def keep(db: Db, people: list[Person], book: Snapshot, now: datetime) -> int:
    """Save what Slack says of these people; how many were new or changed. Who has left is flagged."""
    changed = 0
    touched = False
    left: list[str] = []
    for person in people:
        known = db.get(Person, workspace=person.workspace, id=person.id)
        if known is None:
            changed += db.add_if_new(person)
            touched |= person.id in named(book)
            left += [person.id] if person.deactivated else []
            continue
        values = {
            name: getattr(person, name)
            for name in ("name", "locale", "timezone", "guest", "external", "deactivated", "admin", "bot")
            if getattr(person, name) != getattr(known, name)
        }
        if values.get("locale", "") is None:
            del values["locale"]
        if values:
            db.change(known, **values)
            changed += 1
            touched |= person.id in book.people
            left += [person.id] if values.get("deactivated") else []
    if touched:
        snapshots.touch(db, book.workspace.id)
        departures.flag(db, book, left, now)
    return changed


def named(book: Snapshot) -> set[str]:
    """Everybody who holds a seat or a role."""
    workspace = book.workspace
    found = {seat.person for seat in book.seats} | {swap.other for swap in book.swaps}
    found |= set(workspace.orchestrators + workspace.leaders + workspace.administrators)
    found |= {source.by for source in book.sources}
    return found | {person for person in (workspace.sponsor, workspace.installer) if person}


async def read_all(tools: Tools, workspace: str) -> None:
    """Read everybody, page by page, and keep what changed."""
    people: list[Person] = []
    async for user in tools.slack.people():
        people.append(person_of(workspace, user))
    for start in range(0, len(people), 200):
        page = people[start : start + 200]
        await _keep_page(tools, workspace, page)


async def _keep_page(tools: Tools, workspace: str, page: list[Person]) -> None:
    await tools.store.write(lambda db: keep(db, page, tools.books.of(db, workspace), tools.clock.now()))


async def changed(tools: Tools, workspace: str, user: dict[str, Any]) -> None:
    """Slack says that a person changed, joined or left."""
    person = person_of(workspace, user)
    await tools.store.write(lambda db: keep(db, [person], tools.books.of(db, workspace), tools.clock.now()))


def administrators(book: Snapshot) -> tuple[str, ...]:
    """Who is told of failed sends: the administrators who are still there, else the installer."""
    found = book.present(book.workspace.administrators)
    installer = book.workspace.installer
    return found or ((installer,) if installer else ())


async def recognise(tools: Tools) -> Workspace:
    """Ask Slack who we are (`auth.test`, `bots.info`) and keep it; the workspace as stored.

    Raises SlackError if the token is not good or Slack is away. An app id that cannot be read is not
    compared.
    """
    who = await tools.slack.call("auth.test")
    app = None
    try:
        about = await tools.slack.look("bots.info", bot=who.get("bot_id"))
        app = about.get("bot", {}).get("app_id")
    except SlackError as error:
        log.warning("app id not read", error=error.code)
    scopes = str(who.get("_headers", {}).get("x-oauth-scopes", ""))
    tools.scopes = frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())

    def work(db: Db) -> Workspace:
        facts = {
            "name": who.get("team") or "",
            "domain": who.get("url") or "",
            "app": app,
            "bot": who.get("bot_id"),
            "bot_user": who.get("user_id"),
            "revoked_at": None,
        }
        known = db.lock(Workspace, id=who["team_id"])
        if known is None:
            known = Workspace(
                id=who["team_id"],
                deadlines=dict(defaults.DEADLINES),
                digest=dict(defaults.DIGEST),
                retention=dict(defaults.RETENTION),
                rounds={key: list(value) for key, value in defaults.ROUNDS.items()},
            )
            db.add_if_new(known)
        different = {key: value for key, value in facts.items() if getattr(known, key) != value}
        if different:
            db.change(known, **different)
            snapshots.touch(db, known.id)
        return known

    return await tools.store.write(work)
