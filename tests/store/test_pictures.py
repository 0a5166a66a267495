"""What charts count in SQL, and which pictures are known; on both databases."""

from __future__ import annotations

from datetime import timedelta

from bot.models import EscalationState, Picture, PictureState, Requester
from bot.store import Db, digests, pictures
from bot.store.engines import short_engine
from tests.rules.organisation import WORKSPACE, an_escalation, paris

NOW = paris("2026-11-30 10:00")
CASES = [
    an_escalation(id="E1", requester=Requester.customer),
    an_escalation(id="E2", requester=Requester.customer),
    an_escalation(id="E3", requester=Requester.journalist, department="pr"),
    an_escalation(id="E4", requester=Requester.journalist, private=True),
    an_escalation(id="E5", requester=Requester.partner, state=EscalationState.not_escalation),
    an_escalation(id="E6", requester=Requester.blogger, created_at=NOW - timedelta(days=29)),
    an_escalation(id="E7", requester=Requester.prospect, workspace="T0OTHER"),
]


def test_requesters_are_counted_and_pictures_found_and_forgotten(database_url: str) -> None:
    engine = short_engine(database_url)
    with engine.connect() as connection, connection.begin():
        db = Db(connection)
        db.add(*(one.model_copy() for one in CASES))
        since = NOW - timedelta(weeks=4)
        assert digests.requesters(db, WORKSPACE, start=since) == [
            ("customer_service", "customer", 2),
            ("pr", "journalist", 1),
        ]
        for key, days in (("new", 0), ("old", 400)):
            db.add(
                Picture(
                    workspace=WORKSPACE,
                    key=key,
                    state=PictureState.ready,
                    file=f"F0{key.upper()}",
                    at=NOW - timedelta(days=days),
                )
            )
        assert {*pictures.known(db, WORKSPACE, ["new", "old", "none"])} == {"new", "old"}
        assert [one.key for one in pictures.of_files(db, WORKSPACE, ["F0OLD", "F0NONE"])] == ["old"]
        pictures.forget(db, WORKSPACE, NOW - timedelta(days=100))
        assert {*pictures.known(db, WORKSPACE, ["new", "old"])} == {"new"}
        connection.rollback()
    engine.dispose()
