"""The history of settings in words: when, who, which setting, from what to what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from bot.i18n import N_, Translator, slack_date
from bot.models import Change, Requester, Severity, Snapshot
from bot.rules import calendars
from bot.views import kit, lines, names
from bot.views import setting_fields as typed
from bot.views.kit import Block
from bot.views.paging import turning
from bot.views.topic_forms import WORDS
from bot.views.workspace_forms import DIGESTS, LANGUAGES, RETENTION

PAGE: Final = 15
VALUE: Final = 200
"""Characters of a value; what is longer was typed as text, and its beginning says enough."""

SETTINGS: Final[Mapping[str, str]] = {
    "integration_channel": N_("channel of the cards"),
    "language": N_("language"),
    "timezone": N_("time zone"),
    "orchestrators": N_("orchestrator"),
    "sponsor": N_("sponsor"),
    "leaders": N_("leaders"),
    "administrators": N_("administrators"),
    "installer": N_("installer"),
    "watched_channels": N_("watched channels"),
    "listening": N_("how channels are watched"),
    "mode": N_("what is heard"),
    "apps": N_("apps that open by themselves"),
    "answerable": N_("who answers for them"),
    "rounds": N_("rounds"),
    "cards_per_day": N_("cards a day"),
    "here_allowed": N_("@here in a crisis"),
    "model_allowed": N_("language model allowed"),
    "model_tokens_per_day": N_("tokens a day"),
    "holidays": N_("public holidays"),
    "deadlines": N_("deadlines by level"),
    "deadlines_by_requester": N_("deadlines by who asks"),
    "digest": N_("hours of the digests"),
    "retention": N_("how long things are kept"),
    "name": N_("name"),
    "kind": N_("whose department it is"),
    "our_contact": N_("our contact"),
    "channel": N_("channel"),
    "representative": N_("representative"),
    "deputy": N_("deputies"),
    "head": N_("head"),
    "on_call": N_("duty rota"),
    "hours": N_("opening hours"),
    "closed_days": N_("closed days"),
    "members_may_answer": N_("answers by every member"),
    "retired": N_("retired"),
    "department": N_("responsible"),
    "consulted": N_("consulted"),
    "informed": N_("informed"),
    "words": N_("words to say"),
    "words_heard": N_("words heard"),
    "departments": N_("departments asked"),
    "required": N_("departments that must answer"),
    "topics": N_("order of the subjects"),
    "launch_kinds": N_("order of the kinds"),
    "workspace": N_("the workspace"),
    "pilot": N_("departments of the pilot"),
    "pilot_since": N_("beginning of the pilot"),
    "pause": N_("every message held"),
    "weekly_turns": N_("weekly turns"),
    "on_call_group": N_("user group of the duty rota"),
    "orchestrator": N_("orchestrator"),
    "privacy.export": N_("export of a person's data"),
    "privacy.erase": N_("erasure of a person's data"),
    "by": N_("who is answerable"),
    "mapping": N_("mapping"),
    "scheme": N_("how it signs"),
    "per_minute": N_("notices a minute"),
    "rules": N_("own mapping"),
    "secrets": N_("secrets in force"),
    "hooks": N_("order of the webhooks"),
    "person": N_("person"),
    "rows": N_("records"),
}
MODES: Final = {"suggest": N_("proposed"), "shadow": N_("under observation")}
"""How a watched channel is listened to, as a setting's value."""
_PEOPLE: Final = frozenset(
    {
        "orchestrators",
        "sponsor",
        "leaders",
        "administrators",
        "installer",
        "our_contact",
        "representative",
        "deputy",
        "head",
        "on_call",
        "accepted",
        "by",
        "person",
        "week",
        "answerable",
    }
)
_CHANNELS: Final = frozenset({"integration_channel", "watched_channels", "channel"})
_DEPARTMENTS: Final = frozenset({"department", "consulted", "informed", "departments", "required", "pilot"})
_MOMENTS: Final = frozenset({"pilot_since"})


def history_page(found: Sequence[Change], total: int, page: int, snapshot: Snapshot, t: Translator) -> Block:
    """One page, the newest first; `page` is counted from 0, `total` are all lines."""
    said = [change_line(change, snapshot, t) for change in found] or [t("Nothing was changed yet.")]
    turn = turning(page, max(0, (total - 1) // PAGE), "page", t, action="show_changes")
    back = kit.actions(kit.button(t("Settings"), "settings_page", "hub:0"), block_id="back")
    blocks = [*lines.packed(said), *turn, back]
    return kit.modal("settings", t("History"), blocks, submit=None, close=t("Close"))


def change_line(change: Change, snapshot: Snapshot, t: Translator) -> str:
    """One line of mrkdwn: "Thu 12:00 · Karim: Customer service, deputies: nobody → Tom"."""
    name = "week" if _week(change.setting) else change.setting.rsplit(".", 1)[-1]
    return t(
        "{time} · {who}: *{setting}*: {before} → {after}",
        time=slack_date(change.at, t, zone=snapshot.workspace.timezone),
        who=names.who(snapshot, change.by) if change.by else t("Configuration file"),
        setting=kit.escape(setting_label(change.setting, snapshot, t)),
        before=_value(name, _only(change.before, change.after), snapshot, t),
        after=_value(name, _only(change.after, change.before), snapshot, t),
    )


def setting_label(path: str, snapshot: Snapshot, t: Translator) -> str:
    """A path in words, plain text: `departments.hr.head` is "Human resources, head"."""
    if path in SETTINGS:
        return t(SETTINGS[path])
    section, _, rest = path.partition(".")
    if section == "workspace" or not rest:
        return _setting(rest or section, t)
    key, _, name = rest.partition(".")
    label = {"departments": _department_label, "topics": _topic, "launch_kinds": _kind}.get(section, _own)
    subject = label(key, snapshot, t)
    return t("{subject}, {setting}", subject=subject, setting=_setting(name, t)) if name else subject


def _setting(name: str, t: Translator) -> str:
    seat, _, last = name.rpartition(".")
    if last == "accepted" and seat in SETTINGS:
        return t("{setting} (accepted)", setting=t(SETTINGS[seat]))
    if week := _week(name):
        rota = seat or "on_call"
        return t("{setting}, week of {day}", setting=t(SETTINGS[rota]), day=t.date(week))
    return t(SETTINGS[name]) if name in SETTINGS else names.own(name)


def _week(path: str) -> date | None:
    """The week of a turn that was swapped, whose path ends with its Monday."""
    last = path.rsplit(".", 1)[-1]
    return date.fromisoformat(last) if re.fullmatch(r"\d{4}-\d\d-\d\d", last) else None


def _department_label(key: str, snapshot: Snapshot, t: Translator) -> str:
    return names.department_label(t, snapshot, key)


def _topic(key: str, snapshot: Snapshot, t: Translator) -> str:
    return names.topic(t, key)


def _kind(key: str, snapshot: Snapshot, t: Translator) -> str:
    return names.kind(t, key)


def _own(key: str, snapshot: Snapshot, t: Translator) -> str:
    return names.own(key)


def _value(name: str, value: Any, snapshot: Snapshot, t: Translator, limit: int = VALUE) -> str:
    """A stored value in words, cut to about `limit` characters and escaped."""
    if value is None or value in ("", [], {}):
        return t("none")
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, Mapping):
        room = max(40, limit // len(value))
        parts = [
            names.labelled(t, _label(name, str(key), t), _value(str(key), inner, snapshot, t, room))
            for key, inner in list(value.items())[:12]
        ]
        return " · ".join(parts)
    several = value if isinstance(value, list) else [value]
    if name in _PEOPLE:
        return names.people(t, snapshot, [str(one) for one in several])
    if name in _CHANNELS:
        return ", ".join(f"<#{kit.escape(str(one))}>" for one in several[:20])
    if name in _MOMENTS:
        return slack_date(datetime.fromisoformat(str(value)), t, zone=snapshot.workspace.timezone)
    if name in _DEPARTMENTS:
        return names.said(t.join([_department_label(str(one), snapshot, t) for one in several]), limit)
    return names.said(", ".join(_plain(one, t) for one in several), limit)


def _label(name: str, key: str, t: Translator) -> str:
    """What an entry of a setting is about: a channel, else what `_part` calls it."""
    return kit.channel(key) if name == "listening" else names.said(_part(key, t), 60)


def _only(value: Any, other: Any) -> Any:
    """Of a value with parts, those in which it differs from the other one; anything else whole."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return {key: inner for key, inner in value.items() if other.get(key) != inner}
    return value


def _plain(value: Any, t: Translator) -> str:
    if value in MODES:
        return t(MODES[value])
    return typed.days_shown(str(value), t) if _is_hours(value) else str(value)


def _is_hours(value: Any) -> bool:
    return isinstance(value, str) and value[:3] in calendars.DAYS


def _part(key: str, t: Translator) -> str:
    """What an entry of a section is called: a level, an audience, a requester, a language, days."""
    for known in (LANGUAGES, DIGESTS, RETENTION, WORDS, SETTINGS):
        if key in known:
            return t(known[key])
    if key in set(Severity):
        return names.severity_label(t, Severity(key))
    if key in set(Requester):
        return names.requester(t, Requester(key))
    return typed.days_shown(names.own(key) if "_" in key else key, t)
