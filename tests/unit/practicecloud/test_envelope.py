import logging

from practicecloud.web.envelope import _named

LOG = "practicecloud.web.envelope"


def test_an_error_is_logged_by_its_kind_and_place(caplog):
    with caplog.at_level(logging.DEBUG, LOG):
        problem = _named(RuntimeError("Zorblinski"), "request-1")

    assert problem.name == "unexpected"
    assert "error=RuntimeError" in caplog.text
    assert "request=request-1" in caplog.text
    assert "Zorblinski" not in caplog.text
