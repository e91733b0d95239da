"""Write the table of characters in triage/sounds.py anew from pypinyin."""

import re
from pathlib import Path

import pypinyin

_FILE = Path(__file__).parent.parent / "triage" / "sounds.py"
# Characters of place names and of Cantonese that GB 2312 lacks.
_MORE = "坭嶂圳磡㘵埗塱墈氹咁嘅"
# Second readings that names of places need.
_SECOND = {"xia": "厦", "sha": "厦", "pu": "埔", "bu": "埔", "xu": "圩", "wei": "圩"} | {
    "chang": "长",
    "zhang": "长",
    "le": "乐",
    "yue": "乐约",
    "ao": "坳",
    "xing": "行",
    "hang": "行",
}
_WIDTH = 96


def table() -> str:
    """Return syllables, each with its characters, in one string."""
    rows: dict[str, list[str]] = {}
    for character in _characters():
        syllable = pypinyin.lazy_pinyin(character)[0]
        if syllable.isascii() and syllable.isalpha():
            rows.setdefault(syllable, []).append(character)
    for syllable, characters in _SECOND.items():
        rows[syllable] += [one for one in characters if one not in rows[syllable]]
    return "".join(syllable + "".join(rows[syllable]) for syllable in sorted(rows))


def _characters() -> list[str]:
    cells = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    level = "".join(cell.decode("gb2312", "ignore") for cell in cells)
    return list(dict.fromkeys(level + _MORE))


def main() -> None:
    whole = table()
    lines = [f'    "{whole[at : at + _WIDTH]}"\n' for at in range(0, len(whole), _WIDTH)]
    source = _FILE.read_text(encoding="utf-8")
    new = re.sub(r"(?<=_TABLE = \(\n).*?(?=\)\n)", "".join(lines), source, flags=re.DOTALL)
    _FILE.write_text(new, encoding="utf-8")
    print(f"{_FILE.name}: {len(lines)} lines, {'changed' if new != source else 'as it was'}")


if __name__ == "__main__":
    main()
