"""Officers played on the stage: invited, enrolled, and at work."""

import re
from dataclasses import dataclass

from casework import staffing
from casework.sayings import Saying
from casework.staffing import Scope
from casework.work import Work
from tests.stage import Resident, Stage, keys_of, words_of
from triage.languages import Language
from triage.permissions import Role

REFERENCE = re.compile(r"[A-Z]{2}-\d\d-\d{6}-[A-Z]")


@dataclass(kw_only=True)
class Colleague(Resident):
    """An officer with a private chat."""

    number: str = ""

    async def claim_next(self) -> list[Saying]:
        """Ask for the most pressing case and claim it."""
        await self.say("/next")
        return await self.press("|act|claim")

    def newest(self) -> Saying:
        """Return what was said to them last."""
        return self.chat[max(self.chat)]

    def reference(self) -> str:
        """Return the reference that they saw last."""
        for _, saying in sorted(self.chat.items(), reverse=True):
            found = REFERENCE.search(words_of(saying))
            if found:
                return found[0]
        raise LookupError("no reference")

    async def write(self, verb: str, words: str) -> list[Saying]:
        """Press the button of *verb*, then write *words*."""
        await self.press(verb)
        return await self.say(words)


async def colleague(
    stage: Stage,
    user_id: int,
    *roles: Role,
    territories: tuple[str, ...] = (),
    desks: tuple[str, ...] = (),
    unit: str = "",
    language: str = "en",
) -> Colleague:
    """Invite and enrol an officer."""
    scope = Scope(
        roles=frozenset(roles or {Role.VERIFIER}),
        territories=frozenset(territories),
        desks=frozenset(desks),
        unit=unit,
    )
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        invited = await staffing.invite(work, scope, "operator", Language.EN)
    person = Colleague(stage=stage, user_id=user_id, language=language, number=invited.number)
    said = await person.say(f"/start {staffing.LINK}{invited.token}")
    assert "staff.welcome" in keys_of(said), keys_of(said)
    return person
