"""What Slack would send: signed, each one unique, with the forms that Tutti really draws."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

from benchmarks.cast import APP, RAISER, SIGNING_SECRET, TEAM, TOPICS, reporter, room
from bot.i18n import translator
from bot.models import EscalationDraft, Snapshot, Topic, Workspace
from bot.rules import defaults
from bot.views import escalation_opening

Json = dict[str, Any]


def form(number: int, origin: str) -> Json:
    """An escalation form, filled in and sent, each by somebody else; `origin` tells loads apart."""
    view = _escalation_view() | {"id": f"V{origin}{number}", "hash": f"{number}.{origin}"}
    text = f"Le four est froid depuis ce matin, commande {100_000 + number}, cliente mécontente"
    values = {
        "title": {"title": {"type": "plain_text_input", "value": text}},
        "topic": {"topic": _option("static_select", TOPICS[number % len(TOPICS)])},
        "severity": {"severity": _option("radio_buttons", "normal")},
        "requester": {"requester": _option("static_select", "customer")},
        "where": {"where": {"type": "plain_text_input", "value": "boutique de Lyon"}},
        "ticks": {"ticks": {"type": "checkboxes", "selected_options": []}},
    }
    return _base("view_submission", reporter(number), f"{origin}{number}") | {
        "view": view | {"state": {"values": values}}
    }


def launch(number: int, origin: str) -> Json:
    """A launch form for the kind that asks every department, sent."""
    text = {"type": "plain_text_input"}
    values = {
        "title": {"title": text | {"value": f"Bûche de Noël {number}"}},
        "kind": {"kind": _option("static_select", "product_launch")},
        "at": {"at": {"type": "datetimepicker", "selected_date_time": int(time.time()) + 30 * 86_400}},
        "gain": {"gain": text | {"value": "Une bûche pour huit au prix de six"}},
        "goal": {"goal": text | {"value": "1 200 bûches en une semaine"}},
        "answerer": {"answerer": {"type": "users_select", "selected_user": RAISER}},
    }
    view = {"id": f"V{origin}{number}", "hash": f"{number}.{origin}", "type": "modal", "blocks": []}
    shown = view | {"callback_id": "launch_announce", "private_metadata": "", "state": {"values": values}}
    return _base("view_submission", RAISER, f"{origin}{number}") | {"view": shown}


def take(number: int, origin: str, person: str) -> Json:
    """*Take it* on the prepared request with this number."""
    action = {
        "type": "button",
        "action_id": "request_take",
        "block_id": f"b{number}",
        "value": f"R{number}",
        "action_ts": f"{time.time():.6f}",
    }
    place = {"type": "message", "channel_id": room(0), "message_ts": f"1790000000.{number % 1_000_000:06d}"}
    return _base("block_actions", person, f"{origin}{number}") | {
        "actions": [action],
        "container": place,
        "channel": {"id": room(0), "name": "room"},
        "message": {"type": "message", "ts": place["message_ts"], "text": "Demande", "blocks": []},
        "response_url": "",
    }


def command(number: int, origin: str) -> Json:
    """`/tutti help`, typed."""
    return {
        "team_id": TEAM,
        "user_id": RAISER,
        "channel_id": room(0),
        "command": "/tutti",
        "text": "help",
        "api_app_id": APP,
        "trigger_id": f"{origin}{number}",
        "response_url": "",
    }


def message(number: int, origin: str) -> Json:
    """Something that somebody says in one of ten channels; no case of anybody."""
    ts = f"{time.time():.0f}.{number % 1_000_000:06d}"
    event = {
        "type": "message",
        "channel": room(number % 10),
        "channel_type": "channel",
        "user": reporter(number),
        "text": f"Réunion {number} décalée à 15 h, salle Colette ; qui apporte les viennoiseries ?",
        "ts": ts,
        "event_ts": ts,
        "team": TEAM,
    }
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": APP,
        "event_id": f"Ev{origin}{number}",
        "event_time": int(time.time()),
        "event": event,
    }


def request(body: Json, path: str = "/slack/events") -> bytes:
    """The HTTP request that carries the payload, signed now; an event is JSON, everything else a form."""
    kind = "json" if body.get("type") == "event_callback" else "x-www-form-urlencoded"
    fields = body if "command" in body else {"payload": json.dumps(body)}
    content = json.dumps(body).encode() if kind == "json" else urlencode(fields).encode()
    moment = str(int(time.time()))
    signed = hmac.new(SIGNING_SECRET.encode(), f"v0:{moment}:".encode() + content, hashlib.sha256)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/{kind}\r\n"
        f"X-Slack-Request-Timestamp: {moment}\r\nX-Slack-Signature: v0={signed.hexdigest()}\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _base(kind: str, person: str, trigger: str) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": person, "username": person.lower(), "team_id": TEAM},
        "api_app_id": APP,
        "token": "unused",
        "trigger_id": trigger,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _option(kind: str, value: str) -> Json:
    return {"type": kind, "selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}


def _escalation_view() -> Json:
    """Slack sends the whole form back with what was typed into it."""
    topics = [Topic(workspace=TEAM, key=key, department="d0") for key in TOPICS]
    return escalation_opening.open_form(
        EscalationDraft(),
        Snapshot(Workspace(id=TEAM)),
        translator("fr"),
        topics=topics,
        deadlines=defaults.DEADLINES,
        promise=None,
    )
