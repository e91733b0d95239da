"""Amounts of money: 五千块, 3.5万, ¥3,000, 200蚊, 3000 yuan."""

import re
from collections.abc import Iterator
from decimal import Decimal

from triage import marks, numerals
from triage.marks import Identifier, IdentifierKind

_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,4})?"
_HAN = "[一二两三四五六七八九十百千万亿零〇廿卅]{1,10}"
_NUMBER = (
    rf"(?P<number>(?<![\d.])(?:{_FIGURES})|{_HAN})"
    rf"(?P<unit>[百千万亿]{{1,2}}|[kw](?![a-z]))?(?:(?<=[千万])(?P<odd>\d)(?!\d)[百千]?)?"
)
_MORE = r"(?:多|来|几)?"
# What is counted, where it is not money.
_THINGS = (
    r"(?!多?[人名位户平米斤吨公瓶辆台个只件条次张度步栋套支箱桶间层岁天年月号单票字里升间颗家口房室厅倍]"
    r"|多?(?:分钟|小时|公里|平方|立方))"
)
_SIGN = re.compile(rf"(?:¥|\brmb|\bcny|\bhkd?\$?|\$|人民币) ?{_NUMBER}")
_NAMED = re.compile(
    rf"{_NUMBER}{_MORE} ?(?:(?P<yuan>块钱?|元(?![旦宵月素件首])|蚊)"
    r"(?P<tenth>[一二三四五六七八九](?![一-鿿])|\d(?!\d))?"
    r"|圆|人民币|港[币元纸]|(?:yuan|rmb|cny|kuai|bucks|hkd|dollars)\b)"
)
# 一块 is also "together", and 块 counts bricks and boards.
_NO_MONEY = re.compile(r"[去儿来玩走住吃做砖地板石肉布屏木铁田空玻牌]")
_MONEY_WORD = re.compile(
    r"(?:每个?月|收|交|给|付|赔|欠|借|转|骗|要|罚|花|损失|工资|租金|押金|保护费|赚|赢|输|还|讹|勒索)"
    r"[了我他她你您们走去掉过的取是高达约大概款共]{0,4}$"
)
_LOOSE = re.compile(rf"{_NUMBER}{_MORE}{_THINGS}(?![\d一二两三四五六七八九十点块元蚊%])")
_ROUND_TAIL = re.compile(r"[一二两三四五六七八九十]{1,3}万[一二三四五六七八九]")
# Fewer figures after 收 or 交 are rather people or things.
_SUM = 3
_UNITS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000, "w": 10_000}


def scan(plain: str) -> Iterator[Identifier]:
    """Yield the amounts in *plain*, in yuan; what only counts things is none."""
    for hit in _SIGN.finditer(plain):
        yield from _amount(hit)
    for hit in _NAMED.finditer(plain):
        if not _is_together(hit, plain):
            yield from _amount(hit)
    for hit in _LOOSE.finditer(plain):
        if _is_money(hit, plain):
            yield from _amount(hit)


def _is_together(hit: re.Match[str], plain: str) -> bool:
    """Return whether the piece is no coin: 一块去, 两块砖."""
    if hit["yuan"] != "块" or hit["tenth"]:
        return False
    return hit["number"] == "一" or bool(_NO_MONEY.match(plain, hit.end()))


def _is_money(hit: re.Match[str], plain: str) -> bool:
    """Return whether a number without a currency is money: 3.5万, 每月两千."""
    figures = hit["number"][0].isdigit()
    if figures:
        led = len(hit["number"]) >= _SUM and _leads(hit, plain)
        return led or (hit["unit"] is not None and "万" in hit["unit"])
    if _ROUND_TAIL.fullmatch(hit["number"]):
        return True
    round_number = any(c in "百千万亿" for c in hit["number"])
    return round_number and _leads(hit, plain)


def _leads(hit: re.Match[str], plain: str) -> bool:
    """Return whether the words before say that money passes."""
    return bool(_MONEY_WORD.search(plain[max(0, hit.start() - 10) : hit.start()]))


def _amount(hit: re.Match[str]) -> Iterator[Identifier]:
    number = _value(hit["number"])
    if number is None:
        return
    for unit in hit["unit"] or "":
        number *= _UNITS[unit]
    if hit["odd"]:
        number += Decimal(hit["odd"]) * _UNITS[(hit["unit"] or hit["number"])[-1]] / 10
    tenth = hit.groupdict().get("tenth")
    if tenth:
        number += Decimal(numerals.value(tenth) or 0) / 10
    yield marks.of(IdentifierKind.AMOUNT, f"{number.normalize():f}", hit)


def _value(number: str) -> Decimal | None:
    if number[0].isdecimal() and number[0].isascii():
        return Decimal(number.replace(",", ""))
    whole = numerals.value(number)
    return None if whole is None else Decimal(whole)
