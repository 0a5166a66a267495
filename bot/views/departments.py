"""The pages of departments in the settings: the list, and one department with what can be edited.

Pages are modals without a submit button; a button's value is `page:key`, see `handlers.settings.PAGES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.i18n import Translator
from bot.models import Department, DepartmentKind, Role, Seat, Snapshot, Topic
from bot.rules import hours as working
from bot.rules import seats
from bot.views import kit, names, timeline
from bot.views import setting_fields as typed
from bot.views.kit import Block
from bot.views.paging import paged

PAGE: Final = 20


def departments_page(snapshot: Snapshot, t: Translator, page: int = 0, *, saved: str = "") -> Block:
    """Every department, the retired ones last, and *Add a Department*."""
    every = sorted(snapshot.departments, key=lambda one: (one.retired, one.position))
    shown, turn = paged(every, page, "departments", t, size=PAGE)
    blocks = [kit.section(saved)] if saved else []
    blocks.append(
        kit.actions(
            kit.button(t("Add a Department"), "settings_page", "department_identity:"),
            block_id="add",
        )
    )
    if not every:
        blocks.append(
            kit.section(t("There is no department yet. Add the first one: who answers for customers?"))
        )
    for department in shown:
        edit = kit.button(t("View"), "settings_page", f"department:{department.key}")
        blocks.append(kit.section(_in_list(department, snapshot, t), accessory=edit))
    return _page(t("Departments"), [*blocks, *turn, _back(t, "hub:0")], t)


def department_page(
    department: Department, snapshot: Snapshot, t: Translator, topics: Sequence[Topic], *, saved: str = ""
) -> Block:
    """One department: what is set, each part with *Edit*. topics: those that go to it."""
    key = department.key
    blocks = [kit.section(saved)] if saved else []
    blocks.append(kit.header(names.department_label(t, snapshot, key)))
    if department.retired:
        blocks.append(
            kit.section(t("This department is retired: it is asked nothing, and its history stays."))
        )
        again = kit.button(t("Bring Back"), "settings_bring_back", key, style="primary")
        return _page(t("Department"), [*blocks, kit.actions(again), _back(t, "departments:0")], t)
    parts = (
        (_identity(department, t), "department_identity"),
        (_people(department, snapshot, t), "department_people"),
        (_hours(department, snapshot, t), "department_hours"),
    )
    for text, form in parts:
        blocks.append(kit.section(text, accessory=kit.button(t("Edit"), "settings_page", f"{form}:{key}")))
    blocks += [kit.context(line) for line in warnings(department, snapshot, t)]
    if topics:
        labels = names.said(t.join([names.topic(t, topic.key) for topic in topics]), 600)
        blocks.append(kit.context(t("Subjects that go here: {topics}", topics=labels)))
    blocks.append(kit.actions(_retire(department, snapshot, t)))
    return _page(t("Department"), [*blocks, _back(t, "departments:0")], t)


def warnings(department: Department, snapshot: Snapshot, t: Translator) -> list[str]:
    """What is odd about it: seats of people who have left, nobody to ask, no channel."""
    name = names.department(t, snapshot, department.key)
    found = [_gone(seat, snapshot, t, name) for seat in seats.gone(snapshot, department)]
    asked = snapshot.present(snapshot.holders(department.key, Role.representative, Role.deputy))
    proposed = snapshot.present(snapshot.proposed(department.key, Role.representative))
    if not asked and proposed:
        people = names.people(t, snapshot, proposed)
        found.append(t("⚠ {department}: {people} has not accepted yet.", department=name, people=people))
    elif not asked:
        found.append(
            t("⚠ {department}: nobody is there to be asked; name a representative.", department=name)
        )
    return found


def _gone(seat: Seat, snapshot: Snapshot, t: Translator, department: str) -> str:
    return t(
        "⚠ {department}: {person} ({role}) has left Slack; name somebody else.",
        department=department,
        person=names.who(snapshot, seat.person),
        role=timeline.role(t, seat.role),
    )


def _in_list(department: Department, snapshot: Snapshot, t: Translator) -> str:
    name = f"*{names.department(t, snapshot, department.key)}*"
    if department.retired:
        return t("{department}: retired", department=name)
    proposed = snapshot.proposed(department.key, Role.representative)
    people = names.people(t, snapshot, snapshot.holders(department.key, Role.representative) or proposed)
    text = t("{department}: {people}", department=name, people=people)
    return "\n".join([text, *warnings(department, snapshot, t)])


def _identity(department: Department, t: Translator) -> str:
    channel = f"<#{department.channel}>" if department.channel else t("no channel, direct messages")
    lines = [
        t("*Name and channel*"),
        t("French: {name}", name=names.said(department.name.get("fr"), 60) or "–"),
        t("English: {name}", name=names.said(department.name.get("en"), 60) or "–"),
        t("Channel: {channel}", channel=channel),
    ]
    if department.kind is DepartmentKind.partner and department.our_contact:
        lines.append(t("A partner; our contact: {person}", person=kit.person(department.our_contact)))
    if department.members_may_answer:
        lines.append(t("Every member of the channel may answer."))
    return "\n".join(lines)


def _people(department: Department, snapshot: Snapshot, t: Translator) -> str:
    def held(role: Role) -> str:
        found = [seat for seat in snapshot.seats if (seat.department, seat.role) == (department.key, role)]
        return names.people(
            t, snapshot, [seat.person for seat in sorted(found, key=lambda one: one.position)]
        )

    return "\n".join(
        (
            t("*People*"),
            t("Representative: {people}", people=held(Role.representative)),
            t("Deputies: {people}", people=held(Role.deputy)),
            t("Head: {people}", people=held(Role.head)),
        )
    )


def _hours(department: Department, snapshot: Snapshot, t: Translator) -> str:
    hours = typed.hours_shown(department.hours, t).replace("\n", " · ") or t("always open")
    zone = working.hours_of(snapshot, department.key).zone
    lines = [t("*Hours*"), t("{hours} ({zone})", hours=kit.escape(hours), zone=kit.escape(zone))]
    if department.holidays:
        lines.append(t("Public holidays of {country}", country=kit.escape(department.holidays)))
    if department.closed_days:
        lines.append(t("Closed too: {days}", days=kit.cut(", ".join(department.closed_days), 300)))
    return "\n".join(lines)


def _retire(department: Department, snapshot: Snapshot, t: Translator) -> Block:
    name = kit.cut(names.department(t, snapshot, department.key), 80)
    return kit.button(
        t("Retire This Department"),
        "settings_retire",
        department.key,
        style="danger",
        confirm=kit.confirm(
            t("Retire this department?"),
            t(
                "{department} is asked nothing any more; what it still owes goes to the orchestrator.",
                department=name,
            ),
            t("Retire"),
            t("Keep"),
        ),
    )


def _back(t: Translator, to: str) -> Block:
    return kit.actions(kit.button(t("Back"), "settings_page", to), block_id="back")


def _page(title: str, blocks: list[Block], t: Translator) -> Block:
    return kit.modal("settings", title, blocks, submit=None, close=t("Close"))
