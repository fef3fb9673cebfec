"""Finds addresses of dwellings in every spelling: 「幸福里3栋402」, 「人民路12号3单元501」, 「河西村五组12号」.

A street and a number may be a shop's or an office's; a room in a block, a unit or a number in a village is a
dwelling, unless the words before it name an office, a shop or a school.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

GATES = (
    "栋", "幢", "单元", "0号", "号0", "0座", "座0", "0室", "0弄", "0-00", "0#", "0组",
    *(f"{one}组" for one in "一二三四五六七八九十"),
)
"""Folded literals; every line with such an address contains one of them."""
_N = "[0-9一二三四五六七八九十百零〇]"
_S = r"[ \t,|]?"
_BLOCK = rf"(?:{_N}{{1,4}}|[A-Za-z])(?:栋|幢|座|号楼|号院|#楼?)"
_UNIT = rf"{_N}{{1,3}}(?:单元|门洞)"
_FLOOR = rf"(?:{_N}{{1,2}}[层楼]{_S}|{_N}{{1,2}}-)?"
_ROOM = rf"{_N}{{3,5}}(?:室|房|号)?(?![-0-9%户套间人名个平米元年月㎡])"
_DOOR = re.compile(
    # The first characters of every form; all else, and the middle of a long number, is skipped at once.
    r"(?=[0-9一二三四五六七八九十百零〇A-Za-z \t,|附])(?![0-9]{5})(?:"
    rf"{_BLOCK}{_S}(?:{_BLOCK}{_S})?(?:{_UNIT}{_S})?{_FLOOR}{_ROOM}"
    rf"|(?:{_N}{{1,4}}号{_S})?{_UNIT}{_S}{_FLOOR}{_N}{{2,5}}(?:室|房|号)?(?![-0-9%户套间人名个平米元年月㎡])"
    rf"|{_N}{{1,4}}[号弄]{_S}(?:{_N}{{1,4}}号{_S})?{_N}{{2,4}}室"
    rf"|(?<=[区园苑城里府湾庭居郡邸馆墅村寓舍院楼坊轩阁庄期]){_S}[0-9]{{1,3}}[#栋幢]?-(?:[0-9]{{1,3}}-){{0,2}}[0-9]{{2,4}}(?:室)?(?![-0-9])"
    rf"|{_N}{{1,3}}(?:村民小?|居民小?)?[组队社]{_S}(?:附)?{_N}{{1,4}}(?:-[0-9]{{1,3}})?号"
    rf"|(?<=[村屯寨]){_S}(?:附)?{_N}{{1,4}}(?:-[0-9]{{1,3}})?号(?![楼线院井]|公路))",
)
_STREET = re.compile(
    rf"(?<=[路街巷道里弄村屯庄条同]){_N}{{1,5}}(?:-[0-9]{{1,3}})?号|(?<=[村屯庄]){_N}{{1,3}}组",
)
"""Forms that are a dwelling only below a heading for addresses."""
_DWELLING_HEADING = re.compile("住址|家庭|居住|户籍|现住|收货|收件|户主|业主|租户|住户")
_PLACE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·()-]{2,40}$")
_PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{2}")
_OFFICE = re.compile(
    "(?:大厦|写字楼|办公|商务|商场|商城|商铺|市场|广场|大楼|科技园|产业园|工业园|园区|创业|孵化|中心|公司|集团|银行|支行|医院|门诊|卫生院"
    "|学校|中学|小学|大学|学院|校区|教学|实验|政府|法院|检察院|局|委员会|居委会|村委会|派出所|服务站|酒店|宾馆|饭店|超市|药店|药房|门市|门面"
    "|店|厂|会议|教室|机房|仓库)(?![东南西北中一二三四]?[路街巷里弄道])",
)
_HOME = re.compile("家属|宿舍|公寓|小区|生活区|新村|住宅|花园|家园|苑|单元|[组队社]")
_FARTHEST_PLACE = 40


def doors(text: str, start: int, end: int, heading: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the addresses of dwellings in a line; ``heading`` is the line above it."""
    if _PLACE_NAME.search(text, start, end) is None:
        return
    patterns = (_DOOR, _STREET) if _DWELLING_HEADING.search(heading) else (_DOOR,)
    last = start
    found = [match.span() for pattern in patterns for match in pattern.finditer(text, start, end)]
    for first, behind in sorted(found, key=lambda span: (span[0], -span[1])):
        if first < last:
            continue
        place = _place(text, max(last, first - _FARTHEST_PLACE), first)
        address = text[place:behind]
        if _PLACE_NAME.search(text, place, first) and (_HOME.search(address) or not _OFFICE.search(address)):
            yield place, behind
            last = behind


def _place(text: str, start: int, end: int) -> int:
    """Return where the place name before a door number that begins at ``end`` begins."""
    while end > start and text[end - 1] in " \t,|":
        end -= 1
    match = _PLACE.search(text[start:end])
    return start + match.start() if match else end
