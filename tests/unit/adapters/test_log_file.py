import datetime as dt

import pytest

from practicesync.adapters.log_file import Line, LogFile, frames, line_text

NOON = dt.datetime(2026, 5, 3, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=10)))


def now() -> dt.datetime:
    return NOON


def test_a_line_has_time_with_offset_level_practice_code_sentence_and_facts():
    line = Line("WARNING", "It broke.", "Main office", "PS-CLD-01", {"host": "there", "port": 443})

    assert line_text(line, NOON) == (
        "2026-05-03T12:00:00.000+10:00 WARNING [Main office] PS-CLD-01 It broke."
        " host=there port=443\n"
    )


@pytest.mark.parametrize("nasty", ["a\nb", "a\r\nb", "a\x00b", "a\x1b[31mb", "a\u2028b"])
def test_nothing_in_a_line_begins_another_or_moves_the_cursor(nasty):
    text = line_text(Line("INFO", nasty, nasty, facts={nasty: nasty}), NOON)

    assert len(text.splitlines()) == 1
    assert text[:-1].isprintable()


def test_a_fact_with_a_space_is_quoted_and_a_long_one_is_cut():
    text = line_text(Line("INFO", "x", facts={"a": "two words", "b": "", "c": "y" * 9999}), NOON)

    assert 'a="two words" b="" c=yyy' in text
    assert len(text) < 2200


def test_lines_below_the_level_are_left_out(tmp_path):
    log = LogFile(tmp_path / "x.log", now, level="WARNING")
    log.write(Line("INFO", "quiet"))
    log.write(Line("ERROR", "loud"))

    written = (tmp_path / "x.log").read_text()
    assert "loud" in written
    assert "quiet" not in written


def test_ten_files_are_kept_the_newest_without_a_number(tmp_path):
    log = LogFile(tmp_path / "x.log", now, limit=50, files=10)
    for number in range(30):
        log.write(Line("INFO", f"line {number} " + "-" * 50))

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [f"x.log.{number}" for number in range(1, 10)]
    assert "line 29" in (tmp_path / "x.log.1").read_text()
    assert "line 21" in (tmp_path / "x.log.9").read_text()
    log.write(Line("INFO", "after"))
    assert "after" in (tmp_path / "x.log").read_text()


def test_a_folder_that_went_away_comes_back(tmp_path):
    log = LogFile(tmp_path / "logs" / "x.log", now)
    log.write(Line("INFO", "one"))
    (tmp_path / "logs" / "x.log").unlink()
    (tmp_path / "logs").rmdir()

    log.write(Line("INFO", "two"))

    assert "two" in (tmp_path / "logs" / "x.log").read_text()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "logs").write_text("a file where the folder belongs")

    LogFile(tmp_path / "logs" / "x.log", now).write(Line("INFO", "one"))


def test_half_a_character_is_written_all_the_same(tmp_path):
    LogFile(tmp_path / "x.log", now).write(Line("INFO", "a \ud800 b"))

    assert "a ? b" in (tmp_path / "x.log").read_text()


def test_frames_tell_where_and_what_kind_but_no_value():
    def inner(secret: str) -> None:
        raise ValueError(f"bad value {secret}")

    try:
        inner("zorbl")
    except ValueError as error:
        told = frames(error)

    assert told.endswith(":inner > ValueError")
    assert "test_log_file.py:" in told
    assert "zorbl" not in told
