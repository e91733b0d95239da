import pypinyin

from triage import sounds


def test_the_table_agrees_with_the_library_it_was_made_from() -> None:
    others = [
        character
        for character, readings in sounds.READINGS.items()
        if pypinyin.lazy_pinyin(character)[0] not in readings
    ]

    assert others == []
    assert len(sounds.READINGS) > 6700


def test_no_character_has_more_than_two_readings() -> None:
    assert max(len(readings) for readings in sounds.READINGS.values()) == 2
