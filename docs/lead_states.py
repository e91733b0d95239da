"""Draw docs/leads.md from the table of lead states: python -m docs.lead_states."""

from pathlib import Path

from triage.leads import MOVES, LeadState, Move, Who

PAGE = Path(__file__).parent / "leads.md"
BEGIN, END = "<!-- drawn from triage/leads.py -->", "<!-- until here -->"
_BY = {
    Who.ANYONE: "{roles}",
    Who.CLAIMANT: "who has the claim ({roles})",
    Who.ANOTHER: "who never had a claim ({roles})",
    Who.REPORTER: "its reporter",
    Who.CLOCK: "nobody: the claim runs out",
}


def drawn() -> str:
    """Return picture and table, in Markdown."""
    return "\n".join([BEGIN, *_picture(), "", *_table(), END])


def with_drawing(page: str) -> str:
    """Return *page* with picture and table as they are now."""
    before, _, rest = page.partition(BEGIN)
    return before + drawn() + rest.partition(END)[2]


def _picture() -> list[str]:
    arrows: dict[tuple[LeadState, LeadState], list[str]] = {}
    for move in MOVES:
        acts = arrows.setdefault((move.state, move.to), [])
        if _words(move.act) not in acts:
            acts.append(_words(move.act))
    lines = [f"    {a} --> {b}: {', '.join(acts)}" for (a, b), acts in arrows.items()]
    return ["```mermaid", "stateDiagram-v2", "    [*] --> open", *lines, "```"]


def _table() -> list[str]:
    rows = [_row(move) for move in MOVES]
    return ["| state | act | by | needs | then |", "| --- | --- | --- | --- | --- |", *rows]


def _row(move: Move) -> str:
    by = _BY[move.who].format(roles=", ".join(sorted(move.roles)))
    cells = (move.state, move.act, by, ", ".join(sorted(move.needs)), move.to)
    return f"| {' | '.join(_words(cell) for cell in cells)} |"


def _words(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(with_drawing(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE)
