"""How fresh an athlete is, how sure that is, and what each answer contributed.

Subjective answers weigh most because they follow training load better than devices do
(Saw 2016, doi:10.1136/bjsports-2015-094758); the weights themselves are engineering choices,
so the version travels with every stored score.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

FRESHNESS_VERSION: Final = "1"
"""Stored beside every score; raised whenever a number below changes."""

WEIGHTS: Final[Mapping[str, tuple[float, Mapping[str, float]]]] = {
    "subjective": (0.45, {"readiness": 0.40, "soreness": 0.30, "motivation": 0.15, "stress": 0.15}),
    "performance": (0.30, {"rpe_drift": 0.50, "compliance": 0.30, "stalls": 0.20}),
    # Recovery already contains heart rate variability and sleep, hence the modest group weight.
    "wearable": (0.25, {"recovery": 0.45, "hrv": 0.30, "sleep": 0.25}),
}
"""Group to its weight and its parts' weights inside the group."""

COVERAGE_WEIGHT: Final = 0.5
AGREEMENT_WEIGHT: Final = 0.3
HISTORY_WEIGHT: Final = 0.2
FULL_HISTORY_DAYS: Final = 28
DISAGREEMENT_SD: Final = 0.35
"""Weighted SD between the groups at which their agreement is nil."""
LONE_GROUP_AGREEMENT: Final = 0.5
HIGH_CONFIDENCE: Final = 0.75
MEDIUM_CONFIDENCE: Final = 0.5

GO: Final = 0.75
"""At least this fresh: train as planned or a little more."""
AS_PLANNED: Final = 0.55
HOLD_BACK: Final = 0.40
"""Below this, fewer sets at more repetitions in reserve."""
REST: Final = 0.25
VALID_HOURS: Final = 48
"""Older check-ins say nothing about today."""

HRV_BASELINE_DAYS: Final = 60
HRV_BASELINE_NEEDED: Final = 14
HRV_RECENT_DAYS: Final = 7
HRV_RECENT_NEEDED: Final = 3


@dataclass(frozen=True, slots=True)
class Freshness:
    """A freshness score with what it rests on."""

    score: float | None
    """0 exhausted to 1 fresh; None where nothing at all is known."""
    confidence: float
    """0 to 1."""
    parts: Mapping[str, Mapping[str, Any]]
    """Group to `score` (None where unknown), `weight` (its share of the score), `items` (each with
    `score` and `share`; over all groups the sum of score times share is the score) and `missing`."""
    version: str = FRESHNESS_VERSION

    @property
    def confidence_word(self) -> str:
        """`high`, `medium` or `low`."""
        if self.confidence >= HIGH_CONFIDENCE:
            return "high"
        return "medium" if self.confidence >= MEDIUM_CONFIDENCE else "low"


def freshness(  # noqa: PLR0913 - one argument per thing that can be known of an athlete
    *,
    readiness: float | None,
    soreness: Sequence[float] | None,
    motivation: float | None,
    stress: float | None,
    rpe_drift: float | None,
    compliance: float | None,
    stalled: int | None,
    tracked: int | None,
    recovery: float | None,
    hrv_z: float | None,
    sleep_hours: float | None,
    days: int | None,
) -> Freshness:
    """Score an athlete's freshness from whatever is known; None is unknown and is left out.

    readiness, motivation: 1 to 5 (best). stress: 1 to 5 (most stressed). soreness: 1 to 3 (very
    sore) for each muscle to be trained, or each reported. rpe_drift: mean of actual minus expected
    RPE over the last three sessions. compliance: share of planned sets done. stalled of tracked
    exercises. recovery: 0 to 100. hrv_z: as `hrv_z()`. sleep_hours: last night. days: length of
    the athlete's history. Missing parts are renormalised inside their group, missing groups
    between the groups; values outside their scale count as its end.
    """
    items: dict[str, dict[str, float | None]] = {
        "subjective": {
            "readiness": _scale(readiness, 1, 5),
            "soreness": _scale(_soreness_level(soreness), 3, 1),
            "motivation": _scale(motivation, 1, 5),
            "stress": _scale(stress, 5, 1),
        },
        "performance": {
            "rpe_drift": _scale(rpe_drift, 1.5, -0.5),
            "compliance": _scale(compliance, 0.5, 1.0),
            "stalls": _scale(stalled / tracked, 1, 0) if stalled is not None and tracked else None,
        },
        "wearable": {
            "recovery": _scale(recovery, 0, 100),
            "hrv": _scale(hrv_z, -2.0, 0.5),
            "sleep": _scale(sleep_hours, 4.0, 7.5),
        },
    }
    parts = _parts(items)
    known = [(group["score"], group["weight"]) for group in parts.values() if group["score"] is not None]
    score = min(1.0, sum(s * w for s, w in known)) if known else None
    return Freshness(score, _confidence(items, known, days or 0), parts)


def hrv_z(rmssd: Mapping[date, float], today: date) -> float | None:
    """How far the last week's heart rate variability stands from the athlete's own normal, in SDs.

    (mean of ln RMSSD over 7 days - mean over 60 days) / SD over 60 days, `rmssd` in milliseconds by
    local day; None below 14 days of baseline or 3 days of the last 7 (Plews 2014,
    doi:10.1123/ijspp.2013-0455), or where nothing varies.
    """
    baseline = _logs(rmssd, today, HRV_BASELINE_DAYS)
    recent = _logs(rmssd, today, HRV_RECENT_DAYS)
    if len(baseline) < HRV_BASELINE_NEEDED or len(recent) < HRV_RECENT_NEEDED:
        return None
    normal = _mean(baseline)
    spread = math.sqrt(_mean([(value - normal) ** 2 for value in baseline]))
    return (_mean(recent) - normal) / spread if spread > 0 else None


def _logs(rmssd: Mapping[date, float], today: date, days: int) -> list[float]:
    """Natural logarithms of the last days' values, days without one left out."""
    wanted = (today - timedelta(days=back) for back in range(days))
    return [math.log(rmssd[day]) for day in wanted if rmssd.get(day, 0) > 0]


def _mean(values: Sequence[float]) -> float:
    # statistics.fmean would load fractions and decimal when the first page is waiting for its data.
    return math.fsum(values) / len(values)


def _scale(value: float | None, worst: float, best: float) -> float | None:
    """Where a value stands between its worst (0) and its best (1); None stays None, as does NaN."""
    if value is None or math.isnan(value):
        return None
    return max(0.0, min(1.0, (value - worst) / (best - worst)))


def _soreness_level(soreness: Sequence[float] | None) -> float | None:
    # Half mean, half worst: one very sore muscle matters even among fresh ones.
    return 0.5 * _mean(soreness) + 0.5 * max(soreness) if soreness else None


def _parts(items: Mapping[str, Mapping[str, float | None]]) -> dict[str, dict[str, Any]]:
    """Renormalise weights over what is known, group by group and then between the groups."""
    total = sum(WEIGHTS[name][0] for name, group in items.items() if any(v is not None for v in group.values()))
    parts: dict[str, dict[str, Any]] = {}
    for name, group in items.items():
        group_weight, weights = WEIGHTS[name]
        known = {part: value for part, value in group.items() if value is not None}
        inside = sum(weights[part] for part in known)
        share = group_weight / total if known else 0.0
        parts[name] = {
            "score": sum(weights[part] * value for part, value in known.items()) / inside if known else None,
            "weight": share,
            "items": {part: {"score": value, "share": share * weights[part] / inside} for part, value in known.items()},
            "missing": [part for part in group if part not in known],
        }
    return parts


def _confidence(
    items: Mapping[str, Mapping[str, float | None]], known: Sequence[tuple[float, float]], days: int
) -> float:
    if not known:
        return 0.0
    coverage = sum(
        WEIGHTS[name][0] * sum(WEIGHTS[name][1][part] for part, value in group.items() if value is not None)
        for name, group in items.items()
    )
    agreement = LONE_GROUP_AGREEMENT
    if len(known) > 1:
        mean = sum(score * weight for score, weight in known)
        spread = math.sqrt(sum(weight * (score - mean) ** 2 for score, weight in known))
        agreement = 1 - min(1.0, spread / DISAGREEMENT_SD)
    history = min(1.0, max(0, days) / FULL_HISTORY_DAYS)
    return COVERAGE_WEIGHT * coverage + AGREEMENT_WEIGHT * agreement + HISTORY_WEIGHT * history
