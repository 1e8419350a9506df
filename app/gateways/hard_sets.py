"""What counts as a hard set, as plain SQL for whoever reads without SQLAlchemy; `performed.HARD` says the same."""

from typing import Final

HARD_SET_LOWEST_RPE: Final = 6.0
"""Four repetitions in reserve; easier sets are not hard ones. A set without an RPE gets the benefit of the doubt."""

HARD_SETS_OF_WORKOUT: Final = f"""
    FROM "WorkoutExercise" e
    JOIN "WorkoutSet" s ON s."workoutExerciseId" = e."id"
    JOIN "SetLog" l ON l."workoutSetId" = s."id"
    WHERE e."workoutId" = w."id" AND (e."section" IS NULL OR e."section" <> 'WARMUP')
        AND NOT l."wasSkipped" AND l."setType" <> 'WARMUP' AND l."actualReps" >= 1
        AND (l."actualRpe" IS NULL OR l."actualRpe" >= {HARD_SET_LOWEST_RPE})"""
"""Which logged sets of the workout `w` they are; stands behind `SELECT count(*)` or inside `EXISTS`."""
