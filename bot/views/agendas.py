"""The joint meeting's agenda: its points in order, each with its tick (PRODUCT mechanism 34)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.i18n import N_, Translator, slack_date
from bot.models import Point, PointKind
from bot.rules.agendas import MOST
from bot.views import digest_lines, kit

REASONS: Mapping[PointKind, str] = {
    PointKind.decide: N_("To decide"),
    PointKind.blocked: N_("Blocked"),
    PointKind.late: N_("Late"),
    PointKind.promised: N_("Promised"),
    PointKind.launching: N_("Launching"),
    PointKind.lesson: N_("Lesson"),
}


class Line(NamedTuple):
    """A point and what it is about: mrkdwn, linked to its card where it has one."""

    point: Point
    about: str


def agenda(lines: Sequence[Line], day: str, t: Translator, *, zone: str) -> kit.Rendered:
    """The points in the order given; beyond forty their number is said. day: of the digest, ISO."""
    undone = sum(1 for line in lines if line.point.done_at is None)
    carried = sum(1 for line in lines if line.point.first_day < day)
    first = _first(len(lines), undone, t)
    blocks = [kit.section(f"*{first}*"), kit.context(_hint(carried, t))]
    blocks += [_block(line, number, day, t, zone) for number, line in enumerate(lines[:MOST], start=1)]
    if left := len(lines[MOST:]):
        where = digest_lines.list_word(t)
        said = t.n(
            "and {count} more point; see {where}",
            "and {count} more points; see {where}",
            left,
            where=where,
        )
        blocks.append(kit.context(said))
    return kit.Rendered(first, blocks)


def _first(count: int, undone: int, t: Translator) -> str:
    if not undone:
        return t("Agenda of the joint meeting: every point is done.")
    return t.n(
        "Agenda of the joint meeting: {count} point of {total} open.",
        "Agenda of the joint meeting: {count} points of {total} open.",
        undone,
        total=count,
    )


def _hint(carried: int, t: Translator) -> str:
    kept = t("Tick what is done; the others come back on the next agenda.")
    if not carried:
        return kept
    before = t.n(
        "{count} point comes from an earlier week.", "{count} points come from earlier weeks.", carried
    )
    return f"{before} {kept}"


def _block(line: Line, number: int, day: str, t: Translator, zone: str) -> kit.Block:
    point, told = line.point, said(line, day, t, zone)
    if point.done_at is not None:
        who = kit.person(point.done_by) if point.done_by else t("settled meanwhile")
        text = t("{number}. ~{line}~ Done: {who}", number=number, line=told, who=who)
        button = kit.button(t("Not Done"), "point_open", point.id)
    else:
        text = t("{number}. {line}", number=number, line=told)
        button = kit.button(t("Done"), "point_done", point.id)
    return kit.section(text, block_id=f"point:{point.id}", accessory=button)


def said(line: Line, day: str, t: Translator, zone: str) -> str:
    """Why it stands there, what it is, who promised it until when, and since when nobody ticked it."""
    point, reason = line.point, t(REASONS[line.point.kind])
    if point.owner and point.due_at:
        told = t(
            "{reason}: {person}, {about}, by {time}",
            reason=reason,
            person=kit.person(point.owner),
            about=line.about,
            time=slack_date(point.due_at, t, zone=zone),
        )
    else:
        told = t("{reason}: {about}", reason=reason, about=line.about)
    if point.first_day < day:
        return t("{line}, open since {day}", line=told, day=t.date(date.fromisoformat(point.first_day)))
    return told


def there(url: str | None, t: Translator) -> str:
    """What a second click on *Make the Agenda* is told."""
    if url is None:
        return t("The agenda of this digest is made already; it stands in its thread.")
    return t("The agenda of this digest is made already: {link}.", link=kit.link(url, t("open it")))
