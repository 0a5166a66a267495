"""How other programs sign what they post, and whether a signature is good.

A scheme is a row of `SCHEMES`: which headers, what is signed, how the time is written. Each signs the time
with the body; a sender that signs no time, or sends only a fixed header, is not here: what it sent once
anybody could send again (DESIGN section 7, "HMAC, timestamp, replay window").
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

WINDOW_SECONDS: Final = 300
"""How far the signed time may be from ours, before or after."""
STANDARD: Final = "standard"
PREFIX: Final = "whsec_"
"""Begins a secret that is written in base64 (Standard Webhooks)."""


@dataclass(frozen=True)
class Posted:
    """A POST as it came. `addresses`: how its sender may have written ours, for schemes that sign it.

    headers: by small-letter name.
    """

    headers: Mapping[str, str]
    body: bytes
    addresses: Sequence[str] = ()


@dataclass(frozen=True)
class Scheme:
    """One way of signing: HMAC-SHA256, in base64."""

    signature: str
    """The header of the signature."""
    timestamp: str
    """The header of the time."""
    delivery: str | None
    """The header that numbers deliveries, where it is signed too."""
    seconds: Callable[[str], float]
    """Unix seconds from the header of the time; ValueError for what is none."""
    signed: Callable[[Posted, str, str], Sequence[bytes]]
    """What may have been signed, from the post, the delivery's number and the time as written."""
    page: str
    """Where the sender says so."""


def _iso(text: str) -> float:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.timestamp()


def _unix(text: str) -> float:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(text)
    return float(text)


SCHEMES: Final[Mapping[str, Scheme]] = {
    STANDARD: Scheme(
        "webhook-signature",
        "webhook-timestamp",
        "webhook-id",
        _unix,
        lambda post, delivery, at: [f"{delivery}.{at}.".encode() + post.body],
        "https://www.standardwebhooks.com",
    ),
    "zendesk": Scheme(
        "x-zendesk-webhook-signature",
        "x-zendesk-webhook-signature-timestamp",
        None,
        _iso,
        lambda post, delivery, at: [at.encode() + post.body],
        "https://developer.zendesk.com/documentation/webhooks/verifying/",
    ),
    "hubspot": Scheme(
        "x-hubspot-signature-v3",
        "x-hubspot-request-timestamp",
        None,
        lambda text: _unix(text) / 1000,
        lambda post, delivery, at: [
            f"POST{address}".encode() + post.body + at.encode() for address in post.addresses
        ],
        "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/"
        "request-validation",
    ),
}


def is_good(scheme: Scheme, secrets: Sequence[str], post: Posted, now: float) -> bool:
    """Whether one of these secrets signed this post, no longer ago than the window. now: machine seconds."""
    at = post.headers.get(scheme.timestamp, "")
    given = post.headers.get(scheme.signature, "")
    delivery = post.headers.get(scheme.delivery, "") if scheme.delivery else ""
    try:
        apart = abs(now - scheme.seconds(at))
    except (ValueError, OverflowError):
        return False
    if not given or not apart <= WINDOW_SECONDS or (scheme is SCHEMES[STANDARD] and not delivery):
        return False
    signed = scheme.signed(post, delivery, at)
    wanted = [sign(secret, text) for secret in secrets for text in signed]
    # Standard Webhooks puts "v1," before each and a space between several.
    offered = [one.removeprefix("v1,").encode() for one in given.split(" ")[:10]]
    return any(hmac.compare_digest(one, other) for one in wanted for other in offered)


def sign(secret: str, text: bytes) -> bytes:
    """The signature of this text, in base64."""
    return base64.b64encode(hmac.digest(key_of(secret), text, "sha256"))


def key_of(secret: str) -> bytes:
    """The bytes of the key: what follows "whsec_" is base64, anything else is the text itself."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            return secret.encode()
    return secret.encode()


def delivery_of(scheme: Scheme, post: Posted) -> str:
    """What makes this delivery one, of what is signed: its number, else its time and body."""
    if scheme.delivery:
        return post.headers.get(scheme.delivery, "")[:200]
    at = post.headers.get(scheme.timestamp, "")
    return hashlib.sha256(at.encode() + post.body).hexdigest()
