"""Recognises Chinese personal names: surnames, and the ordinary words that begin with one.

A name alone is never evidence.
"""

from __future__ import annotations

import re

from rules.features.words import words

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚"
    "岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉"
    "禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "常傅洪萧贝荀汲郗宓逄綦郦璩濮郏訾竺桓巢庾昌隗邴郤贡闾缑谯",
)
DOUBLE_SURNAMES = words(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 长孙 宇文 端木 南宫 独孤 "
    "濮阳 澹台 公冶 淳于 单于 申屠 仲孙 轩辕 钟离 鲜于 闾丘 司空 司寇 呼延 颛孙 巫马 漆雕 乐正 拓跋 左丘 梁丘 段干 "
    "尔朱 伯赏 第五",
)
"""Surnames of two characters."""
_FIRST_CHARACTERS = _SURNAMES | {name[0] for name in DOUBLE_SURNAMES}
FIRST_CHARACTERS = "".join(sorted(_FIRST_CHARACTERS))
"""First characters of full names."""
_ORDINARY_WORDS = words(
    "高度 张贴 方案 方法 黄色 金额 时间 安全 任务 计划 成绩 成果 成员 文件 文号 石油 安排 周期 "
    "周末 周一 周二 周三 周四 周五 周六 周日 全部 全市 全县 国家 国际 明天 明确 单位 单价 和谐 "
    "关于 管理 江苏 江西 云南 海南 应急 应当 于是 温度 平均 平方 白色 蓝色 高级 高中 支部 支队 "
    "计算 计生 马上 毛巾 万元 金融 向上 向前 成立 成功 解决 解除 解释 解放 路线 路口 项目 项次 "
    "强度 强调 车间 车牌 车辆 席位 和平 相关 相应 公司 公安 公开 公告 公路 党员 党委 党组 商品 "
    "商店 原因 原则 景区 阳性 阴性 居民 居家 居住 干部 利用 连接 区域 班级 储存 查询 华北 华南 "
    "司机 司法 司令 师傅 师范 游客 管控 房屋 房间 封闭 封控 路段 元月 时段 易燃 万人 万只 花园 "
    "丰富 尚未 曲线 毕业 童装 章节 麻醉 沙发 海关 海鲜 羊肉 牛肉 牛奶 马路 雷雨 石头 田间 田径 "
    "金属 黄金 米饭 谷物 古代 白天 白酒 温馨 安装 安徽 安置 宁夏 柳州 桂林 桂平 贺州 南宁 南方 "
    "武汉 武器 成都 苏州 徐州 杭州 郑州 兰州 高温 高压 高速 高考 高新 金山 金牌 方便 方面 方式 "
    "方针 方向 时刻 时候 时长 安静 安检 安保 任何 任意 计量 计时 成人 文化 文明 文字 文章 文体 "
    "文书 石膏 周围 周边 周转 全体 全员 全省 全国 全区 全镇 全面 全程 全文 国内 国土 国税 国有 "
    "明显 单独 单纯 单人 单号 和解 关键 关注 关心 关闭 管道 管制 管委 江南 应对 应用 平台 平时 "
    "平米 平安 白班 黄码 高危 高风险 马甲 万一 成本 解放军 路灯 项目部 强制 车站 车次 车号 "
    "席卷 和田 相对 公寓 公示 公布 公务员 公立 党支部 商业 商务 原籍 原件 景点 阳台 居委 干果 "
    "干净 利息 连续 区县 区委 班长 班主任 班组 储备 查验 查房 华中 司马台 师生 管理员 房号 房东 "
    "查收 查看 查阅 查找 查处 查实 查清 "
    "房产 房租 封存 段落 元旦 时限 易感 万吨 花费 花卉 丰收 尚可 曲目 毕竟 童年 章程 麻烦 沙子 "
    "海南省 海外 羊毛 牛年 石材 田野 金库 米面 谷雨 古城 白菜 温泉 安心 安排表 宁波 柳江 桂平市 "
    "贺信 南昌 南京 武警 武装 成品 苏区 徐汇 杭州市 郑重 兰溪 党总支 农户 农村 农业 农民 卫生 "
    "卫健 卫生院 支出 支付 支援 严重 严格 严禁 游泳 路人 花名册 温度计 高血压 连锁 连云港 柴油 "
    "安全员 时间段 车牌号 全天 全家 全额 全程序 凌晨 祝福 祝贺 顾客 顾问 焦虑 焦点 严防 甘肃 "
    "宁静 包括 包裹 包车 包保 尤其 尤为 章丘 左右 左侧 左边 雷电 雷达 龙岗 龙头 万元户 史料 "
    "钱款 钱包 汤料 滕州 殷切 罗列 毕节 安县 乐园 于都 时常 皮肤 皮肤科 齐全 "
    "齐备 康复 康复科 伍仟 余额 余姚 元整 卜居 顾及 平乡 黄山 黄石 穆斯林 邵阳 "
    "湛江 祁阳 毛重 毛衣 禹州 米粉 明细 明白 计件 伏天 成都市 戴口罩 谈话 "
    "谈判 宋体 茅台 庞大 熊猫 纪委 纪检 纪律 纪要 舒适 屈服 项城 祝愿 董事 董事长 梁平 杜绝 "
    "闵行 席位号 季度 季节 麻城 强烈 贾汪 路过 娄底 危险 危房 危重 江岸 童车 颜色 "
    "梅花 梅州 盛大 林业 林场 林地 刁难 钟点 徐家汇 邱县 骆驼 高级别 夏季 夏天 夏邑 蔡甸 田地 "
    "樊城 胡同 凌源 霍山 虞城 万州 支队长 柯桥 昝岗 管理费 卢沟桥 莫名 房县 裘皮 干预 解封 "
    "应收 宗教 宗旨 丁类 宣传 宣恩 邓州 郁金香 单间 杭嘉湖 包干 左权 石化 吉林 吉首 吉安 "
    "龚滩 程序 程度 邢台 陆续 陆地 荣誉 翁源 羊角 於潜 惠州 惠民 曲靖 封面 储蓄 "
    "段号 富裕 巫山 焦作 巴东 谷城 侯马 全科 班车 仲裁 伊犁 宫颈 宁远 仇恨 栾川 厉害 戎装 "
    "祖籍 武汉市 符合 景德镇 束缚 叶县 幸福 司仪 郜台 薄弱 印章 宿舍 宿迁 "
    "白酒类 蒲城 邰县 索引 索引号 卓越 屠宰 池州 乔木 阴性者 郁闷 胥口 闻讯 党校 "
    "劳动 申请 申报 申诉 冉冉 雍容 桑拿 桂花 边境 扈从 燕郊 冀州 浦东 "
    "农药 温州 庄河 柴火 连江 茹素 艾草 容易 古蔺 易拉罐 戈壁 居巢 "
    "衡阳 都匀 耿马 满意 匡正 国务院 阙如 利川 隆重 勾结 "
    "冷水 辛苦 那里 简阳 饶平 曾经 沙市 鞠躬 丰县 关系 相山 查询码 荆州 游戏 权利 "
    "常委 常务 常见 常用 常年 常规 常住 常态 常德 常州 常来 常去 常常 常备 常识 常驻 常设 常务会 常委会 洪水 洪涝 洪峰 "
    "昌平 贡献 贡品 贝壳 巢湖 岳阳 邵阳 第五条 第五天 第五届 第五次 第五章 第五项 第五个 第五批 第五期 第五组 "
    "盖章 公斤 信息 信访 信用 信件 "
)
_CHINESE_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")
_TITLES = ("书记", "市长", "县长", "局长", "主任", "科长", "处长", "主席", "老师", "医生", "护士", "同志", "先生",
           "女士", "师傅", "经理", "院长", "所长", "站长", "队长", "镇长", "组长")
_MASKED = re.compile(r"[\u4e00-\u9fff](?:某某?|[xX×*]{1,2})")


def is_name(word: str) -> bool:
    """Return whether a word can be the full name of a person."""
    word = word.strip().replace("·", "")
    # Most words fail at their first character; the checks below cost more.
    return word[:1] in _FIRST_CHARACTERS and _CHINESE_WORD.fullmatch(word) is not None and is_chinese_name(word)


def is_chinese_name(word: str) -> bool:
    """Return whether a word of two to four Chinese characters can be the full name of a person."""
    if word[:2] in DOUBLE_SURNAMES:
        return len(word) >= 3 and word not in _ORDINARY_WORDS
    if word[0] not in _SURNAMES or word in _ORDINARY_WORDS:
        return False
    return len(word) <= 3 or word[1] in _SURNAMES


def is_speaker(word: str) -> bool:
    """Return whether a word looks like a speaker in a chat: a name, 张某某, 王主任, 卫健局-李四."""
    return (
        is_name(word)
        or _MASKED.fullmatch(word) is not None
        or word.endswith(_TITLES)
        or any(character in word for character in "-_@(科局办组队站院")
    )
