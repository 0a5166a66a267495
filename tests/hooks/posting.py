"""A program outside that posts to Tutti: recorded bodies, signed as its kind signs."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.flows import hook_secrets
from tests.engine.staging import Stage, configure
from tests.stories.bakery import configured

KEY = SecretStr("a key that is long enough")
HERE = Path(__file__).parent


def recorded(name: str) -> Any:
    """A body as its vendor's public documentation shows it."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


class Sender:
    """One source: its address and its secret."""

    def __init__(self, stage: Stage, key: str, secret: str, scheme: str = "standard") -> None:
        self.stage, self.key, self.secret, self.scheme = stage, key, secret, scheme
        self.sent = 0

    def headers(
        self, body: bytes, *, age: float = 0, at: float | None = None, delivery: str | None = None
    ) -> dict[str, str]:
        """What signs this body, so many seconds ago, or at this machine time."""
        at = self.stage.clock.tick() - age if at is None else at
        self.sent += 1
        name = delivery or f"msg_{self.sent}"
        if self.scheme == "zendesk":
            stamp = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            return {
                "X-Zendesk-Webhook-Signature": self.sign(stamp.encode() + body),
                "X-Zendesk-Webhook-Signature-Timestamp": stamp,
            }
        if self.scheme == "hubspot":
            stamp = str(int(at * 1000))
            signed = b"POST" + self.url.encode() + body + stamp.encode()
            return {"X-HubSpot-Signature-v3": self.sign(signed), "X-HubSpot-Request-Timestamp": stamp}
        stamp = str(int(at))
        signature = "v1," + self.sign(f"{name}.{stamp}.".encode() + body)
        return {"webhook-id": name, "webhook-timestamp": stamp, "webhook-signature": signature}

    def sign(self, text: bytes) -> str:
        key = self.secret.encode()
        if self.secret.startswith("whsec_"):
            key = base64.b64decode(self.secret.removeprefix("whsec_"))
        return base64.b64encode(hmac.digest(key, text, "sha256")).decode()

    @property
    def url(self) -> str:
        return self.stage.world.delivery.url.replace("/slack/events", f"/hooks/{self.key}")

    async def post(
        self,
        body: Any,
        *,
        age: float = 0,
        at: float | None = None,
        delivery: str | None = None,
        kind: str = "application/json",
        **headers: str,
    ) -> tuple[int, dict[str, Any]]:
        """Status and answer; the body is JSON unless it is bytes. headers: replace those that sign.

        Told to try again, as on a busy machine, it does, as senders do.
        """
        for _ in range(5):
            status, answer = await self.post_once(
                body, age=age, at=at, delivery=delivery, kind=kind, **headers
            )
            if answer.get("result") != "busy":
                break
        return status, answer

    async def post_once(
        self,
        body: Any,
        *,
        age: float = 0,
        at: float | None = None,
        delivery: str | None = None,
        kind: str = "application/json",
        **headers: str,
    ) -> tuple[int, dict[str, Any]]:
        """The same, without trying again."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = self.headers(data, age=age, at=at, delivery=delivery)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                self.url, data=BytesIO(data), headers={**signed, "Content-Type": kind, **given}
            ) as answer,
        ):
            return answer.status, await answer.json()


async def source(
    stage: Stage, key: str = "zendesk", *, others: tuple[dict[str, Any], ...] = (), **rules: Any
) -> Sender:
    """Name a source in the configuration, `by` Karim, and make its secret."""
    stage.tutti.settings = stage.tutti.tools.settings = stage.tutti.settings.model_copy(
        update={"tutti_secret_key": KEY}
    )
    one = {"key": key, "by": "U0KARIM", **rules}
    await configure(stage, configured("en", hooks=[one, *others]))
    return await trusted(stage, key, str(rules.get("scheme") or rules.get("mapping") or "standard"))


async def trusted(stage: Stage, key: str, scheme: str = "standard") -> Sender:
    """The sender of a source that the configuration names, with a secret of its own."""
    secret = await hook_secrets.make(stage.tutti.store, KEY, "T0TUTTI", key, None, stage.clock.now())
    return Sender(stage, key, secret, scheme if scheme in ("zendesk", "hubspot") else "standard")
