import asyncio
import gzip
import tracemalloc

import pytest
from starlette.requests import Request

from practicecloud.problems import Problem
from practicecloud.web.envelope import MOST_BODY
from practicecloud.web.wire import Sent, read_form, unpacked


def test_what_unpacks_without_end_takes_little_memory():
    packed = gzip.compress(bytes(20 * MOST_BODY))
    tracemalloc.start()
    with pytest.raises(Problem) as refused:
        unpacked(Sent(packed, "gzip"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert refused.value.name == "too-large"
    assert peak < 5 * MOST_BODY


def test_another_packing_is_refused_whatever_is_in_it():
    with pytest.raises(Problem) as refused:
        unpacked(Sent(b"{}", "br"))

    assert refused.value.more == {
        "errors": [{"field": "Content-Encoding", "reason": "gzip or none"}]
    }


def form(body: bytes) -> dict[str, str]:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return asyncio.run(read_form(Request({"type": "http", "headers": []}, receive)))


def test_a_field_of_a_form_that_is_there_twice_is_refused():
    assert form(b"a=1&b=") == {"a": "1", "b": ""}
    for twice in (b"a=1&a=2", b"a=1&a=1"):
        with pytest.raises(Problem) as refused:
            form(twice)
        assert refused.value.name == "invalid"
