"""What keys mean to people: exercise names, muscle names and the landmarks for a training age."""

from app.engine.targets import scaled
from app.gateways.catalogue import load_catalogue
from models.values.athletes import TrainingAge
from models.values.exercises import Glossary, MuscleMarks


def glossary(training_age: str) -> Glossary:
    """Names and landmarks of the shipped catalogue; an unknown training age reads as intermediate."""
    age = TrainingAge(training_age) if training_age in set(TrainingAge) else TrainingAge.INTERMEDIATE
    catalogue = load_catalogue()
    marks = {}
    for muscle in catalogue.muscles:
        own = scaled(muscle, age)
        certain = muscle.confidence == "normal"
        marks[muscle.key] = MuscleMarks(muscle.name, own.mev, own.mav_low, own.mav_high, own.mrv, certain)
    return Glossary({exercise.id: exercise.name for exercise in catalogue.exercises}, marks)
