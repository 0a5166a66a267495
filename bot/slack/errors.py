"""What Slack can answer to a call, sorted by what we do next.

SlackError
  Refused     Slack said no for good: park the message, tell the administrator
    Gone      the message we wanted to edit cannot be edited any more: post it once more
    Revoked   our token is no longer good: send nothing until it is given again
  Later       nothing was done: Slack asks us to wait `seconds` (429)
    Unreachable  no connection came about
  Uncertain   Slack may or may not have done it: never repeat blindly
"""

from __future__ import annotations


class SlackError(Exception):
    """A call that did not succeed; `code` is Slack's error name or ours."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


class Refused(SlackError):
    """Nothing was done, and trying again the same way will not help."""


class Gone(Refused):
    """The message to edit is deleted, too old or not ours any more."""


class Revoked(Refused):
    """The token was taken away or the app uninstalled."""


class Later(SlackError):
    """Nothing was done; no call of this method for `seconds`."""

    def __init__(self, seconds: float, code: str = "ratelimited") -> None:
        super().__init__(code, f"{seconds:g} s")
        self.seconds = seconds


class Unreachable(Later):
    """Slack could not be asked at all: nothing was done."""

    def __init__(self, seconds: float = 2.0) -> None:
        super().__init__(seconds, "unreachable")


class Uncertain(SlackError):
    """We do not know whether it was done: the answer was lost, late or unclear."""


GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}
REVOKED = {"token_revoked", "token_expired", "account_inactive", "invalid_auth", "not_authed"}
PARENT_GONE = {"thread_not_found", "message_not_found", "cannot_reply_to_message"}
"""Answers to a reply whose thread has lost its first message."""
UNCERTAIN = {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}


def of_code(code: str, detail: str = "") -> SlackError:
    """The error for a Slack answer `{"ok": false, "error": code}`."""
    if code in GONE:
        return Gone(code, detail)
    if code in REVOKED:
        return Revoked(code, detail)
    if code in UNCERTAIN:
        return Uncertain(code, detail)
    return Refused(code, detail)
