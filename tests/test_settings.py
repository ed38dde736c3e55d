"""Each setting knows where its value comes from."""

import datetime

import pytest

from coach.domain.errors import SetupError, UsageError
from coach.settings import load


def test_options_beat_variables_beat_the_file_beat_defaults(tmp_path):
    (tmp_path / "coach.toml").write_text('lang = "sv"\nport = 1111\nwriter = "guided"\n', encoding="utf-8")
    settings = load({"data_dir": str(tmp_path), "lang": None, "writer": "model"}, {"COACH_PORT": "2222"})
    assert (settings.lang, settings.port, settings.writer, settings.model) == ("sv", 2222, "model", None)
    assert settings.source("lang") == str(tmp_path / "coach.toml")
    assert settings.source("port") == "COACH_PORT"
    assert settings.source("writer") == "option"
    assert settings.source("model") == "default"


def test_the_folder_may_come_from_the_environment(tmp_path):
    settings = load({}, {"COACH_DATA_DIR": str(tmp_path / "å ä ö")})
    assert settings.data_dir == tmp_path / "å ä ö"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"lang": "de"}, "de"),
        ({"port": "70000"}, "70000"),
        ({"port": "abc"}, "abc"),
        ({"today": "25/11"}, "25/11"),
        ({"writer": "gpt"}, "gpt"),
        ({"model": "a\0b"}, "path"),
    ],
)
def test_a_value_that_can_not_be_is_named_with_its_source(tmp_path, options, said):
    with pytest.raises(UsageError) as refused:
        load({"data_dir": tmp_path, **options}, {})
    assert said in str(refused.value)


def test_an_unknown_key_in_the_file_is_refused(tmp_path):
    (tmp_path / "coach.toml").write_text('langauge = "sv"', encoding="utf-8")
    with pytest.raises(UsageError, match="langauge"):
        load({"data_dir": tmp_path}, {})


def test_a_file_that_is_no_toml_says_what_to_do(tmp_path):
    (tmp_path / "coach.toml").write_text("lang = ", encoding="utf-8")
    with pytest.raises(SetupError) as refused:
        load({"data_dir": tmp_path}, {})
    assert "move it aside" in refused.value.fix_text("en")


def test_the_day_can_be_set():
    assert load({"today": "2027-02-28"}, {}).day() == datetime.date(2027, 2, 28)
