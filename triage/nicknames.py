"""Names by which people are known in the street: 叫阿强的, 人称龙哥."""

import re
from collections.abc import Iterator

from triage import marks
from triage.marks import Identifier, IdentifierKind

_QUOTE = "[“\"'「『‘]?"
_ENDS = r"(?=的|[^一-鿿]|$|[收手在是和男女每住带来就经开跟把对也有又])"
_NAME = rf"(?P<name>[一-鿿]{{2,4}}?){_ENDS}"
_CALLED = re.compile(
    rf"(?:外号|绰号|花名|诨号|诨名|人称|混名|道上叫)(?:叫)?(?:做|作|是|为)?:?{_QUOTE}{_NAME}"
)
_NAMED = re.compile(
    rf"(?<![别喊大不])叫(?:做|作)?{_QUOTE}(?P<name>[一-鿿]{{2,3}})[”\"'」』’]?的(?!时候)"
)
_CALL_HIM = re.compile(rf"(?:大家|别人|人家|人人|街坊|都)(?:都)?叫[他她佢]{_QUOTE}{_NAME}")
# Whoever is called upon to do something bears no name: 叫他走.
_NO_NAME = re.compile(r"[他她我你佢您人不走别来去快赶停滚小心出进回帮]|外卖|大家|警察|保安|什么")
_AH = re.compile(r"阿[一-鿿]")
_NO_AH = set("姨婆伯公妈爸叔嫂里拉根门富尔斯布胶谀哥姐妹弟爷嬷非基联司的")
_SURNAMES = (
    "龙强虎豹彪雄刚飞辉明华军伟波斌涛鹏杰浩东坤威勇超黑光狼鬼林王李张刘陈杨黄周吴徐孙马朱胡郭何高罗郑梁谢宋唐许"
    "韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯史"
    "陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤丽红花芳梅霞燕英"
)
_BROTHER = re.compile(rf"[{_SURNAMES}][哥姐爷叔](?![哥姐爷叔])|刀疤[哥强]?|光头[哥强]")
_ENGLISH = re.compile(
    r"\b(?:nicknamed|known as|goes by(?: the name)?|they call(?: him| her)?"
    r"|(?:people|everyone|everybody|all)"
    r" calls? (?:him|her)|nickname is|street name is) (?:the )?[\"'“]?"
    r"(?P<name>(?:(?:brother|sister|big|little|old|fat|uncle|auntie|boss|ah|mr) )?[a-z]{2,20})\b"
)
_NO_ENGLISH = {"the", "a", "an", "me", "us", "you", "police", "him", "her", "them"}


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the nicknames in *plain*."""
    for pattern in (_CALLED, _NAMED, _CALL_HIM):
        for hit in pattern.finditer(plain):
            if not _NO_NAME.match(hit["name"]):
                yield marks.of(IdentifierKind.NICKNAME, hit["name"], hit, "name")
    for hit in _AH.finditer(plain):
        if hit[0][1] not in _NO_AH:
            yield marks.of(IdentifierKind.NICKNAME, hit[0], hit)
    for hit in _BROTHER.finditer(plain):
        yield marks.of(IdentifierKind.NICKNAME, hit[0], hit)
    for hit in _ENGLISH.finditer(plain):
        if hit["name"] not in _NO_ENGLISH:
            yield marks.of(IdentifierKind.NICKNAME, hit["name"], hit, "name")
