"""Accounts and addresses on the net: WeChat, QQ, links, names of apps."""

import re
from collections.abc import Iterator

from triage import marks
from triage.marks import Identifier, IdentifierKind

_WECHAT = re.compile(
    r"(?:(?P<sure>微信号码?|微信id|薇信号|v信号|wechat (?:id|no\.?)"
    r"|(?:微信|薇信|wechat|wx|vx) ?:)"
    r"|微信|薇信|v信|(?<![a-z])(?:wechat|weixin|wx|vx)|加v)(?:id)?(?:[是为叫:\s]{0,3}|\s?is\s)"
    r"(?P<id>[a-z][a-z0-9_-]{4,19}|1[3-9]\d{9})(?![a-z0-9_])"
)
_NO_ID = {"wechat", "weixin"}
_QQ = re.compile(
    r"(?:(?<![a-z])qq|扣扣|企鹅)(?:群|号码|号)?[是为:\s]{0,3}(?P<id>[1-9]\d{4,10})(?!\d)"
)
_ENDINGS = "com|cn|net|org|top|xyz|vip|cc|me|io|app|info|club|site|shop|hk"
_URL = re.compile(
    r"https?://[^\s一-鿿,。、;!”\"<>]{3,200}"
    rf"|(?<![a-z0-9@./-])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.(?:{_ENDINGS})(?![a-z0-9])"
    r"(?:/[^\s一-鿿,。、;!”\"<>]{0,200})?"
)
_APP = re.compile(
    r"抖音|快手|闲鱼|小红书|拼多多|淘宝|陌陌|探探|纸飞机|支付宝|58同城|转转(?=[上平a])"
    r"|(?<![a-z/.])(?:telegram|whatsapp|facebook|instagram|tiktok|bigo)(?![a-z.])"
)
_APP_CALLED = re.compile(
    r"(?:叫|名为)(?:做|作)?[“\"「『]?(?P<name>[一-鿿a-z0-9]{2,8}?)"
    r"[”\"」』]?的? ?(?:app\b|平台|软件)"
)


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the accounts, links and apps in *plain*."""
    for hit in _WECHAT.finditer(plain):
        if _is_id(hit):
            yield marks.of(IdentifierKind.WECHAT, hit["id"], hit)
    for hit in _QQ.finditer(plain):
        yield marks.of(IdentifierKind.QQ, hit["id"], hit)
    for hit in _URL.finditer(plain):
        yield marks.of(IdentifierKind.URL, hit[0].rstrip(".?)"), hit)
    for hit in _APP.finditer(plain):
        yield marks.of(IdentifierKind.APP, hit[0], hit)
    for hit in _APP_CALLED.finditer(plain):
        yield marks.of(IdentifierKind.APP, hit["name"], hit, "name")


def _is_id(hit: re.Match[str]) -> bool:
    """Return whether a word after "WeChat" is an account and not just a word."""
    return hit["id"] not in _NO_ID and bool(hit["sure"] or not hit["id"].isalpha())
