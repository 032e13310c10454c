"""What do people write one after the other? Values, definitions, reviews and what all plans share, at random."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from metrics.store import Write
from tests.assessment.batch import PLANS, Case, Row, world_of_plans
from tests.assessment.metrics_at_random import BASES, UNTARGETED, case_at_random
from tests.worlds import NOW, World

_PARTS = 3
_PERCENT = {"scope": "unit_kind", "name": "percent", "check_id": "range"}


@dataclass(slots=True)
class Office:
    """A store with metrics of every kind, and what is written to it."""

    chance: Random
    metrics: int
    world: World = field(default_factory=world_of_plans)
    now: datetime = NOW
    cases: dict[str, Case] = field(default_factory=dict)
    values: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        with self.world.store.write("test", "ask", self.now) as write:
            for plan in PLANS:
                self._append(write, "plan_review", {"plan_id": plan}, {"required": True})
        for number in range(self.metrics):
            self._take_in(self._case(f"m{number}"), self.world.add)

    def write(self) -> str:
        """Write one thing or some together; what it was."""
        self.now += timedelta(minutes=self.chance.randint(1, 1000))
        actions = self.chance.choices(_ACTIONS, k=self.chance.choice([1, 1, 2]))
        with self.world.store.write("test", "write", self.now) as write:
            for action in actions:
                action(self, write)
        return ", ".join(action.__name__ for action in actions)

    def value(self, write: Write) -> None:
        """Values that wait, of any number of metrics."""
        for _ in range(self.chance.choice([1, 1, 2, 5])):
            if self.waiting:
                self._enter(write, self._next(self.waiting.pop(0)))

    def revision(self, write: Write) -> None:
        """Another number for a value that stands."""
        old = self.chance.choice(self.values)
        changed = {} if old["value"] is None else {"value": old["value"] + 1}
        self._enter(write, self._next(old) | changed | {"obs_status": "A" if changed else old["obs_status"]})

    def taking_back(self, write: Write) -> None:
        """A value that there isn't any more."""
        nothing = {"value": None, "grade": None, "unit_id": None, "qualifier": None, "obs_status": "M", "note": "误"}
        self._enter(write, self._next(self.chance.choice(self.values)) | nothing)

    def source(self, write: Write) -> None:
        """A value with a document of its own, or another title of a document."""
        old = self.chance.choice(self.values)
        name = self.chance.choice(["s", "s1", "s2"])
        self._append(write, "sources", {"source_id": name}, {"title": f"文件 {self.steps}"})
        if self.chance.random() < 0.7:
            self._enter(write, self._next(old) | {"source_id": name})

    def version(self, write: Write) -> None:
        """Another target, from a day on."""
        old = self.cases[self.chance.choice(list(self.cases))].definitions[-1]
        told = case_at_random(self.chance, old["metric_id"], [old["basis"]]).definitions[0]
        kept = {name: old[name] for name in ("plan_id", "unit_id", "scale", "reported")}
        self._change(write, told | kept | self._version(old) | {"parts": self._parts(told), "note": "改"})

    def drop(self, write: Write) -> None:
        """No target any more."""
        old = self.cases[self.chance.choice(list(self.cases))].definitions[-1]
        self._change(write, old | UNTARGETED | self._version(old) | {"milestones": {}, "frequency": None})

    def metric(self, write: Write) -> None:
        """A new metric, anywhere in its document, with its values."""
        case = self._case(f"n{len(self.cases)}")
        self._take_in(case, lambda *told, values: self._add(write, told, values))

    def review(self, write: Write) -> None:
        """A step in the review of a value that was entered lately."""
        row = self.chance.choice(self.values[-3:])
        key = {name: row[name] for name in ("metric_id", "period", "item_id")}
        state = self.chance.choice(["submitted", "approved", "approved", "approved", "returned", "reopened"])
        told = {"step": self.steps + 100, "revision": row["revision"], "state": state}
        self._record(write, "review", key | told)

    def asking(self, write: Write) -> None:
        """A plan asks for review from now on, or doesn't."""
        required = self.chance.random() < 0.7
        self._append(write, "plan_review", {"plan_id": self.chance.choice(list(PLANS))}, {"required": required})

    def shared(self, write: Write) -> None:
        """What concerns more than single metrics: a rule, a unit, a bound, a name, the begin of a plan."""
        chance = self.chance
        choices: list[tuple[str, Row, Row]] = [
            ("profiles", {"profile_id": "standard"}, {"on_track_from": Decimal(chance.choice(["0.5", "0.95"]))}),
            ("units", {"unit_id": "万元"}, {"factor": Decimal(chance.choice([1000, 10000]))}),
            ("categories", {"category_id": "c"}, {"name": f"类 {self.steps}"}),
            ("areas", {"area_id": "a"}, {"name_en": f"Area {self.steps}"}),
            ("plans", {"plan_id": "mid-year"}, {"period_start": date(2016, chance.choice([7, 8]), 1)}),
            ("limits", _PERCENT, {"most": Decimal(chance.choice([100, 150]))}),
        ]  # fmt: skip
        self._append(write, *chance.choice(choices))

    def nothing(self, write: Write) -> None:
        """What no metric stands by: a department."""
        self._record(write, "owners", {"owner_id": f"o{self.steps}", "name": "局", "name_en": "Bureau", "version": 1})

    def _case(self, metric_id: str) -> Case:
        case = case_at_random(self.chance, metric_id, [*BASES, *["composite"] * 6])
        place = {"position": self.chance.randrange(10)}
        told = [row | place | {"parts": self._parts(row)} for row in case.definitions]
        return Case(told, [] if told[0]["parts"] and self.chance.random() < 0.8 else case.values)

    def _parts(self, told: Row) -> Row:
        """Of a composite, some of the metrics that there were before it: composites, too."""
        earlier = [name for name in self.cases if name != told["metric_id"]]
        if told["basis"] != "composite" or not earlier:
            return {}
        chosen = self.chance.sample(earlier, min(len(earlier), self.chance.randint(1, _PARTS)))
        return {name: self.chance.choice([Decimal(1), Decimal("0.5"), Decimal(2), None]) for name in chosen}

    def _take_in(self, case: Case, add: Callable[..., object]) -> None:
        """A metric and the first half of its values; the others wait."""
        self.cases[case.metric_id] = case
        half = (len(case.values) + 1) // 2
        add(*case.definitions, values=case.values[:half])
        self.values.extend(case.values[:half])
        self.waiting.extend(case.values[half:])
        self.chance.shuffle(self.waiting)

    def _add(self, write: Write, told: tuple[Row, ...], values: list[Row]) -> None:
        for row in told:
            self._define(write, row)
        for row in values:
            self._record(write, "observations", row)

    def _change(self, write: Write, row: Row) -> None:
        case = self.cases[row["metric_id"]]
        self.cases[row["metric_id"]] = Case([*case.definitions, row], case.values)
        self._define(write, row)

    def _define(self, write: Write, row: Row) -> None:
        self.world._define(write.append, row | {"recorded_at": write.now})

    def _version(self, old: Row) -> Row:
        day = self.chance.choice([None, date(2018, 1, 1), date(2019, 7, 1)])
        return {"version": self.cases[old["metric_id"]].definitions[-1]["version"] + 1, "effective_from": day}

    def _next(self, old: Row) -> Row:
        key = ("metric_id", "period", "item_id")
        stand = [row["revision"] for row in self.values if all(row[name] == old[name] for name in key)]
        return old | {"revision": max(stand, default=0) + 1}

    def _enter(self, write: Write, row: Row) -> None:
        self._record(write, "observations", row)
        self.values.append(row)

    def _append(self, write: Write, table: str, key: Row, changed: Row) -> None:
        """Another version of a row, or the first."""
        where = " AND ".join(f"{name} = ${name}" for name in key)
        old = write.read(f"SELECT * FROM {table} WHERE {where} ORDER BY version DESC LIMIT 1", key)
        told: Row = old[0] if old else {"version": 0}
        self._record(write, table, told | key | changed | {"version": told["version"] + 1})

    def _record(self, write: Write, table: str, row: Row) -> None:
        self.steps += 1
        write.append(table, [row | {"recorded_at": write.now, "recorded_by": f"clerk {self.steps % 3}"}])


_ACTIONS = (
    *[Office.value] * 5,
    *[Office.revision] * 3,
    *[Office.review] * 5,
    *(Office.taking_back, Office.source, Office.source, Office.version, Office.version, Office.drop, Office.metric),
    *(Office.metric, Office.asking, Office.shared, Office.nothing),
)
