"""Secrets at rest: sealed with a key that stands in the environment, never beside them (DESIGN section 7).

Fernet (AES-128-CBC with HMAC-SHA256) of `cryptography`; its key is derived from TUTTI_SECRET_KEY, which may
be any text, by HKDF-SHA256.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.errors import SettingsError

# Loaded with the first secret alone: seven megabytes that a Tutti without webhooks does not need.
if TYPE_CHECKING:
    from cryptography.fernet import Fernet

SHORTEST = 16
"""Characters of a key; a shorter one can be guessed."""


def seal(key: SecretStr | None, secret: str) -> str:
    """The secret, readable only with this key. Raises SettingsError without a good key."""
    return _fernet(_checked(key)).encrypt(secret.encode()).decode()


def unseal(key: SecretStr | None, sealed: str) -> str:
    """The secret again. Raises SettingsError without a good key, or where another key sealed it."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(_checked(key)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SettingsError(
            "TUTTI_SECRET_KEY is not the key with which the webhooks' secrets were sealed. Set the former "
            "one again, or make new secrets with tutti hooks secret."
        ) from error


def _checked(key: SecretStr | None) -> str:
    given = key.get_secret_value() if key else ""
    if len(given) < SHORTEST:
        raise SettingsError(
            f"TUTTI_SECRET_KEY is missing or shorter than {SHORTEST} characters. Set it to a long random "
            "text; openssl rand -base64 32 makes one."
        )
    return given


@lru_cache(maxsize=4)
def _fernet(key: str) -> Fernet:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=32, salt=None, info=b"tutti secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
