import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from locales import catalogue
from triage.languages import Language

# https://core.telegram.org/bots/api#html-style
ALLOWED = re.compile(
    "a|b|blockquote|code|del|em|i|ins|pre|s|span|strike|strong|tg-emoji|tg-spoiler|u"
)
TAG = re.compile(r'<(/?)([a-z-]+)((?: [a-z-]+(?:="[^"<>]*")?)*)>')
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);")
# A language is offered by its own name, in its own script.
OWN_NAMES = re.compile("简体中文|繁體中文")
# Read by people whose language is not known yet, so it is in all of them at once.
IN_ALL_LANGUAGES = frozenset({"language.ask"})
# Simplified and Traditional, where neither is ever used for the other.
PAIRS = re.findall(
    r"(\S)(\S)",
    """
这這 们們 说說 发發 还還 请請 时時 问問 对對 话話 类類 报報 务務 应應 门門 开開 关關 区區 东東
车車 见見 长長 个個 为為 会會 来來 过過 给給 让讓 从從 现現 处處 实實 际際 么麼 将將 当當 动動
样樣 点點 两兩 员員 书書 号號 条條 岗崗 龙龍 电電 机機 码碼 认認 证證 语語 选選 择擇 写寫 继繼
续續 删刪 单單 转轉 办辦 谁誰 听聽 诉訴 谢謝 记記 钟鐘 间間 图圖 场場 边邊 进進 远遠 运運 达達
连連 迟遲 邮郵 释釋 险險 难難 随隨 须須 领領 题題 风風 伤傷 债債 仅僅 价價 传傳 体體 侦偵 储儲
儿兒 决決 况況 减減 则則 刚剛 创創 别別 劝勸 势勢 医醫 协協 卖賣 卫衛 压壓 厅廳 历歷 参參 双雙
变變 吗嗎 启啟 响響 团團 园園 围圍 国國 坏壞 块塊 声聲 备備 复復 够夠 头頭 妇婦 妈媽 学學 宝寶
审審 宽寬 导導 尽盡 层層 属屬 岁歲 师師 带帶 帮幫 库庫 废廢 异異 弃棄 张張 弹彈 归歸 录錄 态態
总總 恶惡 惊驚 执執 扫掃 扰擾 护護 拨撥 损損 换換 数數 断斷 无無 旧舊 显顯 暂暫 权權 构構 枪槍
标標 栋棟 树樹 桥橋 检檢 楼樓 残殘 测測 浏瀏 温溫 满滿 灯燈 灾災 烦煩 烧燒 热熱 爱愛 牵牽 状狀
独獨 环環 画畫 疗療 监監 确確 碍礙 离離 种種 称稱 稳穩 窃竊 笔筆 简簡 纠糾 约約 级級 纷紛 纸紙
线線 组組 细細 终終 经經 结結 绝絕 统統 维維 编編 网網 罚罰 联聯 胁脅 节節 药藥 虑慮 虽雖 补補
装裝 视視 觉覺 观觀 规規 计計 订訂 讯訊 议議 讲講 许許 论論 设設 访訪 诈詐 评評 识識 试試 询詢
该該 详詳 误誤 调調 读讀 谈談 负負 财財 责責 货貨 质質 购購 费費 资資 赌賭 赔賠 赶趕 轻輕 载載
较較 输輸 递遞 邻鄰 钥鑰 钱錢 铺鋪 销銷 锁鎖 错錯 键鍵 镇鎮 闭閉 闹鬧 阅閱 队隊 隐隱 页頁 预預
验驗 骗騙 骚騷
""",
)
# Simplified writes these as characters that Traditional has too, such as 后 and 里.
MERGED = "並後裡裏於幾準隻臺係誌纔徵"
FOREIGN = {
    Language.ZH_HANS: frozenset(traditional for _, traditional in PAIRS) | set(MERGED),
    Language.ZH_HANT: frozenset(simplified for simplified, _ in PAIRS),
}

each_language = pytest.mark.parametrize("language", Language)


def forms(language: Language) -> Iterator[tuple[str, str]]:
    for key, text in catalogue.texts(language).items():
        for form in text.forms:
            yield key, form


def balanced(form: str) -> bool:
    opened: list[str] = []
    for closing, name, _ in TAG.findall(form):
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def fields(form: str) -> Iterator[tuple[str, str | None, str | None]]:
    for _, name, spec, conversion in Formatter().parse(form):
        if name is not None:
            yield name, spec, conversion


def source(language: Language) -> str:
    path: Path = catalogue.FOLDER / f"{language.replace('-', '_')}.po"
    return path.read_text(encoding="utf-8")


@each_language
def test_every_text_exists_with_the_same_parameters(language: Language) -> None:
    assert set(catalogue.texts(language)) == catalogue.keys()

    for key in sorted(catalogue.keys()):
        wanted = catalogue.parameters(key, Language.ZH_HANS)
        assert catalogue.parameters(key, language) == wanted, key


@each_language
def test_no_text_is_empty_or_a_part_to_be_glued(language: Language) -> None:
    assert [key for key, form in forms(language) if not form or form != form.strip()] == []


@each_language
def test_every_number_has_a_form(language: Language) -> None:
    for text in catalogue.texts(language).values():
        assert all(text.form(n) for n in range(201))


@each_language
def test_tags_are_telegrams_and_balanced(language: Language) -> None:
    assert [key for key, form in forms(language) if not balanced(form)] == []

    names = {name for _, form in forms(language) for _, name, _ in TAG.findall(form)}
    assert [name for name in names if not ALLOWED.fullmatch(name)] == []


@each_language
def test_signs_of_html_that_are_no_tag_are_escaped(language: Language) -> None:
    bare = ((key, ENTITY.sub("", TAG.sub("", form))) for key, form in forms(language))

    assert [key for key, form in bare if set("<>&") & set(form)] == []


@each_language
def test_parameters_are_plain_names(language: Language) -> None:
    odd = [
        (key, name)
        for key, form in forms(language)
        for name, spec, conversion in fields(form)
        if spec or conversion or not re.fullmatch("[a-z][a-z_]*", name)
    ]

    assert odd == []


@each_language
def test_no_parameter_stands_inside_a_tag_where_escaping_is_not_enough(
    language: Language,
) -> None:
    inside = [key for key, form in forms(language) for tag in TAG.findall(form) if "{" in tag[2]]

    assert inside == []


@pytest.mark.parametrize("language", FOREIGN)
def test_chinese_is_written_in_one_script(language: Language) -> None:
    mixed = {
        (key, sign)
        for key, form in forms(language)
        if key not in IN_ALL_LANGUAGES
        for sign in FOREIGN[language].intersection(OWN_NAMES.sub("", form))
    }

    assert mixed == set()


@each_language
def test_no_key_stands_twice_and_none_waits_for_a_translator(language: Language) -> None:
    keys = re.findall(r"^msgid .*", source(language), re.MULTILINE)

    assert len(keys) == len(set(keys))
    assert not re.search(r"^#(, .*fuzzy|~)", source(language), re.MULTILINE)


def test_no_character_is_held_against_both_scripts() -> None:
    assert FOREIGN[Language.ZH_HANS].isdisjoint(FOREIGN[Language.ZH_HANT])
