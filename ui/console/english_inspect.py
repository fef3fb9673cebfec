"""What the help of `mishao inspect` and `mishao fleet inspection` says in English, by the Chinese words."""

from __future__ import annotations

WORDS = {
    "布置的自查：order、withdraw、list（管理员）；status、start、pause、stop（这台电脑）":
        "ordered inspections: order, withdraw, list (administrators); status, start, pause, stop (this computer)",
    "第几号，见 inspect list 或 inspect status": "its number, see inspect list or inspect status",
    "布置一次自查：签名，随规则发到电脑；电脑空闲时自己查，只报数目":
        "order an inspection of folders: signed, it reaches computers with the rules; they inspect while they are idle "
        "and report counts alone",
    "桌面、文档、下载、图片（后面可以写 /子文件夹），或 ~/ 开头的路径；策略要允许；可写几次":
        "desktop, documents, downloads or pictures by their Chinese names, /subfolder may follow, or a path with ~/; "
        "the policy must permit it; repeatable",
    "为什么，会显示给用户": "why; users are shown this",
    "谁布置的，会显示给用户，如：保密办 赵敏": "who orders it; users are shown this",
    "哪天以前应当做完：2026-12-10；过后没做完的列入催办":
        "day by which it should be done: 2026-12-10; computers that are not are listed then",
    "哪天截止，以后不再执行；不写就是应当做完以后 14 天":
        "day after which it is not carried out; by default 14 days after it should be done",
    "哪天开始；不写就是现在": "day on which it begins; by default now",
    "给这些组的电脑，可写几次": "for computers of these groups; repeatable",
    "给这些电脑，写上报用的电脑名，可写几次": "for these computers, by their names in reports; repeatable",
    "给全部电脑": "for all computers",
    "名单密钥 exact.key：核对写的话里有没有规则包里散列的代号":
        "the key of tables (exact.key): looks in your words for code words that packs have hashed",
    "撤回一次自查：正在查的电脑停下来": "withdraw an inspection: computers that are at it stop",
    "布置过的自查；做得怎么样见 mishao fleet inspection":
        "the ordered inspections; for results: mishao fleet inspection",
    "单位要这台电脑自查什么、查到哪里了": "what the unit wants inspected on this computer, and how far it is",
    "继续查；--now 现在就查，不等电脑空闲": "go on; with --now at once, even while the computer is in use",
    "现在就查，不等电脑空闲": "at once, even while the computer is in use",
    "先不查，以后用 start 接着查": "read nothing more until start",
    "停止查；原因会报给布置的单位": "stop; the reason is reported to the unit",
    "为什么，会报给布置的单位": "why; it is reported to the unit",
    "布置的自查：谁做完了、谁停了、谁没有回音，查到什么；催办名单":
        "ordered inspections: who is done, who stopped, who is silent, what was found; whom to call",
    "发布目录：布置过的自查在里面": "publishing folder, which has the orders",
    "第几号自查；不写就是全部": "number of the order; by default all",
    "表格：催办、全部电脑、查到什么": "workbook: whom to call, all computers, what was found",
}
"""English by Chinese words."""
