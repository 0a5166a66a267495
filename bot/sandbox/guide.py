"""The guided path: which step is next, known from what the app was given and what people have read.

A turn ends by an input of its person: `form`, a callback id that was sent and not refused, or `pressed`, an
action id; or by reading, in the channel `reads` or app, what stands there `since` a moment of the story.
Turns may be done in any order, or not at all.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from ruamel.yaml import YAML

from bot.sandbox.box import Box, Input
from bot.sandbox.walk import moment
from bot.sandbox.workspace import Json

NEVER = "0"


class Guide:
    """One of the paths of `guide.yaml`, walked in `box`; `opening` (aware) is when the demo began."""

    def __init__(self, box: Box, path: str, opening: datetime) -> None:
        self._box, self._opening = box, opening
        self._steps: list[list[Json]] = _paths()[path]
        self._done: set[tuple[int, int]] = set()
        self._seen = len(box.journal)
        self._read_before = dict(box.workspace.last_read)

    def told(self) -> Json | None:
        """The turn that is next: its `step` of `steps`, from 1; None at the end.

        In the workspace's language, whoever one acts as.
        """
        self._look()
        place = next(iter(self._left()), None)
        if place is None:
            return None
        turn = self._turn(place)
        shown = {"step": place[0] + 1, "steps": len(self._steps), "as": turn["as"], "in": turn["in"]}
        worded = {
            key: turn[key][self._box.workspace.lang] for key in ("words", "runs", "types") if key in turn
        }
        return shown | worded | {"moves": "moves" in turn}

    def skip(self) -> None:
        """Leave the present step out."""
        place = next(iter(self._left()), None)
        self._done |= {one for one in self._left() if place and one[0] == place[0]}

    def target(self) -> datetime | None:
        """Where the clock must go for the present turn; None when it may stay."""
        place = next(iter(self._left()), None)
        told = self._turn(place).get("moves") if place else None
        return moment(self._opening, told) if told else None

    def _look(self) -> None:
        """Note which turns are done since the last look."""
        fresh, self._seen = self._box.journal[self._seen :], len(self._box.journal)
        for given in fresh:
            ended = (
                one for one in self._left() if isinstance(given, Input) and _did(self._done_by(one), given)
            )
            self._done |= set(islice(ended, 1))
        self._done |= {one for one in self._left() if self._has_read(self._done_by(one))}

    def _has_read(self, done: Json) -> bool:
        if "reads" not in done:
            return False
        space = self._box.workspace
        room = space.im_of(done["by"]).id if done["reads"] == "app" else done["reads"]
        read = space.last_read.get((done["by"], room), NEVER)
        since = moment(self._opening, done["since"]).timestamp() if "since" in done else 0.0
        return float(read) > max(since, float(self._read_before.get((done["by"], room), NEVER)))

    def _left(self) -> list[tuple[int, int]]:
        every = [(n, m) for n, turns in enumerate(self._steps) for m in range(len(turns))]
        return [place for place in every if place not in self._done]

    def _done_by(self, place: tuple[int, int]) -> Json:
        ends: Json = self._turn(place)["done"]
        return ends

    def _turn(self, place: tuple[int, int]) -> Json:
        return self._steps[place[0]][place[1]]


def _did(done: Json, given: Input) -> bool:
    """Whether this input is what ends the turn."""
    payload: Any = given.payload
    if given.kind != "interactive" or not given.ok or payload["user"]["id"] != done["by"]:
        return False
    if "form" in done and given.name == "view_submission":
        refused = isinstance(given.answer, dict) and given.answer.get("response_action") == "errors"
        return bool(payload["view"]["callback_id"] == done["form"] and not refused)
    pressed = payload["actions"][0]["action_id"] if given.name == "block_actions" else None
    return pressed is not None and pressed == done.get("pressed")


@cache
def _paths() -> Any:
    return YAML(typ="safe").load((files("bot.sandbox") / "guide.yaml").read_text(encoding="utf-8"))
