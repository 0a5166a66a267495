"""Every environment variable, its type, unit and default (DESIGN section 8), also read from `.env`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """The environment. An empty variable counts as unset. No secret shows in `repr`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True, frozen=True
    )

    slack_bot_token: SecretStr | None = None
    slack_signing_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(), validation_alias="slack_signing_secret"
    )
    """Two while one is being changed; separated by a comma in SLACK_SIGNING_SECRET."""
    slack_app_token: SecretStr | None = None
    """Set: Socket Mode. Unset: HTTP."""
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///tutti.db"
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_model: str = "gpt-4o-mini"
    openai_timeout: float = Field(default=10, gt=0, le=120)
    """Seconds after which rules and templates answer instead."""
    openai_input_price: float = Field(default=0.15, ge=0)
    """Of a million tokens, in US dollars; the defaults are the default model's."""
    openai_output_price: float = Field(default=0.6, ge=0)
    tutti_host: str = "127.0.0.1"
    tutti_port: int = Field(default=3000, ge=0, le=65535)
    tutti_secret_key: SecretStr | None = None
    tutti_heartbeat_url: SecretStr | None = None
    tutti_log_level: str = "info"

    @field_validator("slack_signing_secrets", mode="before")
    @classmethod
    def _two_secrets(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _with_last_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @property
    def has_model(self) -> bool:
        """Whether a language model can be asked at all; each workspace decides whether it may be."""
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def socket_mode(self) -> bool:
        """Whether inputs come over a socket that we open, rather than over HTTP."""
        return self.slack_app_token is not None
