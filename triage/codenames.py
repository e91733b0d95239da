"""Names that stand for a reporter within one case: two words, made up.

The characters are the same in both Chinese scripts, so a name is one name however
it is written.
"""

from triage.languages import Language

_FIRST = (
    "青 Green|白 White|金 Golden|明 Bright|清 Clear|高 High|小 Little"
    "|大 Great|早 Early|安 Calm|平 Level|和 Gentle|秋 Autumn|冬 Winter"
    "|春 Spring|夏 Summer|晨 Morning|夜 Night|暖 Warm|冷 Cool|深 Deep"
    "|新 New|古 Old|天 Sky|水 Water|木 Wooden|石 Stone|玉 Jade|星 Star"
    "|月 Moon|日 Sun|南 Southern"
)
_SECOND = (
    "松 Pine|竹 Bamboo|梅 Plum|桃 Peach|梨 Pear|杏 Apricot|柏 Cypress"
    "|柳 Willow|桂 Osmanthus|菊 Aster|荷 Lotus|山 Mountain|川 River"
    "|泉 Well|湖 Lake|溪 Brook|海 Sea|舟 Boat|帆 Sail|塔 Tower|井 Spring"
    "|亭 Pavilion|雁 Goose|燕 Swallow|鹿 Deer|羊 Sheep|兔 Hare|虎 Tiger"
    "|狐 Fox|羽 Feather|米 Rice|豆 Bean"
)


def _words(lines: str) -> tuple[tuple[str, str], ...]:
    pairs = (entry.split(" ", 1) for entry in lines.split("|"))
    return tuple((chinese, english) for chinese, english in pairs)


_FIRSTS, _SECONDS = _words(_FIRST), _words(_SECOND)
COUNT = len(_FIRSTS) * len(_SECONDS)
"""How many names there are: more than people ever tell of one incident."""


def name(number: int, language: Language) -> str:
    """Return the name of that *number*, which is counted round."""
    first, second = (
        _FIRSTS[number // len(_SECONDS) % len(_FIRSTS)],
        _SECONDS[number % len(_SECONDS)],
    )
    at = 1 if language is Language.EN else 0
    return f"{first[at]} {second[at]}" if at else f"{first[at]}{second[at]}"
