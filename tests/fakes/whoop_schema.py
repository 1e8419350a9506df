"""The fields of Whoop's version 2 and their types, as its contract has them; written down anew in a few lines."""

from typing import Any, Final

_JSON: Final = {int: "integer", float: "number", str: "string", bool: "boolean"}


def _thing(needed: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object that has all of the one, may have the other, and nothing else."""
    fields = {**needed, **(more or {})}
    properties = {name: kind if isinstance(kind, dict) else {"type": _JSON[kind]} for name, kind in fields.items()}
    return {"type": "object", "required": sorted(needed), "properties": properties, "additionalProperties": False}


def _milliseconds(*names: str) -> dict[str, Any]:
    return dict.fromkeys((f"{name}_milli" for name in names), int)


_STATE: Final = {"type": "string", "enum": ["SCORED", "PENDING_SCORE", "UNSCORABLE"]}
_RECORD: Final = {"user_id": int, "created_at": str, "updated_at": str, "score_state": _STATE}
_TIMED: Final = {**_RECORD, "start": str, "timezone_offset": str}

_STAGES: Final = _thing(
    {
        **_milliseconds(
            "total_in_bed_time",
            "total_awake_time",
            "total_no_data_time",
            "total_light_sleep_time",
            "total_slow_wave_sleep_time",
            "total_rem_sleep_time",
        ),
        "sleep_cycle_count": int,
        "disturbance_count": int,
    }
)
_NEEDED: Final = _thing(
    _milliseconds("baseline", "need_from_sleep_debt", "need_from_recent_strain", "need_from_recent_nap")
)
_SLEPT: Final = {
    "respiratory_rate": float,
    "sleep_performance_percentage": float,
    "sleep_consistency_percentage": float,
    "sleep_efficiency_percentage": float,
}

SCHEMAS: Final = {
    "Cycle": _thing(
        {**_TIMED, "id": int},
        {
            "end": str,
            "score": _thing({"strain": float, "kilojoule": float, "average_heart_rate": int, "max_heart_rate": int}),
        },
    ),
    "Sleep": _thing(
        {**_TIMED, "id": str, "cycle_id": int, "end": str, "nap": bool},
        {"v1_id": int, "score": _thing({"stage_summary": _STAGES, "sleep_needed": _NEEDED}, _SLEPT)},
    ),
    "Recovery": _thing(
        {**_RECORD, "cycle_id": int, "sleep_id": str},
        {
            "score": _thing(
                {
                    "user_calibrating": bool,
                    "recovery_score": float,
                    "resting_heart_rate": float,
                    "hrv_rmssd_milli": float,
                },
                {"spo2_percentage": float, "skin_temp_celsius": float},
            )
        },
    ),
    "UserBasicProfile": _thing({"user_id": int, "email": str, "first_name": str, "last_name": str}),
}
