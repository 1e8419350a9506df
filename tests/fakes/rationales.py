"""Stored reasons of invented workouts, in the shapes the engine writes, for tests and pictures of the inspector."""

# ruff: noqa: E501 - sentences as they are stored

from typing import Any

VERSION = "4.0.0"

SELECTION_RATIONALE: dict[str, Any] = {
    "version": 1,
    "constants": VERSION,
    "made": "2026-03-16",
    "block": {
        "type": "ACCUMULATION", "weekInBlock": 1, "weeks": 5, "goal": "STRENGTH", "rir": 2.5,
        "sentence": "Week 2 of 5 in an accumulation block: sets go up, effort stays at RIR 2.5.",
    },
    "session": {
        "index": 2, "of": 4, "minutesLimit": 75, "minutes": 68, "hardSets": 17,
        "sentence": "Third of four sessions; 17 hard sets fit into 68 of your 75 minutes.",
    },
    "volume": [
        {"muscle": "quads", "thisSession": 7.0, "planned": 13.0, "performed": 4.0, "mev": 8, "mavLow": 12, "mavHigh": 18,
         "mrv": 20, "status": "productive", "sentence": "Quads: 4 of 13 sets done this week, 7 more today; between 12 and 18 is productive."},
        {"muscle": "hamstrings", "thisSession": 4.0, "planned": 9.0, "performed": 3.5, "mev": 6, "mavLow": 10,
         "mavHigh": 16, "mrv": 20, "status": "below", "sentence": "Hamstrings stay below 10 sets this week: time ends the session first."},
        {"muscle": "glutes", "thisSession": 5.5, "planned": 12.0, "performed": 5.0, "mev": 0, "mavLow": 4, "mavHigh": 12,
         "mrv": 16, "status": "high", "sentence": "Glutes reach the top of the productive range."},
        {"muscle": "calves", "thisSession": 3.0, "planned": 16.0, "performed": 13.0, "mev": 8, "mavLow": 12, "mavHigh": 16,
         "mrv": 16, "status": "limit", "sentence": "Calves stand at what can be recovered; no more is added."},
    ],
    "readiness": {
        "freshness": 0.62, "confidence": 0.8, "ageHours": 5.5, "band": "as_planned", "rule": "band_as_planned",
        "sentence": "Freshness 62 this morning, 80 % sure: train as planned.",
    },
    "progression": {
        "sentence": "Both main lifts go up: the last session was done with repetitions to spare.",
        "lifts": [
            {"exercise": "barbell_back_squat", "name": "Barbell Back Squat", "trend": "improving", "e1rmKg": 142.5,
             "sentence": "Up 1.1 % a week over eight weeks."},
            {"exercise": "barbell_deadlift", "name": "Barbell Deadlift", "trend": "stalled", "e1rmKg": 171.0,
             "sentence": "Within 0.5 % for four weeks."},
        ],
    },
    "assumptions": ["75 minutes a session, as in the last eight weeks, are assumed."],
    "excluded": [
        {"exercise": "good_morning", "name": "Good Morning", "rule": "injured", "sentence": "Loads the lower back, which is injured."},
        {"exercise": "nordic_curl", "name": "Nordic Curl", "rule": "too_advanced", "sentence": "Asks for two years of training."},
    ],
    "summary": "A heavy lower day: squats first while fresh, then the hamstrings that have had little so far this week.",
    "citations": ["volume-dose-response", "frequency-equal-volume"],
}  # fmt: skip


def factor(key: str, value: float, weight: float, sentence: str = "") -> dict[str, Any]:
    return {"id": key, "value": value, "weight": weight, "points": round(value * weight, 6), "sentence": sentence,
            "inputs": {}}  # fmt: skip


SELECTION_REASON: dict[str, Any] = {
    "version": 1,
    "constants": VERSION,
    "exercise": "seated_leg_curl",
    "name": "Seated Leg Curl",
    "slot": {"kind": "accessory", "pattern": None, "muscle": "hamstrings", "sets": 3},
    "sentence": "The hamstrings lack five sets this week, and the seated curl loads them where they are long.",
    "score": 0.79,
    "factors": [
        factor("muscle_need", 0.9, 0.30, "Hamstrings have had 3.5 of 9 sets."),
        factor("stimulus_to_fatigue", 0.8, 0.20, "Much stimulus for little fatigue (4 of 5)."),
        factor("length_position", 1.0, 0.15, "Loads the muscle at long length (5 of 5)."),
        factor("block_fit", 0.7, 0.10, "Its 8 to 15 repetitions fit the block."),
        factor("favourite", 0.0, 0.10, "Not among the favourites."),
        factor("recency", 1.0, 0.10, "Third week of four before it changes."),
        factor("time_fit", 0.5, 0.05, "Six minutes of the eight that are left."),
    ],
    "alternatives": [
        {"exercise": "lying_leg_curl", "name": "Lying Leg Curl", "score": 0.66,
         "factors": [factor("muscle_need", 0.9, 0.30), factor("stimulus_to_fatigue", 0.8, 0.20),
                     factor("length_position", 0.4, 0.15), factor("recency", 0.4, 0.10)],
         "lost": "Loads the hamstrings at shorter length."},
        {"exercise": "romanian_deadlift", "name": "Romanian Deadlift", "score": 0.61,
         "factors": [factor("muscle_need", 0.9, 0.30), factor("stimulus_to_fatigue", 0.3, 0.20),
                     factor("length_position", 1.0, 0.15)],
         "lost": "Tires the lower back, which squats have tired already."},
        {"exercise": "glute_ham_raise", "name": "Glute-Ham Raise", "score": 0.48,
         "factors": [factor("muscle_need", 0.9, 0.30), factor("equipment_fit", 0.2, 0.05)],
         "lost": "New to the athlete; at most 30 % of the accessories change at a time."},
    ],
    "ruledOut": [
        {"exercise": "nordic_curl", "name": "Nordic Curl", "rule": "too_advanced", "sentence": "Asks for two years of training."},
        {"exercise": "good_morning", "name": "Good Morning", "rule": "injured", "sentence": "Loads the lower back, which is injured."},
    ],
    "citations": ["muscle-length"],
}  # fmt: skip

PRESCRIPTION: dict[str, Any] = {
    "version": 1,
    "constants": VERSION,
    "sets": {"value": 4, "sentence": "The week asks for 13 sets of quads; four of them are squats.",
             "inputs": {"weekSets": 8, "sessions": 2}, "citations": ["volume-dose-response"]},
    "reps": {"value": 5, "range": [4, 6], "sentence": "Accumulation for strength works with 4 to 6 repetitions.",
             "inputs": {"zone": [4, 6]}, "citations": ["rep-ranges"]},
    "load": {"valueKg": 112.5, "method": "e1rm",
             "sentence": "79 % of the estimated 142.5 kg leaves 2.5 repetitions after five; rounded down to what can be loaded.",
             "inputs": {"e1rmKg": 142.5, "sigmaPercent": 2.1, "percent": 79.4, "incrementKg": 2.5, "rounding": "down",
                        "reps": 5, "rir": 2.5}, "citations": ["percent-of-1rm"]},
    "rir": {"value": 2.5, "sentence": "Second week of five on the way from RIR 3 to RIR 1.", "inputs": {"from": 3, "to": 1},
            "citations": ["proximity-to-failure"]},
    "rest": {"seconds": 180, "sentence": "Three minutes keep the repetitions of heavy compound lifts.", "inputs": {},
             "citations": ["rest-intervals"]},
    "find": None,
    "warmUps": [{"loadKg": 60.0, "reps": 5}, {"loadKg": 90.0, "reps": 3}],
    "sentence": "Four sets of five with 112.5 kg, two to three repetitions in reserve.",
    "citations": [],
}  # fmt: skip

FIND_PRESCRIPTION: dict[str, Any] = {
    "version": 1,
    "constants": VERSION,
    "sets": {"value": 3, "sentence": "Three sets fill what the hamstrings lack.", "inputs": {}, "citations": []},
    "reps": {"value": 12, "range": [8, 15], "sentence": "Machines are trained with more repetitions.", "inputs": {},
             "citations": []},
    "load": {"valueKg": None, "method": "find", "sentence": "Nothing is logged of this exercise, so no load is invented.",
             "inputs": {}, "citations": []},
    "rir": {"value": 3.0, "sentence": "New exercises begin further from failure.", "inputs": {}, "citations": []},
    "rest": {"seconds": 90, "sentence": "Ninety seconds are enough for one joint.", "inputs": {}, "citations": []},
    "find": {"steps": ["Begin with a load you could do twenty times.", "Do five, and add until twelve leave three in reserve."]},
    "warmUps": [],
    "sentence": "Find a load for twelve repetitions with three in reserve.",
    "citations": [],
}  # fmt: skip

AUTOREGULATION: dict[str, Any] = {
    "version": 1,
    "constants": VERSION,
    "at": "2026-03-18T06:40:00+00:00",
    "rule": "two_signals_sets_down",
    "ruleSentence": "Below 50 with two groups that agree: one set fewer on every exercise, loads stay.",
    "signals": {"freshness": 0.41, "confidence": 0.72, "groups": {"subjective": 0.38, "performance": 0.45, "wearable": None}},
    "changes": [
        {"exercise": "barbell_back_squat", "name": "Barbell Back Squat", "field": "sets", "original": 4, "adjusted": 3,
         "reason": "Freshness 41: a set fewer keeps most of the stimulus."},
        {"exercise": "seated_leg_curl", "name": "Seated Leg Curl", "field": "rir", "original": 2, "adjusted": 3,
         "reason": "One repetition further from failure."},
    ],
    "sentence": "Today is a little easier: two signals agree that recovery lags behind.",
    "citations": ["autoregulation"],
}  # fmt: skip
