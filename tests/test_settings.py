import pytest

from miaoshu import settings
from miaoshu.errors import UserError
from miaoshu.records import Style


def write(tmp_path, text):
    file = tmp_path / "miaoshu.toml"
    file.write_text(text, "utf-8")
    return file


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert settings.load().style == Style()


def test_all_tables_are_read(tmp_path):
    file = write(
        tmp_path,
        '[style]\nlength = "80-200"\nbanned = ["最佳"]\n[sampling]\nseed = 7\n[run]\nattempts = 2\n'
        '[columns]\nwithhold = ["批次"]\n[columns.map]\ntitle = "商品名称"\n',
    )
    loaded = settings.load(file)
    assert loaded.style.length == (80, 200)
    assert loaded.style.banned == ("最佳",)
    assert loaded.sampling.seed == 7
    assert loaded.run == {"attempts": 2}
    assert loaded.reading.columns == (("title", "商品名称"),)
    assert loaded.reading.withhold == ("批次",)


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("[style]\nlenght = '1-2'", "unknown key 'lenght' in [style]", "Did you mean 'length'?"),
        ("[stlye]\n", "unknown table [stlye]", "Did you mean 'style'?"),
        ("[style]\nbanned = 'x'", "banned in [style] is a list of strings, not 'x'", "Mend the file"),
        ("[sampling]\nseed = 1.5", "seed in [sampling] is a whole number, not 1.5", "Mend the file"),
        ("[style]\nlength = 'long'", "'long' is no length", "Try: --length 80-200"),
        ("[style]\nvoice = 'loud'", "there is no voice named 'loud'", "Choose one of: plain, warm"),
        ("[style\n", "Expected", "See examples/miaoshu.toml"),
    ],
)
def test_mistakes_are_named(tmp_path, text, problem, hint):
    with pytest.raises(UserError) as error:
        settings.load(write(tmp_path, text))
    assert problem in error.value.problem
    assert hint in error.value.hint


def test_a_file_asked_for_by_name_has_to_exist(tmp_path):
    with pytest.raises(UserError, match="no such settings file"):
        settings.load(tmp_path / "other.toml")


@pytest.mark.parametrize(("text", "length"), [("80-200", (80, 200)), ("60", (0, 60)), ("5-5", (5, 5))])
def test_lengths(text, length):
    assert settings.parse_length(text) == length


@pytest.mark.parametrize("text", ["", "200-80", "-5", "0", "a-b", "1-2-3"])
def test_wrong_lengths(text):
    with pytest.raises(UserError):
        settings.parse_length(text)
