"""What an administrator is told in a direct message: a message that Slack refused, or may have taken.

Both say what failed, what to do, and offer the two ways out (DESIGN section 4, "The ledger"; P4).
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.i18n import N_, Translator
from bot.models import Snapshot
from bot.rules import rights, seats
from bot.views import kit, names, timeline

MESSAGES: Mapping[str, str] = {
    "card": N_("a card"),
    "request": N_("a request"),
    "line": N_("a line in a thread"),
    "ping": N_("a direct message"),
    "round": N_("a direct message"),
    "live": N_("the announcement that a launch is live"),
    "digest": N_("the weekly digest"),
    "consulted": N_("a line for a consulted department"),
    "informed": N_("a line for an informed department"),
    "home": N_("a Home page"),
    "departed": N_("the news that somebody has left"),
    "join": N_("that Tutti joins a channel"),
}
REMEDIES: Mapping[str, str] = {
    "channel_not_found": N_(
        "Slack does not find the channel: check its id, and invite Tutti if it is private."
    ),
    "not_in_channel": N_("Tutti is not in the channel: type `/invite @Tutti` there."),
    "is_archived": N_("The channel is archived: reopen it, or choose another one in the configuration."),
    "restricted_action": N_("Slack lets only some people post there: allow Tutti in the channel's settings."),
    "method_not_supported_for_channel_type": N_(
        "The channel is private, so that Tutti cannot join it by itself: type `/invite @Tutti` there."
    ),
    "missing_scope": N_(
        "Tutti lacks a permission: install it again with the manifest that `tutti manifest` prints."
    ),
    "user_not_found": N_(
        "Slack does not know this person any more: name somebody else in the configuration."
    ),
    "user_disabled": N_("This person has left: name somebody else in the configuration."),
    "cannot_dm_bot": N_("This is a bot, not a person: name somebody else in the configuration."),
    "token_revoked": N_("Slack took Tutti's token away: install Tutti again."),
    "account_inactive": N_("Slack took Tutti's token away: install Tutti again."),
    "invalid_auth": N_("Slack refuses Tutti's token: check it with `tutti doctor`."),
    "not_rendered": N_("Tutti could not word it: drop it, and tell who maintains Tutti."),
    "msg_too_long": N_("Slack finds the message too long: drop it, and tell who maintains Tutti."),
    "invalid_blocks": N_("Slack refuses how the message is made: drop it, and tell who maintains Tutti."),
}


def parked_message(
    message_kind: str,
    channel: str,
    error: str,
    notice_title: str | None,
    t: Translator,
    message_id: int,
) -> kit.Rendered:
    """A message that Slack refused for good: why, what to do, *Try Again* or *Drop It*.

    `channel` is a Slack id (C…, G…, D… or U…), `error` Slack's own word; `notice_title` is None where
    there is none or the notice is private.
    """
    text = _failed(message_kind, channel, notice_title, t)
    remedy = t(REMEDIES[error]) if error in REMEDIES else t("Ask Slack's pages what this error means.")
    buttons = kit.actions(
        kit.button(t("Try Again"), "message_retry", str(message_id), style="primary"),
        kit.button(t("Drop It"), "message_drop", str(message_id)),
        block_id=f"parked:{message_id}",
    )
    answer = t("Slack's answer: {error}", error=_word(error))
    why = t("Why you: you administer Tutti here. You are told once.")
    return kit.Rendered(
        text=text, blocks=[kit.section(f"{text}\n{remedy}"), kit.context(answer, why), buttons]
    )


def uncertain_message(
    message_kind: str, channel: str, notice_title: str | None, t: Translator, message_id: int
) -> kit.Rendered:
    """A message that Slack may have taken: a person looks, since a blind repeat could double it (P2)."""
    text = _doubtful(message_kind, channel, notice_title, t)
    buttons = kit.actions(
        kit.button(t("It Is There"), "message_is_there", str(message_id)),
        kit.button(t("Post Again"), "message_post_again", str(message_id)),
        block_id=f"uncertain:{message_id}",
    )
    why = t("Why you: you administer Tutti here. You are told once.")
    if channel.startswith(("U", "W")):
        person = kit.person(channel)
        look = t("Ask {person} whether it came. If it did not, it can be sent again.", person=person)
    else:
        look = t("Look whether it is there. If it is not, it can be posted again.")
    return kit.Rendered(text=text, blocks=[kit.section(f"{text}\n{look}"), kit.context(why), buttons])


def departed_message(person: str, snapshot: Snapshot, reader: str, t: Translator) -> kit.Rendered | None:
    """Somebody has left Slack: what they held, and where to name somebody else; None once that was done."""
    held = seats.vacated(snapshot, person)
    who = names.who(snapshot, person)
    if not held:
        text = t("{person} has left Slack and still has a role here: name somebody else.", person=who)
        button = kit.button(t("Open the Settings"), "open_settings", "departed")
        if person not in seats.roles(snapshot):
            return None
    else:
        places = [
            t(
                "{department} ({role})",
                department=names.department(t, snapshot, seat.department),
                role=timeline.role(t, seat.role),
            )
            for seat in held
        ]
        text = t(
            "{person} has left Slack: name somebody else for {places}. Until then the next one is asked.",
            person=who,
            places=t.join(places[:10]),
        )
        first = next((seat.department for seat in held if _edits(snapshot, seat.department, reader)), None)
        edits = kit.button(t("Open the Department"), "settings_department", first or "", style="primary")
        button = edits if first else kit.button(t("Open the Settings"), "open_settings", "departed")
    why = t("Why you: you edit these settings. You are told once.")
    return kit.Rendered(text, [kit.section(text), kit.context(why), kit.actions(button, block_id="departed")])


def _edits(snapshot: Snapshot, department: str, person: str) -> bool:
    return rights.may_edit_department(snapshot, department, person) is None


def settled_message(text: str) -> kit.Rendered:
    """What stands there once somebody decided: one line, mrkdwn, no buttons."""
    return kit.Rendered(text=text, blocks=[kit.section(text)])


def _failed(message_kind: str, channel: str, notice_title: str | None, t: Translator) -> str:
    what, place = _what(message_kind, t), _place(channel)
    if notice_title:
        title = _title(notice_title)
        return t("Slack refused {what} about “{title}” for {place}.", what=what, title=title, place=place)
    return t("Slack refused {what} for {place}.", what=what, place=place)


def _doubtful(message_kind: str, channel: str, notice_title: str | None, t: Translator) -> str:
    what, place = _what(message_kind, t), _place(channel)
    if notice_title:
        title = _title(notice_title)
        return t(
            "Slack did not say whether it took {what} about “{title}” for {place}.",
            what=what,
            title=title,
            place=place,
        )
    return t("Slack did not say whether it took {what} for {place}.", what=what, place=place)


def _what(message_kind: str, t: Translator) -> str:
    return t(MESSAGES.get(message_kind, N_("a message")))


def _word(error: str) -> str:
    """Slack's error word as code, to copy; of anything else the letters alone."""
    return f"`{kit.cut(''.join(mark if mark.isalnum() or mark in '_-. ' else ' ' for mark in error), 200)}`"


def _title(notice_title: str) -> str:
    return names.said(notice_title, 100)


def _place(channel: str) -> str:
    return kit.person(channel) if channel.startswith(("U", "W")) else f"<#{kit.escape(channel)}>"
