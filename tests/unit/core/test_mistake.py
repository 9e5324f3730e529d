"""Where a mistake is, as people say it."""

import pytest

from practicesync.core.mistake import place_of


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("practice[0].cloud", '"cloud" of the first practice'),
        ("practice[1].guard.count", '"guard.count" of the second practice'),
        ("practice[4]", "the fifth practice"),
        ("practice[5].name", '"name" of practice 6'),
        ("agent.poll_interval", '"agent.poll_interval"'),
        ("practice", '"practice"'),
    ],
)
def test_practices_are_counted_as_people_count(key, said):
    assert place_of(key) == said
