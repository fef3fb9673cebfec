"""Lists and notices that name people, animals or numbers and tell nothing private: they may go out."""

from __future__ import annotations

import pytest

from rules.judge import Judge
from rules.model import Action
from rules.text import Text

HARMLESS = {
    "cast of a film": "《山河岁月》演职员表\n导演：顾长河\n编剧：梁晓雯、杜若飞\n主演：陈冬生 饰 老支书赵有田\n      刘一楠 饰 女兵林小满\n"
                      "      周子昂 饰 通信员小豆子\n摄影：胡建平\n友情出演：郑大年、吴秀莲",
    "cast of a school's play": "校园剧《雷雨》分工，周五下午排练\n周朴园——高二3班 陈铭\n繁漪——高二5班 刘思雨\n周萍——高二3班 王子豪\n"
                             "四凤——高一2班 赵可欣\n灯光：许老师  道具：家委会",
    "football team": "县篮协杯足球赛 城关镇代表队首发\n1号 门将 马志强\n4号 后卫 李海波\n5号 后卫 白玉龙\n8号 中场 宋凯\n10号 前锋 杨光\n"
                     "替补：谢飞、冯亮、何俊\n领队：王科长",
    "scores of a match": "【男乒小组赛】\n孙浩 3:1 郭鹏\n蔡明远 0:3 曾凡\n潘石 3:2 董雷\n下一轮周三晚七点，老地方",
    "animals at a shelter": "待领养小朋友名单\n1. 王富贵，男，3岁，橘猫，已绝育，怕生\n2. 李白，女，1岁半，萨摩耶，疫苗齐\n"
                            "3. 张发财，男，8岁，田园犬，左前腿骨折术后恢复中\n领养请私信志愿者",
    "a vet's patients": "今天门诊：\n豆包（泰迪，11岁）心脏杂音，开了药\n奶茶（布偶，2岁）绝育术后第3天，拆线\n老黑（中华田园犬）细小阳性，隔离笼住院",
    "leaders at a meeting": "县政府领导分工（已在门户网站公开）\n县长 高志远：主持县政府全面工作\n副县长 林文斌：负责农业农村、水利\n"
                           "副县长 谭丽华：负责教育、卫生健康\n县政府办主任 邱国栋：协助县长处理日常事务",
    "duty of a hall": "政务服务大厅窗口值班\n周一 综合窗口 孟姐 0743-8222333\n周二 社保窗口 小雷 0743-8222335\n周三 不动产窗口 丁哥 0743-8222336",
    "verdict without names": "【以案释法】被告人张某某，男，1985年出生，系某建材店经营者。2019年至2021年间，张某某伙同李某（另案处理）虚开发票……"
                            "法院以虚开增值税专用发票罪判处有期徒刑三年，缓刑四年。",
    "notice of a case": "县纪委监委通报三起违反中央八项规定精神典型问题\n1. 某镇原党委委员黄某某违规收受礼品礼金问题。2021年春节期间，黄某某……受到党内警告处分。\n"
                        "2. 某局办公室主任石某公车私用问题。受到诫勉谈话处理。",
    "typical case of a court": "典型案例三 申请人刘某与某物业公司劳动争议案\n基本案情：刘某于2018年3月入职，2022年5月被口头辞退。仲裁委裁决公司支付赔偿金31200元。\n"
                              "典型意义：用人单位单方解除劳动合同应当……",
    "masked list in public": "2026年第三批公租房保障对象公示\n序号 姓名 身份证号 家庭人口\n1 王*军 4331**********1213 3\n2 龙*英 4331**********0427 2\n"
                            "3 石*保 4331**********3315 4\n公示期：5个工作日 监督电话：0743-8221010",
    "candidates for a post": "任前公示\n向明，男，土家族，1979年8月生，在职研究生学历，中共党员，现任县文旅局副局长，拟任县文旅局党组书记。\n公示期：11月3日至11月9日。"
                            "如有异议请向县委组织部反映，电话12380。",
    "winners of a lottery": "工会抽奖结果\n一等奖：综合科老段（电饭煲）\n二等奖：小贾、阿倩（保温杯）\n没中的同志每人一桶油，去302领",
    "sample number of a form": "填表说明：身份证号码按18位填写，例如11010519491231002X；手机号填11位，例如13800138000。姓名填“张三”样式即可。",
    "numbers of a test": '{"name": "测试用户", "id_card": "11010519491231002X", "mobile": "13800138000", "addr": "测试地址1号"}',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_tells_nothing_private_may_go_out(name: str, weighed: Judge) -> None:
    verdict = weighed.judge(Text(HARMLESS[name]))
    assert verdict.action.severity <= Action.LOG.severity, [(match.rule, match.text) for match in verdict.matches]


def test_two_patients_of_a_hospital_in_the_words_of_a_vet_are_people(weighed: Judge) -> None:
    text = "今天住院：\n王富贵，男，73岁，12床，冠心病，心脏杂音，儿子电话13974366218\n李白，女，51岁，15床，乳腺癌术后第3天，怕生"
    assert weighed.judge(Text(text)).action is Action.BLOCK
