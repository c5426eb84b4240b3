import pytest

from miaoshu import plugins
from miaoshu.errors import UserError


@pytest.mark.parametrize("kind", plugins.KINDS)
def test_every_plugin_of_every_kind_can_be_found_and_says_what_it_is(kind):
    assert plugins.names(kind)
    for name in plugins.names(kind):
        assert plugins.first_line(plugins.find(kind, name))


def test_unknown_name_says_the_nearest():
    with pytest.raises(UserError) as error:
        plugins.find("engines", "tempalte")
    assert error.value.problem == "there is no engine named 'tempalte'"
    assert error.value.hint == "Did you mean 'template'?"


def test_unknown_name_that_is_near_nothing_lists_all():
    with pytest.raises(UserError) as error:
        plugins.find("tasks", "zzz")
    assert "description" in error.value.hint


def test_private_modules_are_no_plugins():
    assert not any(name.startswith("_") for kind in plugins.KINDS for name in plugins.names(kind))
