"""Pages that a practice has chosen in place of ours: from the settings to whoever looks."""

from practicesync.adapters.state_folder import StateFolder
from practicesync.core.snapshot import Links


def settings(support: str) -> str:
    return f"""
[agent]
links = {{ support = "{support}", guide = "https://it.example/guide" }}

[[practice]]
name = "Main office"
database = "sqlite:///nowhere.db"
profile = "demo"
cloud = "https://127.0.0.1:9"
"""


def test_the_settings_pages_are_shown_and_changed_while_it_runs(server):
    server.write(settings("https://it.example/help"))
    with server.running():
        shown = server.until(lambda status: status["practices"])
        assert shown["links"]["support"] == "https://it.example/help"

        server.write(settings("mailto:help@it.example"))
        server.until(lambda status: status["links"]["support"] == "mailto:help@it.example")

    last = StateFolder(server.state).shown()
    assert last
    assert last.links == Links("https://it.example/guide", "mailto:help@it.example", "")
