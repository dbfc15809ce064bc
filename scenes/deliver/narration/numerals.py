"""Numbers of a text in words. English says the digits behind the point one by one. Russian says the fraction (семь
целых девяносто восемь сотых) as long as it has a name that people use, and declines it where a word before asks for it.
"""

from __future__ import annotations

import re

_NUMBER = {"en": re.compile(r"\d+(?:\.\d+)?"), "ru": re.compile(r"\d+(?:,\d+)?")}
_DIGITS = {
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "ru": ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"],
}
_PARTS = ("", "десят", "сот", "тысячн")  # of a whole: what has a name that people use
# Endings of целая, десятая, сотая, тысячная: with one, with another number.
_ENDINGS = {"n": ("ая", "ых"), "a": ("ую", "ых"), "g": ("ой", "ых"), "d": ("ой", "ым"), "i": ("ой", "ыми")}
_ASKED_BY = {
    "g": "с до от из после около больше меньше для без вместо",
    "d": "к равен равна равно равны",
    "a": "на за через в",
    "i": "между над",
    "по": "по",  # по одному, but по два
}
_CASES = {word: case for case, asking in _ASKED_BY.items() for word in asking.split()}
# The last letters of what is counted, by which its gender is seen: with one, where the case of the numeral is this one
# (21 эпоха, 21 эпоху, из 21 эпохи), and with two (22 эпохи).
_ONE = {
    "n": {"f": "ая", "n": "ое"},
    "a": {"f": "ую", "n": "ое"},
    "g": {"f": "ыий"},
    "d": {"f": "еий"},
    "i": {"f": "йю"},
}
_TWO = {"f": "иы"}
_COUNT_NOTHING = re.compile("а|да|до|за|и|или|на|не|ни|но|о|по|при|у")  # words behind a number that are not counted
_BETWEEN = ("минус", "приблизительно")  # they may stand between that word and the number


def spelled(text: str, language: str) -> str:
    """The text with its numbers as words."""
    number = _NUMBER[language]
    made: list[str] = []
    end = 0
    for match in number.finditer(text):
        before = text[end : match.start()]
        made.append(before)
        case = _case(text[: match.start()]) if language == "ru" else "n"
        made.append(_russian(match[0], case, text[match.end() :]) if language == "ru" else _english(match[0]))
        end = match.end()
    return "".join([*made, text[end:]])


def _english(number: str) -> str:
    whole, _, behind = number.partition(".")
    said = _cardinal(int(whole), "en")
    return f"{said} point {_one_by_one(behind, 'en')}" if behind else said


def _russian(number: str, case: str, after: str) -> str:
    whole, _, behind = number.partition(",")
    if not behind:
        case = "a" if case == "n" and re.match(r"[ \u00a0][а-яё]+[ую]\b", after) else case
        case = ("d" if _is_one(int(whole)) else "n") if case == "по" else case
        return _cardinal(int(whole), "ru", case, _gender(int(whole), case, after))
    case = "n" if case == "по" else case
    if len(behind) >= len(_PARTS):
        return f"{_cardinal(int(whole), 'ru')} запятая {_one_by_one(behind, 'ru')}"
    return f"{_counted(int(whole), 'цел', case)} {_counted(int(behind), _PARTS[len(behind)], case)}"


def _counted(number: int, part: str, case: str) -> str:
    """So many of the parts of a whole, which are feminine: одна целая, двух сотых. After a zero they never change:
    нулю целых."""
    ending = _ENDINGS[case if number else "n"][not _is_one(number)]
    return f"{_cardinal(number, 'ru', case, 'f')} {part}{ending}"


def _is_one(number: int) -> bool:
    """Whether what is counted stands in the singular: 1, 21, 101, not 11."""
    return number % 10 == 1 and number % 100 != 11


def _one_by_one(digits: str, language: str) -> str:
    return " ".join(_DIGITS[language][int(digit)] for digit in digits)


def _case(before: str) -> str:
    """The case that the words before a number ask for."""
    said = re.findall(r"[а-яё]+|[^\sа-яё]", before.lower())
    while said and said[-1] in _BETWEEN:
        said.pop()
    return _CASES.get(said[-1], "n") if said else "n"


def _gender(number: int, case: str, after: str) -> str:
    """The gender of what is counted, as its ending shows it with one and two: эпоха, эпохи, число."""
    found = re.match(r"[ \u00a0]([а-яё]+)", after)
    if found is None or _COUNT_NOTHING.fullmatch(found[1]) or number % 100 in (11, 12) or number % 10 not in (1, 2):
        return "m"
    shown = _ONE[case] if number % 10 == 1 else _TWO
    return next((gender for gender, letters in shown.items() if found[1][-1] in letters), "m")


def _cardinal(number: int, language: str, case: str = "n", gender: str = "m") -> str:
    from num2words import num2words  # part of the extra `voice`

    if language == "en":
        return str(num2words(number, lang="en")).replace(",", "")
    said = str(num2words(number, lang="ru", case=case, gender=gender, animate=False))
    return re.sub(r"\bнол(?!ь)", "нул", said)  # ноль, but нуля, нулю
