"""Is what came out of a file what should have? Every fault in words; none when all is well."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

Found = Mapping[str, Any]
Expected = Mapping[str, Any]


def faults(found: Found, expected: Expected) -> list[str]:
    """What is wrong with an answer of `pincore check`; nothing when it fits the expectation or one of its alternatives."""
    first = _faults(found, expected)
    if not first or any(not _faults(found, other) for other in expected.get("alternatives", ())):
        return []
    return first


def _faults(found: Found, expected: Expected) -> list[str]:
    if found["ok"] is not expected["ok"]:
        said = found.get("error") or found.get("ask") or found.get("warnings")
        return [f"ok should be {expected['ok']} and is {found['ok']}: {said}"]
    if expected["ok"] is True:
        return [*_wrong_numbers(found, expected), *_missing_warnings(found["warnings"], expected.get("must_warn", ()))]
    if expected["ok"] is False:
        error = found["error"]
        return _missing_words(f"{error['problem']} {error['remedy']}", expected.get("must_reject_with", ()))
    return [] if found["ask"] else ["it must say what it asks"]


def _wrong_numbers(found: Found, expected: Expected) -> Iterable[str]:
    allowed = [option["totals"] for option in expected.get("totals_any_of", ())] or [expected.get("totals")]
    if allowed != [None] and found["totals"] not in allowed:
        yield f"totals {found['totals']} instead of {allowed}"
    pins = expected.get("n_pins_any_of") or [expected.get("n_pins")]
    if pins != [None] and found["n_pins"] not in pins:
        yield f"{found['n_pins']} Pins instead of {pins}"
    if "totals_any_of" not in expected:
        for end in ("date_min", "date_max"):
            if expected.get(end) and found[end] != expected[end]:
                yield f"{end} {found[end]} instead of {expected[end]}"
    if not expected.get("titles_or_warn"):
        for pin, title in expected.get("titles", {}).items():
            if found["titles"].get(pin) != title:
                yield f"the title of {pin} is {found['titles'].get(pin)!r} instead of {title!r}"


def _missing_warnings(warnings: Iterable[str], wanted: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    said = re.sub(r"(?<=\d),(?=\d{3})", "", " \n ".join(warnings)).lower()
    for warning in wanted:
        words, count, lines = warning["any_words"] or (), warning["count"], warning["lines"] or ()
        if not said or (words and not any(word.lower() in said for word in words)):
            yield f"no warning about {warning['about']}: {said!r}"
        elif count is not None and not _names(said, [count]):
            yield f"no warning counts {count} ({warning['about']}): {said!r}"
        elif lines and not _names(said, [near for line in lines[:10] for near in (line - 1, line, line + 1)]):
            yield f"no warning names a row near {lines[:10]} ({warning['about']}): {said!r}"


def _missing_words(said: str, groups: Iterable[Iterable[str]]) -> list[str]:
    return [f"none of {group} in {said!r}" for group in map(list, groups) if not any(word.lower() in said.lower() for word in group)]


def _names(said: str, numbers: Iterable[int]) -> bool:
    return any(re.search(rf"(?<!\d){number}(?!\d)", said) for number in numbers)
