"""Tests that keys and passwords of systems are stopped in every form people write them; stand-ins are not."""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text

RULE = "BC-13"
_STRICTEST = (Action.ALLOW, Action.LOG, Action.WARN, Action.BLOCK)


def _action(judge: Judge, text: str) -> Action:
    found = [match.action for match in judge.judge(Text(text)).matches if match.rule == RULE]
    return max(found, key=_STRICTEST.index, default=Action.ALLOW)


# Keys are composed here, so that programs which search for keys do not report this file.
BODY = "MIIEowIBAAKCAQEA2k7Qb1xVfT0cJ9sWn5Lr"
KEYS = {
    "a key block": f"-----BEGIN RSA {'PRIVATE'} KEY-----\n{BODY}\nq8Zt0uYw\n-----END RSA {'PRIVATE'} KEY-----",
    "a key block of ssh in a letter": "老钟：私钥在下面，存成 id_rsa\n\n"
                                      f"-----BEGIN OPENSSH {'PRIVATE'} KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v\n",
    "a key block that is encrypted": f"-----BEGIN EC {'PRIVATE'} KEY-----\nProc-Type: 4,ENCRYPTED\n"
                                     f"DEK-Info: AES-128-CBC,4F2A\n\n{BODY}\n",
    "a key block indented in a manifest": f"  tls.key: |\n    -----BEGIN {'PRIVATE'} KEY-----\n    {BODY}\n",
    "an access key and its secret": "LTAI5tKq8RzWm2VbXc7YnHdP\nq0ZrT8yXuN3vLk6WcB1mJdF5sGhP9e\n先用这对传图",
    "an access key of a provider": "secretId 是 AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnP",
    "a token of a repository": "git remote set-url origin "
                               "https://ghp_W1xT5rQ9mK3vB7nZ2cL8dH4jF6sP0aYgE0uR@git.demo-tech.cn/a/b.git",
    "a token of a robot": "机器人地址 https://oapi.demo-talk.cn/robot/send?access_token=8f2c91d07be44a63951ce0d2f7ab83c45d",
    "a token of a repository with its name in front": "克隆用 github_"
                                                         "pat_11AKQ7R2Y0mW8tZxLc4vBn_Hs5dJ9fGpQeUiOaYkTr",
    "a token of a package index": "twine 用 pypi-" + "AgEIcHlwaS5vcmcCJGQ3ZTk0YzVhLWQ2ZmQtNDk2Ny1iMGE2",
    "a key and its secret by their short names": "obs 桶 AK=HPUAQ7ZK2M0TWX8RLDFA SK=q0ZrT8yXuN3vLk6WcB1mJdF5sGhP9e2T",
    "a secret of a small program": "appid wx7d2c9a0e41f3b586 appsecret 5f1c09e7ab24d83f6071be9d42ac8e30",
    "a key of PuTTY": "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: lin\nPublic-Lines: 1\n"
                      "AAAAC3NzaC1lZDI1NTE5\nPrivate-Lines: 1\nAAAAIJ0xkq7Lm2vWq8Zt0uYw\n",
    "a login that a registry's client keeps": '{"auths": {"reg.demo-inner.cn": {"auth": "ZGVwbG95OlJnN3QhenNr"}}}',
    "a line of a web server's password file": "lwang:$apr1$" + "q8Zt0uYw$k3vB7nZ2cL8dH4jF6sP0a1",
    "a bearer": "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJ1aWQiOiJ6dzAxIn0.Qm7vX2kT9rLw4cZs8nYb",
    "a header of an interface": "curl -H 'X-Api-Token: 51c0e7f29bd84a6e' http://10.8.1.20:8080/export",
    "an address with a password": "mysql://oa_rw:Wj%232023gd@10.20.3.7:3306/oa?charset=utf8",
    "an address of a store": "redis://:7vQ!zwfw@10.20.3.9:6379/0",
    "an address of Oracle": "jdbc:oracle:thin:kqjl/Kq2022gl@10.1.9.18:1521/orcl",
    "a command": "mysqldump -h10.7.3.9 -ukqjl -p'Lq!kq2020' kqjl > a.sql",
    "a login of a registry": "docker login -u deploy -p Rg7t!zsk reg.demo-inner.cn",
    "sshpass": "sshpass -p 'Wm5!zkJ2' ssh root@10.20.8.4",
    "a share": "net use X: \\\\10.20.1.5\\人事 /user:RSJ\\zhoum Zm2019*rs",
    "a shadow line": "root:$6$Zk8vLm2q$wP0pR9nYtQx:19432:0:99999:7:::",
    "a switch": "local-user wlzx class manage\n password cipher Kpz@wl17\n service-type ssh",
    "a community": "snmp-agent community write Kz_rw2022",
    "a tunnel": "ike peer shiju\n pre-shared-key simple Qx-swj@2019",
    "a setting in YAML": "datasource:\n  username: kq_rw\n  password: kqjl2022Q3\n",
    "a setting in properties": "spring.redis.password=7cG!kqjlRS",
    "a setting in JSON": '{"host": "10.20.3.7", "appSecret": "9f2c7be1d04e51aa"}',
    "a setting in code": 'self.sk = "6ec6bff65c0c3ba14430bfd08682"',
    "a setting in a shell": "export DB_PASS=Kq@pg14_lt",
    "a setting in Chinese": "考勤库.password=Kq#2023gl",
}


@pytest.mark.parametrize("text", KEYS.values(), ids=KEYS)
def test_what_a_provider_issues_or_a_setting_holds_is_blocked(text: str, judge: Judge) -> None:
    assert _action(judge, text) is Action.BLOCK


TOLD = {
    "a form": "OA系统\n用户名：zhoumin\n密码：Zm#2023oa",
    "one breath": "考勤系统你登我的号吧 用户名zhoumin密码Zm2023oa 登完退出",
    "a pair": "堡垒机 zhoum / Zm!n2Fab8 先用着",
    "a pair without blanks": "业务系统 http://10.8.2.16:7001 zhoum/Zm@0303! 用完退出",
    "a row of a table": "档案数据库\thttp://10.7.9.53:8080/da\tzhoum\tDaz@2021#x7\t只读",
    "a row of a CSV": "视频监控平台,10.7.9.60,zhoum,Sp#gl8866",
    "a changed one": "服务器密码昨晚改了，现在是Fz@9527lh，登录后台先改自己的",
    "English": "FYI, root on the OA server (10.8.3.20) is now Kestrel-77-Harbor. Rotated at noon.",
    "English with labels": "VPN account\nLogin: zhoum\nPassword: Blue7!fish42",
    "English with a comma": "The gateway is vpn.east-river.cn, user lwang, password Mango!4471tree.",
    "traditional": "遠端進系統用這組 帳號 zhoum 密碼 Tw!n2Fab88",
    "full width": "财政系统　用户名：ｚｈｏｕｍ　密码：Ｚｍ＃２０２３",
    "one character": "单位VPN: 用户 zhoum / 密 Zf@88lzyj",
    "spelled": "户籍系统管理员账号 admin 密码是六个8",
    "a dash": "机房服务器--root--密码--Jf!2021kk",
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_a_password_of_an_office_system_is_blocked_however_it_is_told(text: str, judge: Judge) -> None:
    assert _action(judge, text) is Action.BLOCK


@pytest.mark.parametrize("text", [
    "参保那套先用我们仨的:luocy / Lcy#0417,qindy / 88xiaoyong!", "值班机开机密码是Zhb#2019，屏保也一样",
    "打印机管理页 zhoum2 / Pr!nt2023",
])
def test_a_password_of_an_unnamed_thing_is_asked_about(text: str, judge: Judge) -> None:
    assert _action(judge, text) is Action.WARN


STAND_INS = {
    "colours of a style": "        token: '#8cd0d3',\n        password-field-key: '#c0bed1',",
    "stars": "spring.datasource.password=******",
    "a variable": "password: ${DB_PASS}",
    "a variable with its default": "password: ${REDIS_PASS:changeme}",
    "a template": "password: {{ vault_db_password }}",
    "a slot": "API_KEY=<your-api-key-2024>",
    "to be changed": "DB_PASS=changeme123",
    "yours": "password = your_password_1",
    "an address with a stand-in": "mysql://root:changeme@10.0.0.5:3306/demo",
    "an address of an example": "postgres://app:S3cure%21pw@db.example.com/app",
    "an address of documentation": "mysql://app:Zm#2023@192.0.2.10/app",
    "an address of this machine": "redis://:Zm2023oa@127.0.0.1:6379",
    "the provider's own example": "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
                                  "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "a key of a standard": 'KEY_SECRET = "0123456789ABCDEFFEDCBA9876543210"',
    "a manual's Secret": "data:\n  username: YWRtaW4=\n  password: MWYyZDFlMmU2N2Rm",
    "a public key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0xkq7Lm2vW lin@laptop",
    "a key block without a key": f"-----BEGIN RSA {'PRIVATE'} KEY-----\n...\n-----END RSA {'PRIVATE'} KEY-----",
    "a key block that is cut": f"-----BEGIN {'PRIVATE'} KEY-----\nMIIEvQIBADANBgkqhkiG...\n",
    "code that reads it": "password = os.environ['DB_PASS_2024']\ntoken = request.headers.get('X-Token2')",
    "code that hashes it": "password: bcrypt.hashpw(pw2, salt)",
    "a hidden one in a log": "Logging into registry with:\n  username: build-bot\n  password: ***",
    "the box": "登录路由器 192.168.1.1，系统用户名 admin 密码 admin",
    "a lab's switch": "snmp-server community public ro\nlocal-user student password cipher Huawei@123",
    "an exercise": "实验二 系统登录\n口令设为Lab@12345，截图写进实验报告",
    "a demonstration": "演示系统账号 demo2 / Demo#123，每天清空",
    "a rule of passwords": "OA系统密码长度8-16位，须含大小写字母和数字，90天更换一次",
    "a rule with its number": "系统口令不少于12位；密码有效期90天",
    "an advisory": "检查后台系统是否仍使用默认口令，如admin/admin",
    "a hint": "系统密码忘了找信息科，电话87654321",
    "a mail": "联系人 zhoumin / zhoumin2023@demo.gov.cn，公文系统有问题找他",
    "files": "系统上线材料 readme2 / deploy2023.docx，images/logo@2x.png",
    "versions": "系统升级 actions/checkout@v4、microsoft/TypeScript#1234、@types/Node@18.2.0",
    "a spreadsheet": '=IFERROR(VLOOKUP(A2,Sheet2!$A:$D,4,0),"系统里没有")',
    "speeds": "系统测速 down / 100Mbps up / 20Mbps",
    "a product's key": "系统安装密钥 W269N-WFGWX-YVC9B-4J6C9-T83GX，微软文档里有",
    "wifi": "会议室WiFi: Demo_5G\n密码 muyu8888!",
    "a game": "游戏服务器账号 zhoum / Zm#2023gg 借你玩两天",
    "a parcel": "取件码 6-2-0418，密码锁的快递柜",
}


@pytest.mark.parametrize("text", STAND_INS.values(), ids=STAND_INS)
def test_what_is_in_the_place_of_a_secret_may_go_out(text: str, judge: Judge) -> None:
    assert _action(judge, text) in (Action.ALLOW, Action.LOG)


def test_what_is_shown_of_a_secret_is_where_it_was_found(judge: Judge) -> None:
    text = "第一行\n第二行\nspring.redis.password=7cG!kqjlRS\n"
    (match,) = [match for match in judge.judge(Text(text)).matches if match.rule == RULE]
    assert text[match.start:match.end].endswith("7cG!kqjlRS")
    assert "\n" not in match.text
