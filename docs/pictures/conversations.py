"""Ten conversations, from the first word to the last, and what must be heard in them."""

from docs.pictures.moves import Change, Conversation, Photos, Point, Press, Say, Voice

GAS = Conversation(
    name="gas",
    person="陈阿姨",
    language_code="zh-hans",
    moves=(
        Say(words="我家楼下有人半夜倒煤气，满楼道都是煤气味！南湾南岭村3栋"),
        Press(label="马上告诉值班人员"),
    ),
    hears=("先离开屋子，叫上身边的人一起走。", "请马上自己打 110、119 或 120", "回执："),
)
PROTECTION_MONEY = Conversation(
    name="protection-money",
    person="阿强",
    language_code="zh-hans",
    moves=(
        Say(words="/start"),
        Say(words="我在布吉凤凰社区开小店，有一伙人每个月来收保护费，不交就砸店，带头的叫阿彪"),
        Press(label="跳过"),
        Say(words="每月五号来，每次八百"),
        Say(words="上个月隔壁店没交，玻璃被砸了"),
        Press(label="保密"),
        Press(label="提交"),
    ),
    hears=("收保护费", "多久收一次", "您想用哪种身份方式", "回执："),
)
NOISE = Conversation(
    name="noise",
    person="陳太",
    language_code="zh-hant",
    moves=(
        Say(words="樓上每晚十二點後仲拖櫈同打麻雀，嘈到我哋瞓唔到。橫崗街道四聯社區3棟1502"),
        Press(label="就這些，不再問了"),
        Press(label="實名"),
        Say(words="陳太"),
        Say(words="電話 13800138000，晚上七點以後"),
        Press(label="提交"),
    ),
    hears=("是什麼聲音，從哪裏來？", "姓名與報告內容分開保存", "噪音擾民", "回執："),
)
UMBRELLA = Conversation(
    name="official",
    person="老周",
    language_code="zh-hans",
    moves=(
        Say(words="坪地有个派出所的副所长收赌场老板的钱，每次要查之前都通风报信"),
        Press(label="跳过"),
        Say(words="派出所，副所长"),
        Say(words="每次检查前一天，赌场就关门"),
        Press(label="跳过"),
        Press(label="跳过"),
        Press(label="匿名"),
        Press(label="提交"),
    ),
    hears=("保护伞、公职人员包庇", "您是否担心被这个单位知道？", "回执："),
)
WISH_TO_DIE = Conversation(
    name="wish-to-die",
    person="小雨",
    language_code="zh-hans",
    moves=(Say(words="撑不下去了，我不想活了"), Press(label="可以，请人联系我")),
    hears=("谢谢您告诉我", "12356", "我已告诉值班人员"),
)
ENGLISH = Conversation(
    name="english",
    person="Maya",
    language_code="en",
    moves=(
        Say(words="Hello"),
        Say(words="The landlord locked the roof door and put a gate on the stairs"),
        Press(label="Buji"),
        Press(label="Fenghuang"),
        Press(label="Right now"),
        Press(label="That is all I know"),
        Press(label="Confidential"),
        Press(label="Send"),
    ),
    hears=("Hello. This is Maple Bridge", "Escape window, roof or stairs blocked", "Receipt:"),
)
ANONYMOUS = Conversation(
    name="anonymous",
    person="細佬",
    language_code="zh-hant",
    moves=(
        Say(words="布吉街道鳳凰社區有個地下賭場，每晚都有人望風，三樓，好多後生仔輸晒錢"),
        Press(label="就這些，不再問了"),
        Press(label="匿名"),
        Press(label="提交"),
        Say(words="{receipt}"),
        Press(label="清空聊天"),
    ),
    hears=("報告裏不留下這個聊天的任何資料", "只有回執能打開這份報告", "正在等待工作人員閱讀"),
)
FILES = Conversation(
    name="files",
    person="阿芳",
    language_code="zh-hans",
    moves=(
        Photos(caption="楼道里停满了电动车，还拉线充电"),
        Voice(),
        Photos(number=3),
        Point(latitude=22.6106, longitude=114.1206),
        Press(label="木棉湾社区 · 布吉街道"),
        Press(label="正在发生"),
        Press(label="就这些，不再问了"),
        Press(label="保密"),
        Press(label="提交"),
    ),
    hears=("照片收到了", "文件：5 个", "回执："),
)
CORRECTIONS = Conversation(
    name="corrections",
    person="李叔",
    language_code="zh-hans",
    moves=(
        Say(words="龙城街道吉祥社区楼下的烧烤店每天油烟很大，晚上摆到马路上"),
        Press(label="就这些，不再问了"),
        Press(label="保密"),
        Change(old="烧烤店", new="龙城街道吉祥社区楼下的大排档每天油烟很大，晚上摆到马路上"),
        Press(label="改时间"),
        Say(words="上个星期五晚上"),
        Say(words="还有一件事，工地老板欠我们十几个人三个月工资"),
        Press(label="是另一件事，另写一份"),
        Press(label="提交"),
        Press(label="放弃"),
    ),
    hears=("您改过的那条，我也改好了", "这条消息说的是同一件事吗", "现在说您另外留着的那件事"),
)
STATUS = Conversation(
    name="status",
    person="Ken",
    language_code="en",
    moves=(
        Say(words="Someone sells gas cylinders without a licence in Nanlian community every night"),
        Press(label="That is all I know"),
        Press(label="Confidential"),
        Press(label="Send"),
        Say(words="/status"),
        Press(label="Add something"),
        Say(words="The van has the plate B12345"),
        Press(label="Done"),
        Say(words="/status"),
        Press(label="New receipt"),
        Say(words="/status"),
        Press(label="Withdraw"),
        Press(label="Withdraw it"),
        Press(label="Wipe this chat"),
    ),
    hears=("It is waiting for an officer", "Added to", "New receipt for", "is withdrawn"),
)

TEN = (
    *(GAS, PROTECTION_MONEY, NOISE, UMBRELLA, WISH_TO_DIE),
    *(ENGLISH, ANONYMOUS, FILES, CORRECTIONS, STATUS),
)
