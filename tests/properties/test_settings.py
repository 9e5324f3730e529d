"""Whatever is written into the settings, mistakes are told and nothing of it is quoted."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from practicesync.core.settings import Settings, parse_settings
from practicesync.core.settings_told import KNOWN

SECRET = "hunter2"

scalars = st.one_of(
    st.just(f'"{SECRET}"'),
    st.just(f'"https://{SECRET}"'),
    st.just(f'"Server=db;PWD={SECRET}"'),
    st.just(f'"https://user:{SECRET}@contacts.example/"'),
    st.just(f'["{SECRET}"]'),
    st.just(f'{{ {SECRET[:-1]} = "{SECRET}" }}'),
    st.sampled_from(["0", "-1", "1e400", "nan", "true", '""', "[]", "{}", "02:00:00"]),
)


def table(name: str) -> st.SearchStrategy[str]:
    lines = st.dictionaries(st.sampled_from([*KNOWN[name], "strange"]), scalars)
    return lines.map(lambda found: "".join(f"{key} = {value}\n" for key, value in found.items()))


documents = st.builds(
    lambda agent, practices: (
        f"[agent]\n{agent}" + "".join(f"[[practice]]\n{written}" for written in practices)
    ),
    table("agent"),
    st.lists(table("practice"), max_size=3),
)


@given(documents)
def test_no_mistake_quotes_what_was_written(text):
    tomllib.loads(text)

    found = parse_settings(text, "config.toml")

    if isinstance(found, Settings):
        assert found.practices
    else:
        assert found
        for mistake in found:
            assert SECRET not in mistake.key + mistake.sentence + mistake.remedy
            assert mistake.key.rpartition(".")[2] in mistake.sentence


@given(st.text())
def test_any_text_is_settings_or_mistakes(text):
    found: Any = parse_settings(text, "config.toml")

    assert isinstance(found, Settings) or (found and all(m.sentence and m.remedy for m in found))
