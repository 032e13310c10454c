"""What a heading names: a period as people write it, a unit in brackets, a metric behind its number."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, timedelta

from metrics.periods import parse_period

_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_IN_WORDS = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
_PERIOD = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?度?(?:[-/.]?(?:"
    r"(?:第)?(?P<quarter>[1-4一二三四])季度?|q(?P<q>[1-4])|h(?P<h>[12])|(?P<half>[上下])半年|"
    r"(?P<month>\d{1,2})(?:月(?:(?P<day>\d{1,2})日)?|(?:[-/.](?P<d>\d{1,2}))?)))?",
    re.ASCII,
)
# What may stand around a period without making its column another thing than the value: a target, a growth, a forecast
# would be one.
_BEFORE = re.compile(r"截[至止]到?|至")
_BEHIND = re.compile(r"(?:年底|年末|全年|末|底|止|实际|完成|实现|达到|情况|数值|数据|数|值|actual|value)$")
_BRACKETS = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
_NUMBERED = re.compile(
    r"(?:[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.](?!\d))"
)
# Days as Excel counts them, of this century.
_FIRST_DAY, _SERIALS = date(1899, 12, 30), range(36526, 73051)


def folded(text: str) -> str:
    """A text without what people write in several ways: widths, spaces, line ends, capitals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def read_period(text: str) -> str:
    """The period that a text names, 2019年三季度 and 二〇一九年三季度 as 2019-Q3; nothing where it names none."""
    plain = _YEAR_IN_WORDS.sub(lambda found: found[0].translate(_DIGITS), folded(text))
    match = _PERIOD.fullmatch(re.sub(r"^(\d\d)年", r"20\1年", plain))
    if match is None:
        return ""
    found, name = match.groupdict(), match["year"]
    quarter, half = found["quarter"] or found["q"], found["half"] or found["h"]
    if quarter:
        name += f"-Q{_CHINESE.get(quarter, quarter)}"
    elif half:
        name += f"-H{_CHINESE.get(half, half)}"
    elif found["month"]:
        day = found["day"] or found["d"]
        name += f"-{int(found['month']):02}" + (f"-{int(day):02}" if day else "")
    try:
        return parse_period(name).name
    except ValueError:
        return ""


def headed_period(text: str, units: Collection[str]) -> str:
    """The period whose value stands below a heading: 截至2017年底, 2017年实际（家）. Of a target's there is none."""
    plain = folded(text)
    for inner in _BRACKETS.findall(plain):
        if inner not in units and _stripped(inner):
            return ""
    plain = _BRACKETS.sub("", plain)
    return read_period(plain) or read_period(_stripped(_BEFORE.sub("", plain, count=1)))


def _stripped(text: str) -> str:
    while (shorter := _BEHIND.sub("", text)) != text:
        text = shorter
    return text


def numbered_day(text: str) -> str:
    """The period of a day as Excel numbers it: 42735 is 2016-12-31, and the first day of a month that month.

    Of another day nothing: a number like that is more likely a value.
    """
    if not re.fullmatch(r"\d{5}", text) or int(text) not in _SERIALS:
        return ""
    day = _FIRST_DAY + timedelta(days=int(text))
    if day.day == 1:
        return f"{day:%Y-%m}"
    return day.isoformat() if (day + timedelta(days=1)).day == 1 else ""


def bracketed_unit(text: str, units: Collection[str]) -> str:
    """The unit that stands in brackets behind a name, 研发投入（万元）; nothing where none does."""
    found = [one for one in _BRACKETS.findall(unicodedata.normalize("NFKC", text)) if one.strip() in units]
    return found[-1].strip() if found else ""


def unit_of_all(text: str, units: Collection[str]) -> str:
    """The unit that a sheet says of all its numbers, 单位：万元; nothing where it says none."""
    match = re.fullmatch(r"[(]?(?:计量)?单位[::]\s*(.+?)[)]?", unicodedata.normalize("NFKC", text).strip())
    return match[1] if match and match[1] in units else ""


def bare_name(text: str) -> str:
    """A metric's name as folded, without the number before it and the brackets at its end: （二）企业（家） is 企业."""
    plain = folded(text)
    numbered = _NUMBERED.match(plain)
    plain = plain[numbered.end() :] if numbered else plain
    return re.sub(r"\([^()]*\)$", "", re.sub(r"^其中[::]", "", plain))
