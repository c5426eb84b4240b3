import io

from miaoshu.commands import _show
from miaoshu.records import RunSummary


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_tells_rows_rate_and_what_became_of_them(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    with _show.progress() as update:
        assert update is not None
        update(RunSummary(total=2000, products=1500, counts={"accepted": 1400, "fallback": 100}))
    assert "1,500 of 2,000, " in screen.getvalue()
    assert "1,400 accepted, 100 fallback" in screen.getvalue()


def test_no_progress_where_nobody_looks(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    with _show.progress() as update:
        assert update is None
    assert screen.getvalue() == ""
