"""`tutti serve` without the workspace's own limit on posts, so that only the channels' limits hold."""

from __future__ import annotations

from dataclasses import replace

from bot import app
from bot.engine import pace
from bot.settings import Settings

if __name__ == "__main__":
    pace.POSTS = replace(pace.POSTS, burst=1_000_000_000)
    app.serve(Settings())
