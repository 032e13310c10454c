"""Where our default would say otherwise than a published verdict: the page `docs/agreement.md`.

`python -m tests.published.agreement > docs/agreement.md`
"""

from tests.published.series import Published, judged, published

# What the publisher's words are in ours.
WORDS = {
    "target_achieved": "met",
    "substantial_progress": "on_track",
    "moderate_progress": "behind",
    "limited_progress": "off_track",
    "deterioration": "reversed",
    "not_available": "not_due",
}

_HEAD = """\
# Where a straight line and a growth rate disagree

Statistics Canada publishes 132 series of the Canadian Indicator Framework with base, current and target values and its own verdict. Under the profile `cagr` this program gives every one of the {count} series with a target the same progress value and the same status. Under `standard`, the default, {differing} of them read otherwise. They are listed here, with why we prefer ours.

**What differs.** `cagr` compares growth rates: observed against required, per year, compounding. `standard` compares ways: the part of the way from baseline to target that is done, against the part of the time that has passed.

**Why the straight line is our default.**
- A growth rate judges the ratio of two rates and not where one stands. Far from the target both are small and their ratio is generous: 1 of 750 projects after the first of five years has no growth rate at all (it starts from zero), while the straight line expects 150 and reads "off track".
- A plan's totals, checklists, grades and targets from zero have no growth rate. One rule for all of them can be compared down a column.
- "44 % of the way, 40 % of the time" can be checked by a reader with a pencil.

Where a plan means compound growth (年均增长), its metric says `path` `compound`, and the default follows that curve. Anybody can look at the same data under `cagr`.

| series | base | current | target | published | standard | way done | time passed |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    series = published()
    lines = [line for line in map(_line, series) if line]
    return _HEAD.format(count=len(series), differing=len(lines)) + "".join(lines)


def _line(one: Published) -> str:
    ours = judged(one, "standard")
    theirs = WORDS[one.status]
    if ours.status == theirs:
        return ""
    way = "–" if ours.progress is None else f"{ours.progress:.1%}"
    time = "–" if ours.expected is None else f"{ours.expected:.1%}"
    name = f"{one.name} ({one.key})".replace("|", "/")
    base, current = f"{one.base:.6g} ({one.base_year})", f"{one.current:.6g} ({one.year})"
    target = f"{one.target:.6g} ({one.due.year})"
    return f"| {name} | {base} | {current} | {target} | {theirs} | {ours.status} | {way} | {time} |\n"


if __name__ == "__main__":
    print(page(), end="")
