"""On the orchestrator's Home: what would have been proposed, and what was too much to propose."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from bot.flows import links
from bot.i18n import Translator
from bot.models import Snapshot, SuggestionState
from bot.store import Db, suggestions
from bot.views import suggestions as views

WEEK, DAY = timedelta(days=7), timedelta(days=1)
MOST = 5
"""Lines of what was noted, the newest; of channels where too much came."""


def lines(db: Db, book: Snapshot, t: Translator, now: datetime) -> list[str]:
    """Nothing where no channel is watched. Mrkdwn, one line each; of a private matter only its department."""
    workspace = book.workspace
    if not workspace.watched_channels:
        return []
    found = suggestions.since(db, workspace.id, now - WEEK)
    noted = [one for one in found if one.state == SuggestionState.shadow]
    said = [
        views.shadow_line(one, links.permalink(book, one.channel, one.ts), book, t) for one in noted[:MOST]
    ]
    if (more := len(noted) - len(said)) > 0:
        said.append(t.n("and {count} more this week", "and {count} more this week", more))
    withheld: Counter[str] = Counter()
    for one in found:
        if one.more and one.notice is None and now - one.made_at < DAY:
            withheld[one.channel] += one.more
    return said + [views.withheld_line(channel, count, t) for channel, count in withheld.most_common(MOST)]
