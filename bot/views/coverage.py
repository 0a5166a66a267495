"""The holes in the coverage, in words: who could not be reached when, what would go astray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.i18n import N_, Translator
from bot.models import Snapshot
from bot.rules.coverage import Hole, Stretch, Usual
from bot.views import kit, names
from bot.views.kit import Rendered
from bot.views.lines import packed

MOST_LINES: Final = 60
MOST_DEPARTMENTS: Final = 20
"""In one sentence."""
_DAY: Final = 24 * 60

SENTENCES: Mapping[str, str] = {
    "no_shared_channel": N_("Tutti has no channel for its cards: an administrator chooses one."),
    "no_department": N_("No department is set up."),
    "no_orchestrator": N_(
        "Nobody is the orchestrator: what nobody answers goes to the sponsor or installer."
    ),
    "no_sponsor": N_("There is no sponsor: nobody stands behind the orchestrator."),
    "no_representative": N_("{department} has no representative."),
    "no_deputy": N_("{department} has no deputy."),
    "no_number": N_(
        "{department}: nobody on the duty rota gave a phone number, and Slack may not ring at night."
    ),
    "left": N_("{department}: {person} has left Slack and still has a seat."),
    "proposed": N_("{department}: {person} was asked for a seat and has not accepted."),
    "topic_astray": N_("{topics}: no department of their own; {department} gets them."),
}
_NIGHT = N_("{department}: from {start} to {end} nobody can be reached for a crisis.")
_NIGHTS = N_(
    "{department}: on {days}, from {start} to {end} the next day, nobody can be reached for a crisis."
)
_BREAKS = N_("{department}: on {days}, from {start} to {end}, nobody can be reached for a crisis.")
_BY_DAY = N_("{department}: from {start} to {end} nobody is there who could answer.")


def check_page(holes: Sequence[Hole], snapshot: Snapshot, t: Translator) -> Rendered:
    """The private answer to `/tutti check`: the number of holes, then a line for each."""
    lines = [
        line
        for hole, departments in _together(holes, snapshot)
        for line in hole_lines(hole, snapshot, t, departments)
    ]
    if not lines:
        text = t("No hole in the next four weeks: every department can be reached, day and night.")
        return Rendered(text, [kit.section(text)])
    text = t.n(
        "{count} hole in the coverage of the next four weeks:",
        "{count} holes in the coverage of the next four weeks:",
        len(lines),
    )
    shown = [f"• {line}" for line in lines[:MOST_LINES]]
    if left := len(lines) - len(shown):
        shown.append(t.n("and {count} more", "and {count} more", left))
    row = kit.actions(kit.button(t("Show the Duty Rota"), "open_rota", "check"), block_id="check")
    return Rendered(text, [kit.section(f"*{text}*"), *packed(shown), row])


def check_modal(blocks: Sequence[kit.Block], t: Translator) -> kit.Block:
    """The same as a page to read; without its button, since Slack stacks three pages at most."""
    shown = [block for block in blocks if block["type"] != "actions"]
    return kit.modal("check_page", t("Check Coverage"), shown, submit=None, close=t("Close"))


def _together(holes: Sequence[Hole], snapshot: Snapshot) -> list[tuple[Hole, list[str]]]:
    """Each hole with its departments: those without anybody at the same times in one, some at a time."""
    found: dict[object, tuple[Hole, list[str]]] = {}
    alike: Counter[object] = Counter()
    for hole in holes:
        same: object = hole
        if hole.kind == "nobody_at_night":
            same = (hole.usual, hole.stretches, snapshot.zone_of(hole.department))
        place = (same, alike[same] // MOST_DEPARTMENTS)
        alike[same] += 1
        found.setdefault(place, (hole, []))[1].extend([hole.department] if hole.department else [])
    return list(found.values())


def hole_lines(hole: Hole, snapshot: Snapshot, t: Translator, departments: Sequence[str] = ()) -> list[str]:
    """What is missing, one sentence for each; mrkdwn. Hours are the department's.

    departments: all that have this very hole, where it is more than the hole's own.
    """
    own = [hole.department] if hole.department else []
    department = t.join([names.department(t, snapshot, key) for key in departments or own]) or "–"
    if hole.kind in ("nobody_at_night", "nobody_by_day"):
        sentence = _NIGHT if hole.kind == "nobody_at_night" else _BY_DAY
        zone = snapshot.zone_of(hole.department)
        return [
            *(t(sentence, department=department, **words) for words in _long(hole.usual, t)),
            *(t(grouped, department=department, **words) for grouped, words in _short(hole.usual, t)),
            *(t(sentence, department=department, **_dated(stretch, zone, t)) for stretch in hole.stretches),
        ]
    topics = t.join([kit.escape(names.topic(t, key)) for key in hole.topics])
    if hole.kind == "no_channel":
        sentence = N_("{department} has no channel: it is asked by direct message.")
        if hole.topics:
            sentence = N_("{topics}: goes to {department}, a department without a channel.")
        return [t(sentence, department=department, topics=topics)]
    person = names.who(snapshot, hole.person)
    return [t(SENTENCES[hole.kind], department=department, person=person, topics=topics)]


def _long(usual: Sequence[Usual], t: Translator) -> Iterator[dict[str, str]]:
    """Closings of a day and more, weekends mostly: "Friday 18:00", "Monday 09:00"."""
    for one in usual:
        if one.end - one.start >= _DAY:
            yield {"start": _moment(one.start, t), "end": _moment(one.end, t)}


def _short(usual: Sequence[Usual], t: Translator) -> Iterator[tuple[str, dict[str, str]]]:
    """Nights and breaks, those of several days with the same hours in one sentence."""
    grouped: dict[tuple[int, int], list[int]] = {}
    for one in usual:
        if one.end - one.start < _DAY:
            day, start = divmod(one.start, _DAY)
            grouped.setdefault((start, one.end - day * _DAY), []).append(day)
    for (start, end), days in grouped.items():
        words = {
            "days": t.join([t.weekday(day) for day in days]),
            "start": _clock(start),
            "end": _clock(end % _DAY),
        }
        yield (_NIGHTS if end > _DAY else _BREAKS), words


def _dated(stretch: Stretch, zone: str, t: Translator) -> dict[str, str]:
    start, end = stretch
    return {"start": t.date_time(start, zone), "end": t.date_time(end, zone)}


def _moment(minute: int, t: Translator) -> str:
    day, clock = divmod(minute, _DAY)
    return f"{t.weekday(day % 7)} {_clock(clock)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
