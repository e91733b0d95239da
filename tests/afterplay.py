"""What residents do after Send, and what then stands in their reports."""

from typing import Any

from storage import sealing, tables
from storage.keys import KeyName
from tests.stage import Resident, Stage

MORE = "They came again last night, three men with a white van"
DANGER = "There is a strong smell of gas in the stairwell right now"


def replying(number: int) -> dict[str, Any]:
    chat = {"id": 1, "type": "private"}
    return {"reply_to_message": {"message_id": number, "date": 0, "chat": chat}}


def newest(mei: Resident) -> int:
    return max(mei.chat)


def message_of(mei: Resident, reference: str) -> int:
    """Return the number of the newest message about a report."""
    return max(
        number
        for number, saying in mei.chat.items()
        if any(text.params.get("reference") == reference for text in saying.texts)
    )


async def words(stage: Stage) -> dict[str, list[str]]:
    """Return what stands in each report by its reference, oldest first."""
    found: dict[str, list[str]] = {}
    messages = sorted(await stage.rows(tables.message), key=lambda row: int(row["arrival"]))
    for report in await stage.rows(tables.report):
        wrapping = stage.house.keyring.seal(KeyName(report["wrapped_by"]))
        place = sealing.place("report.sealed_data_key", report["id"])
        seal = sealing.under(wrapping.open(report["sealed_data_key"], place))
        found[report["reference"]] = [
            seal.open(row["sealed_body"], sealing.place("message.sealed_body", row["id"])).decode()
            for row in messages
            if row["report_id"] == report["id"]
        ]
    return found


async def two_reports(stage: Stage, mei: Resident) -> tuple[str, str]:
    """Send two reports; return the references of the older and the newer."""
    await mei.send_report()
    await mei.send_report()
    rows = sorted(await stage.rows(tables.report), key=lambda row: int(row["arrival"]))
    return rows[0]["reference"], rows[1]["reference"]
