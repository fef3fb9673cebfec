"""What the help of the command line says in English, by the Chinese words of each definition."""

from __future__ import annotations

from ui.console.english_calls import CALLS
from ui.console.english_inspect import WORDS as INSPECT

_SHARED = {
    "所有文件都写到这个目录下": "write every file below this folder",
    "补充配置（TOML，只会更严）": "additional settings (TOML), which can only be stricter",
    "输出 JSON，每行一个对象": "print JSON, one object per line",
    "密钥所在的目录（U 盘），可以写几次": "folder of the keys (a USB stick); repeatable",
    "从哪天起：2026-11-01 或 7d；不写是 30d": "from this day on: 2026-11-01 or 7d; by default 30d",
    "只要这以后的：2026-11-01 或 7d": "only what is newer: 2026-11-01 or 7d",
    "发布目录": "publishing folder",
    "原因": "reason",
}

_TOP = {
    "密哨：在内容到达聊天软件之前，先看一眼能不能发。仅用于连接互联网的非涉密计算机。不带参数：启动托盘。":
        "MiShao looks at content before it reaches a chat client and holds what must not be sent. Only for computers "
        "on the internet that are not classified. Without arguments: start the tray.",
    "密哨的版本": "print the version",
    "判断文件、图片、文件夹或文字能不能发，自查文件夹：0 可发，3 提醒，4 拦下，5 没读出，2 用法不对":
        "tell whether files, pictures, folders or text may be sent, or inspect a folder: 0 allow, 3 warn, 4 block, "
        "5 unreadable, 2 wrong usage",
    "文件、图片、文件夹；- 表示标准输入": "files, pictures, folders; - for standard input",
    '标准输入每行一个 {"id","text"}': 'one {"id","text"} per line on standard input',
    "同时输出读到的文字": "also print the text that was read",
    "识别引擎：cascade、tesseract": "OCR engine: cascade or tesseract",
    "自查报告，网页": "report of the inspection, a web page",
    "自查报告，表格": "report of the inspection, a workbook",
    "跳过的名称或路径，可用 * ?，可写多次": "names or paths to leave out, with * and ?; repeatable",
    "只查这以后的文件：2026-11-01 或 7d": "only files that are newer: 2026-11-01 or 7d",
    "也进入挂在下面的别的磁盘": "also enter other file systems that are mounted below",
    "自查索引放在这个文件": "file of the inspection's index",
    "工作进程数": "number of worker processes",
    "交给 Dask 集群：tcp://…、tls://… 或 local": "let a Dask cluster work: tcp://…, tls://… or local",
    "这台电脑上哪些能用，哪些不能用、为什么": "what works on this computer, what does not, and why",
    "每个窗口怎样处理，谁要过内容": "how each window is treated, and who asked for content",
    "正在看守吗；只有正在看守时退出码为 0": "whether it is guarding; the exit code is 0 only then",
    "立即更新规则；也可以从 U 盘上的文件或目录更新": "renew the rules now, also from a file or folder on a USB stick",
    "规则更新文件（.zip）或目录；不写就问规则服务器":
        "update of the rules (.zip) or a folder; by default the rule server is asked",
    "停止看守": "stop guarding",
    "为什么，记入日志": "why, for the journal",
    "取请求码，念给保密办": "print the request code to read out to the secrecy office",
    "策略要求时：保密办的授权码，或放它的文件":
        "where the policy asks for it: the secrecy office's authorisation code, or a file with it",
    "在私有桌面上用真实程序演示全过程；每一步都守住才退出 0":
        "show the whole story with real programs on a private display; 0 only if every step held",
    "图片写到这里": "where the pictures go",
}

_VAULT = {
    "被拦下的内容：list、show、request、fingerprint、release、destroy":
        "what was held: list, show, request, fingerprint, release, destroy",
    "列出先留着的内容（不含内容本身）": "list what is held, without the content itself",
    "看一项留着的内容": "show one held item",
    "编号，见 vault list": "number, see vault list",
    "取请求码，念给保密办要授权码": "print the request code to read out to the secrecy office for a code",
    "取内容码，误报的密级标志念给保密办登记豁免；不含内容本身":
        "print the content code of a wrongly held marking, for the secrecy office to exempt; without the content",
    "按单位规定放行或取回一项": "release one item or take it back, as the unit allows",
    "原因，或批准人姓名": "reason, or the name of who approved it",
    "授权码，或存着它的文件": "authorisation code, or a file with it",
    "写到这个文件，不覆盖已有文件": "write to this file, never over an existing one",
    "彻底销毁一项": "destroy one item for good",
}

_RULES = {
    "规则：new、workshop、test、lint、diff、list、explain、coverage、published、alert、exempt":
        "rules: new, workshop, test, lint, diff, list, explain, coverage, published, alert, exempt",
    "规则：写、试、查、比": "rules: write, test, look up, compare",
    "列出规则：内置的、附加的、配置里写的，哪些启用了":
        "list the rules: built in, additional, configured, and which are in force",
    "规则包：内置、企业商业秘密、公安、教育，或一个文件；不写就是全部":
        "packs: 内置, 企业商业秘密, 公安, 教育, or a file; by default all",
    "用白话说明一条规则；或说明一份内容为什么这样判断":
        "explain a rule in plain words, or why a content is judged as it is",
    "规则编号，如 BC-01；或一个文件，- 表示标准输入":
        "number of a rule, such as BC-01; or a file, - for standard input",
    "写成网页，字按分量着色": "write a web page that colours words by their weight",
    "装载规则包并跑完全部样例": "load packs and run all of their examples",
    "检查规则包的写法": "say what is unwise in packs",
    "每条规则对应七不的哪一条、哪个案例；哪一条没有规则":
        "which of the seven prohibitions and which case each rule serves, and which has no rule",
    "把已经公开的文件写成“已发布清单”的条目：打印，或加进 --pack 的规则包":
        "make entries of “Published texts” from published files: print them, or add them to the pack --pack",
    "文本文件或图片，也可以是文件夹": "text files or pictures, or folders",
    "加进这个规则包文件；没有就新建": "add to this pack file, which is made if there is none",
    "条目名称；不写就用文件名": "name of the entry; by default that of the file",
    "把不得外传的文件写成“紧急布控”的条目：打印，或加进 --pack 的规则包":
        "make entries of “Alert” from files that must not leave: print them, or add them to the pack --pack",
    "依据，例如：保密办布控单第1号": "basis, such as the number of the secrecy office's order",
    "编号；不写就给一个别处没有的，例如 BK-7M2Q9XKD":
        "number; by default one that is nowhere else, such as BK-7M2Q9XKD",
    "条目名称，会显示给用户；不写就用编号": "name of the entry, shown to users; by default its number",
    "性质，决定怎样放行": "nature, which decides how it is released",
    "核对过不涉密、却因密级标志被拦的内容，写成“误报豁免”的条目；签名发布后才算数":
        "make entries of “Exempted texts” from content that has a marking and is not secret; they count once signed "
        "and published",
    "怎样核对的，为什么是误报": "how it was verified, and why it is a false alarm",
    "批准人": "who approved it",
    "到哪一天为止，最长一年，例如 2027-06-30": "last day, at most in a year, such as 2027-06-30",
    "文件、图片，也可以是文件夹": "files, pictures, or folders",
    "代替文件：mishao vault fingerprint 给出的内容码":
        "instead of files: the content code that mishao vault fingerprint prints",
    "新建一个规则包：里面有一条样例全过的规则，照着改":
        "start a pack with one rule whose examples all pass, to be changed",
    "要新建的 .yaml 文件，已有的不会覆盖": "the .yaml file to make, never over an existing one",
    "规则包的名称；不写就用文件名": "name of the pack; by default that of the file",
    "两份规则包差在哪里：新增、删去、修改；--on 看影响":
        "how two packs differ: added, removed, changed; --on shows the impact",
    "旧的：内置、企业商业秘密、公安、教育，或一个文件": "the old one: 内置, 企业商业秘密, 公安, 教育, or a file",
    "新的，写法相同": "the new one, named likewise",
    "影响预览：两份规则包各跑一遍这个文件夹或文件，看会多拦、少拦哪些":
        "impact preview: judge this folder or file by both packs and show what more or less is held",
    "影响预览用本机拦下的内容": "impact preview with what this computer has held",
    "把一个网页写进策略文件：单位自己的照常，别的种类同聊天软件；签名发布以后生效":
        "write a web page into a policy file: the unit's own as usual, other kinds like chat clients; in force once "
        "signed and published",
    "窗口标题里站名的那一段，例如 县医院OA；开头或结尾可写 *":
        "the site's part of the window title, such as 县医院OA; may begin or end with *",
    "策略文件；没有就从内置策略抄一份": "policy file; if there is none, a copy of the built-in one",
    "哪一种": "which kind",
    "规则工坊：用表单或 YAML 写规则，样例边写边验，签名发布":
        "rule workshop: write rules in a form or YAML with examples proved meanwhile, sign and publish",
    "规则包文件；没有就新建；不写就是本机的 单位.yaml；内置等只看":
        "pack file, which is made if there is none; by default this computer's 单位.yaml; 内置 and such are read-only",
}

_POLICY = {
    "策略：check、show": "policy: check, show",
    "核对策略文件：每一处错在第几行、怎样改；可以用的，列出和内置策略的不同":
        "check a policy file: the line of each mistake and how to correct it; if usable, what differs from the "
        "built-in policy",
    "策略文件": "policy file",
    "一起发布的规则包：文件、内置、附加规则包；可写几次，不写就是内置":
        "pack to publish with it: a file, 内置, an additional pack; repeatable, by default 内置",
    "列出策略和内置策略的不同；不写文件，就是这台电脑上有效的":
        "print how a policy differs from the built-in one; without a file, the one in force here",
    "列出全部项目，也列和内置策略一样的": "print every entry, also those of the built-in policy",
}

_PUBLISH = {
    "下发规则（管理员）：init、release、promote、withdraw、suspend、resume、answer、resign、status、add-key":
        "publish rules (administrators): init, release, promote, withdraw, suspend, resume, answer, resign, status, "
        "add-key",
    "下发规则（管理员）：签名、发布、扩大、撤回、停用":
        "publish rules (administrators): sign, release, widen, withdraw, suspend",
    "建立发布目录和全部密钥": "make the publishing folder and all keys",
    "电脑从哪里取：https 地址或目录": "where computers fetch from: an https address or a folder",
    "根密钥几把": "number of root keys",
    "其中几把签名才有效": "how many of them must sign",
    "规则密钥几把": "number of rule keys",
    "多少天内要续签；只用 U 盘的写 400": "days until signatures must be renewed; 400 where only USB sticks are used",
    "根密钥和规则密钥写到哪里（U 盘）；不写就在发布目录":
        "where root and rule keys are written (a USB stick); by default the publishing folder",
    "添一把密钥；--drop 同时作废一把": "add a key; --drop removes one at the same time",
    "哪一种密钥": "which kind of key",
    "作废的密钥，写编号开头几位": "key to remove, by the first characters of its number",
    "以后几把签名才有效；不写就不变": "how many must sign from now on; by default as before",
    "新密钥写到这个目录（U 盘）；不写就在发布目录的 keys 里":
        "write the new key to this folder (a USB stick); by default keys in the publishing folder",
    "从这个范围现在的规则开始，只改写出来的：跑完全部样例，列出差别，问过以后签名发布":
        "begin with the ring's present rules and change what is named: run all examples, show the differences, ask, "
        "sign and publish",
    "新增或换上：规则包文件、内置、企业商业秘密、公安、教育；可写几次":
        "add or replace: a pack file, 内置, 企业商业秘密, 公安, 教育; repeatable",
    "换上的策略文件；不写就照旧": "new policy file; by default as before",
    "换上的学习判断的权重；不写就照旧": "new weights of the learnt judge; by default as before",
    "新增或换上：mishao exact build 做的名单索引；可写几次":
        "indexes of tables, made by mishao exact build, to add or replace; repeatable",
    "去掉：规则包的文件名、内置、名单的名称，或 策略、权重（改用自带的）；可写几次":
        "remove: a pack's file name, 内置, or 策略, 权重 (the program's own are used); repeatable",
    "从第几号开始改；不写就从这个范围现在的一号": "number to begin with; by default the ring's present one",
    "频道": "channel",
    "频道里百分之几的电脑收到；不写就是 0": "per cent of the channel's computers that get it; by default 0",
    "这些组的电脑一定收到，可以写几次；百分比和组都不写，就给“试点”组":
        "computers of these groups get it in any case; repeatable; without per cent and groups, the group 试点",
    "频道是新开的；不写，就只认已有的频道": "the channel is new; otherwise it must exist",
    "给人看的名称；不写就用规则包的名称和版本": "name for people; by default name and version of the pack",
    "不问（给脚本用）；有放宽的，还要用 --loosen 逐项写上":
        "do not ask (for scripts); what is loosened must be named by --loosen",
    "同意放宽的一项，如 模式、上报、规则编号、规则包文件名；可写几次":
        "one thing that may be loosened, such as 模式, 上报, a rule's number, a pack's file name; repeatable",
    "把一个已发布的规则放到更大（或更小）的范围：没有写的照旧；换频道是移过去，原来频道的电脑退回它之前的规则":
        "publish a release to a larger (or smaller) ring: what is not given stays; another channel moves it, and the "
        "computers of the former one go back to the rules before it",
    "第几号，见 publish status": "number, see publish status",
    "移到这个频道；不写就照旧": "move to this channel; by default as before",
    "频道里百分之几的电脑收到；不写就照旧": "per cent of the channel's computers that get it; by default as before",
    "换成这些组，可以写几次；不写就照旧": "these groups instead; repeatable; by default as before",
    "不再另加任何组": "no more groups",
    "撤回一个规则：电脑回到它之前的那一个": "withdraw a release: computers go back to the one before it",
    "紧急：差别照样列出，但不问，也不用逐项写 --loosen":
        "emergency: show the differences, but do not ask, and need no --loosen",
    "紧急停用：所有电脑只提醒不拦截，到时自己恢复；U 盘也行":
        "suspend: all computers warn and block nothing until then; works by USB stick, too",
    "原因，会显示给用户": "reason, shown to users",
    "几小时，最长 72": "hours, at most 72",
    "提前结束紧急停用": "end the suspension early",
    "答复一条误报反馈：采纳或不采纳；反馈的人在自己的电脑上看到":
        "answer a report of a false alarm: adopted or not; who reported it sees the answer",
    "反馈号，在 mishao fleet report 里": "number of the report, in mishao fleet report",
    "采纳，或不采纳": "adopted, or not",
    "写给反馈的人，最多 200 字，每台电脑都会收到":
        "words for who reported it, at most 200 characters; every computer receives them",
    "采纳的，从哪天的规则起不再提示：2026-12-01": "if adopted, the day of the rules that no longer say it: 2026-12-01",
    "续签（只用在线密钥，可以定时运行）": "renew signatures (with the online key alone, so a timer can run it)",
    "时钟是对的：比现在晚的签名，是当时快了":
        "the clock is right: it was ahead when what is later than now was signed",
    "规则清单也续签，要规则密钥": "renew the list of rules, too, which needs the rule key",
    "发布了什么、谁签的、哪天到期；一周内到期时退出码为 1":
        "what is published, by whom, until when; the exit code is 1 when something expires within a week",
}

_OFFICE = {
    "授权码（保密办）：init、show、sign；不用联网":
        "authorisation codes (secrecy office): init, show, sign; works offline",
    "建立授权密钥": "make the authorisation key",
    "授权目录": "authorisation folder",
    "请求码问的是什么": "what a request code asks for",
    "对方念的请求码，空格、横线、大小写都不要紧":
        "the request code that was read out; spaces, hyphens and case do not matter",
    "答复一个请求码：给出授权码，并记入登记簿": "answer a request code with an authorisation code, and register it",
    "登记：谁申请、为什么": "for the register: who asked, and why",
    "授权码另存到这个文件": "also save the authorisation code in this file",
    "尽责凭证：verify": "receipts of self-checks: verify",
    "核对尽责凭证：签名对不对，是不是本机出具；给出内容时也核对内容":
        "verify a receipt: its signature, whether this computer made it, and the content if it is given",
    "凭证文件": "receipt file",
    "当时查的文件，按当时的顺序，可以写几次": "the files that were checked, in the same order; repeatable",
}

_JOURNAL = {
    "日志：verify 核对有没有被改过，export 导出": "journal: verify that it is unchanged, export",
    "核对日志：改动、删除、调换、截断；没有不对的，退出码为 0":
        "verify the journal: changed, removed, swapped, cut off; 0 when nothing is wrong",
    "日志文件；不写就是本机的": "journal file; by default this computer's",
    "别处留存的校验点，条数:摘要": "checkpoint kept elsewhere, COUNT:DIGEST",
    "首个密钥，如果已经移走": "the first key, if it was moved away",
    "导出记录（不含内容，日志里本来就没有）": "export records (without content, which no journal has)",
    "jsonl 每行一个对象，csv 表格": "jsonl is one object per line, csv a table",
    "写到这个文件，不覆盖；不写就打印": "write to this file, never over another; by default print",
}

_FLEET = {
    "全单位（管理员）：report 运行、trial 试运行、inspection 自查、audit、checkpoint":
        "the whole unit (administrators): report, trial, inspection, audit, checkpoint",
    "试运行报告：仅记录的电脑、试运行的规则，执行起来会拦什么、多少次":
        "report on trials: what computers that only record, and rules on trial, would stop, and how often",
    "报告，以 .html、.docx 或 .xlsx 结尾；可写多次": "a report, ending in .html, .docx or .xlsx; repeatable",
    "发布目录：单位自己的规则的名称": "publishing folder: the names of the unit's own rules",
    "多少台在看守、用哪一号规则、拦了什么、误报多少；名册点名":
        "how many computers guard, with which rules, what was held, false alarms; compared with a roster",
    "日志服务器收到的文件（syslog 或每行一个 JSON）；不写就用 --store 里已有的":
        "files of the log server (syslog, or one JSON per line); by default what is in --store",
    "网页，给保密办": "web page for the secrecy office",
    "月报，给领导：按科室，不列人名和电脑名；以 .html 或 .docx 结尾，可写多次":
        "month for the management, by section, without names of people and computers; .html or .docx, repeatable",
    "表格：点名、全部电脑": "workbook: the roster, all computers",
    "名册表格，有“电脑”列，可以有“科室”“使用人”": "roster, a table with the column 电脑 and maybe 科室, 使用人",
    "多少天没有报到就算没在看守": "days without a report after which a computer counts as not guarding",
    "应该用第几号规则；不写就是 --office 里给全部电脑的最新一号，没有就是见过的最新一号":
        "number of the rules to expect; by default the newest in --office for all computers, else the newest seen",
    "存进这个数据库，下次只给新文件": "keep in this database, so that next time only new files are given",
    "发布目录：反馈的误报里哪些已经答复": "publishing folder: which false alarms have been answered",
    "一台电脑最后一条记录的校验点，给 mishao journal verify --checkpoint":
        "checkpoint of a computer's last record, for mishao journal verify --checkpoint",
    "电脑名": "name of the computer",
    "给纪检的审计材料，一个 zip：放行的时间、规则、原因、批准人、指纹，日志核对，校验和":
        "material for auditors, one zip: time, rule, reason, approver and fingerprint of each release, verified "
        "journals, checksums",
    "写到这个 .zip 文件": "the .zip file to write",
    "日志服务器收到的文件": "files of the log server",
    "从电脑上拷来的日志文件夹，以电脑名命名；可以是装着它们的文件夹，可写多次":
        "journal folder copied from a computer and named after it, or a folder of such; repeatable",
    "发布目录：列出规则发布和误报豁免": "publishing folder: lists releases of rules and exemptions",
}

_PROVISION = {
    "布置这台电脑（管理员）：不提问，写好 /etc/mishao；有一处不对，就什么也不写":
        "set up this computer (administrators): asks nothing and writes /etc/mishao, nothing if anything is wrong",
    "规则从哪里取：https 地址、目录或 .zip，依次询问，可写多次":
        "where rules come from: https address, folder or .zip, asked in this order; repeatable",
    "信任的根密钥：发布目录里的 install/root.json": "root of trust: install/root.json of the publishing folder",
    "频道；不写就是 正式": "channel; by default 正式",
    "这台电脑所属的组，例如 试点，可写多次": "group of this computer, such as 试点; repeatable",
    "取规则用的代理": "proxy for fetching rules",
    "规则服务器的证书只能由它签发（PEM）": "the only certificates that a rule server may be signed by (PEM)",
    "上报时写哪个科室": "section that reports name",
    "上报时怎样称呼这台电脑": "what reports call this computer",
    "先留着的内容留多少天，1 到 3650": "for how many days held content is kept, 1 to 3650",
    "谁的授权码有效：授权目录里的 authorise.pub": "whose codes are valid: authorise.pub of the authorisation folder",
    "名单密钥：mishao exact build 写的 exact.key": "key of tables: the exact.key that mishao exact build wrote",
    "文件闸门开或关；不写就不变": "file gate on or off; by default as before",
    "从这个文件读上面这些（TOML）；命令行上写了的，照命令行":
        "read all of these from a file (TOML); what the command line says counts instead",
    "setup.exe 自己用：照它的命令行布置": "for setup.exe: set up as its command line says",
    "已有的也换掉；不写就不动": "also replace files that exist; by default they stay",
    "写到这个目录下的系统里，例如一个镜像": "write into the system below this folder, such as an image",
}

_EXACT = {
    "名单比对（管理员）：build、show": "exact data match (administrators): build, show",
    "把单位自己的名单（xlsx、csv）做成名单索引：只有带密钥的散列，没有名单里的字":
        "make an index of a table of the unit (xlsx, csv): keyed hashes alone, no word of the table",
    "名单：xlsx、xls、et 或 csv，列名在前 10 行里":
        "the table: xlsx, xls, et or csv, headings in one of its first 10 rows",
    "名单叫什么，提醒里会写": "what the table is called, also in warnings",
    "索引写到这个文件；已有的不覆盖": "file of the index; one that exists is not replaced",
    "名单密钥 exact.key；没有就新建": "key of tables, exact.key; made where there is none",
    "名单密钥 exact.key：规则包里写明发布时散列的词表，用它散列":
        "key of tables, exact.key: word lists of packs that are to be hashed (发布时散列) are hashed with it",
    "把写明“发布时散列”的词表换成带密钥的散列：发布出去的规则包里没有这些词":
        "replace word lists that are to be hashed (发布时散列) by keyed hashes: none of their words is published",
    "带着词的规则包，留在保密办": "the pack with the words, which stays in the office",
    "写到哪个文件，已有的不会覆盖": "file to write; one that exists is not replaced",
    "对上时按什么性质处理": "nature by which a match is treated",
    "用哪几列，写列名，至少写两次；不写就列出有哪些列":
        "columns to use, by their headings, at least two; without any the columns of the table are listed",
    "哪张工作表；不写就是第一张": "sheet of the workbook; by default the first",
    "看一份名单索引：名称、性质、多少行、什么时候做的；带上密钥就核对是不是同一把":
        "print name, nature, rows and date of an index; with a key also whether it is the right one",
    "名单索引": "index of a table",
    "名单密钥 exact.key": "key of tables, exact.key",
}

_TRACE = {
    "从拍屏幕的照片里读溯源点阵（管理员）：哪台电脑、几点；读出来退出码为 0":
        "read the field of dots in a photograph of a screen (administrators): which computer, which hour; 0 when found",
    "照片，或从照片上裁下来的一块（至少三分之一个屏幕）": "the photograph, or a part of it with a third of the screen",
}

_CASES = {
    "事项（管理员）：update、list、show、set、verify、export":
        "cases (administrators): update, list, show, set, verify, export",
    "核对经过记录，打印校验点；有改动，或和留在别处的校验点对不上，退出码为 1":
        "check the histories, print a checkpoint; 1 when one was changed or does not go on from the given checkpoint",
    "以前导出或核对时的校验点，条数:摘要": "checkpoint of an earlier export or check, COUNT:DIGEST",
    "数据库，和 mishao fleet report --store 是同一个": "database, the same as of mishao fleet report --store",
    "事项的编号": "number of the case",
    "读日志服务器的文件，把要人过问的做成事项：国家秘密、反复、凭理由放行、误报反馈":
        "make cases of what somebody has to look into: state secrets, repeats, releases for a reason, feedback",
    "日志服务器收到的文件；不写就用数据库里已有的": "files of a log server; without any, what the database has",
    "发布目录：单位自己的规则，反馈的答复": "publishing folder: the unit's own rules, answers to feedback",
    "同一台电脑、同一条规则，一周里几次算反复": "how often one rule on one computer in a week counts as repeated",
    "没办结的事项，快到期的在前；经过记录被改动过时退出码为 1":
        "open cases, those that are due first; 1 when a history was changed",
    "只列这个状态的": "only those in this state",
    "只列这个人负责的": "only those of this owner",
    "只列逾期的": "only those that are overdue",
    "一件事项和它的全部经过": "one case and all that was done",
    "改负责人、状态、期限，或者记一条经过；谁改的、什么时候改的都留下":
        "change owner, state or due day, or add a note; who did it and when stays",
    "谁改的；有控制台的，要是它的保密管理员": "who changes it: a secrecy administrator of the console, if there is one",
    "控制台目录，按它的人员核对 --by；用这个数据库开过控制台的不用写":
        "folder of the console with whose people --by is compared; by default the one opened with this database",
    "负责人": "owner",
    "状态": "state",
    "期限：2026-12-05": "due day: 2026-12-05",
    "一条经过，最多 500 字，不写内容": "a note of 500 characters at most, without content",
    "导出事项清单，或一个月的月报": "export the cases, or the statement of a month",
    "以 .docx 或 .xlsx 结尾，可以两样都写": "ending in .docx or .xlsx; both may be named",
    "哪个月的月报：2026-11；不写就是全部事项": "statement of which month: 2026-11; by default all cases",
}

_CONSOLE = {
    "控制台（三员）：open 打开，add、remove 人员，verify 核对操作记录":
        "console of the office: open it, add and remove its people, verify its log",
    "控制台目录：操作记录，没有放到 U 盘的钥匙": "folder of the console: its log, and keys that are on no USB stick",
    "打开控制台：只在这台电脑上的网页，一次有效的链接；终端结束它就结束":
        "open the console: pages on this computer alone, by a link that is good once; it ends with its terminal",
    "谁来用，用 mishao console add 加过": "who uses it, as added by mishao console add",
    "mishao cases update 写的数据库": "database that mishao cases update writes",
    "授权目录": "folder of the key for codes",
    "名单密钥 exact.key：核对要签名的话里有没有散列的代号，散列新规则包里的词表":
        "the key of tables (exact.key): looks for code words in what is to be signed, and hashes those of new packs",
    "待发布的文件夹：规则包、策略、名单索引，做好了放进来":
        "folder of drafts: packs, policies, indexes of tables that new releases may take",
    "加一个人，建一把钥匙；第一个是系统管理员，以后由系统管理员加":
        "add a person and make a key; the first is a system administrator, who adds the others",
    "姓名": "name",
    "角色，一个人只有一个": "role; a person has one",
    "谁来加：一个系统管理员": "who does it: a system administrator",
    "钥匙放到这个文件夹（本人的 U 盘）": "folder for the key (a USB stick of its holder)",
    "停用一个人": "let a person in no more",
    "核对操作记录：每一条的签名和衔接；有问题，或和留在别处的校验点对不上，退出码为 1":
        "check the log: signature and chain of each line; 1 when something is wrong or it does not go on from the "
        "given checkpoint",
    "以前的校验点，条数:摘要": "an earlier checkpoint, COUNT:DIGEST",
}

_PARSER = {"显示这段说明": "show this help"}

WORDS = {**_SHARED, **_TOP, **_VAULT, **_RULES, **_POLICY, **_PUBLISH, **_OFFICE, **_JOURNAL, **_FLEET, **_PROVISION,
         **_EXACT, **_CASES, **CALLS, **_CONSOLE, **_TRACE, **INSPECT, **_PARSER}
"""English by Chinese words, for every help text of `ui.console.commands`."""
