"""`tutti serve` without the workspace's own limit on posts, so that only the channels' limits hold."""

from __future__ import annotations

from dataclasses import replace

from bot import app
from bot.engine import delivery
from bot.settings import Settings

if __name__ == "__main__":
    delivery.POSTS = replace(delivery.POSTS, burst=1_000_000_000)
    app.serve(Settings())
