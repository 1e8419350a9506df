import pytest

from app.paths import user_paths
from app.settings import Settings, Theme, database_url, load, save
from models.values.units import Unit


@pytest.fixture
def paths(tmp_path, monkeypatch):
    monkeypatch.setenv("PEAKLINE_HOME", str(tmp_path))
    monkeypatch.delenv("PEAKLINE_DATABASE", raising=False)
    return user_paths()


def test_what_was_chosen_is_there_again(paths):
    chosen = Settings(Theme.DARK, Unit.LB, "sqlite:///other.db", "someone", "plan", effort_as_rpe=True)
    save(paths.settings, chosen)
    assert load(paths.settings) == chosen


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"theme": "neon", "unit": 4, "last_page": null}', "\x00"])
def test_a_damaged_file_gives_the_defaults(paths, text):
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text(text)
    assert load(paths.settings) == Settings()


def test_the_option_wins_over_environment_over_choice_over_default(paths, monkeypatch):
    assert database_url(None, paths) == f"sqlite:///{paths.database}"
    save(paths.settings, Settings(database="sqlite:///chosen.db"))
    assert database_url(None, paths) == "sqlite:///chosen.db"
    monkeypatch.setenv("PEAKLINE_DATABASE", "sqlite:///environment.db")
    assert database_url(None, paths) == "sqlite:///environment.db"
    assert database_url("sqlite:///option.db", paths) == "sqlite:///option.db"


def test_everything_lies_under_peakline_home(paths, tmp_path):
    for place in (paths.database, paths.settings, paths.state, paths.backups, paths.logs, paths.cache, paths.pictures):
        assert place.is_relative_to(tmp_path)
