"""Wakes us when the worker shows something else: files tell it, nobody asks again and again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

_READING = frozenset({"opened", "closed", "closed_no_write"})
"""What is told of a file that somebody only reads, ourselves included."""


class FolderWatch:
    """Tells when the status changes, and when the heart begins or ends to beat."""

    def __init__(self, status_file: Path, heartbeat_file: Path) -> None:
        self._folder = status_file.parent
        self._names = (status_file.name, heartbeat_file.name)
        self._observer: BaseObserver | None = None
        self._place: tuple[int, int] | None = None

    def keep(self, changed: Callable[[], None]) -> None:
        """Begin to watch, or begin anew where the folder is another one than before.

        `changed` is called in a thread of its own.
        """
        place = _place(self._folder)
        if place is not None and place == self._place and self._is_watching():
            return
        self.end()
        if place is None:
            return
        observer = Observer()
        observer.schedule(_Listener(*self._names, changed), str(self._folder), recursive=False)
        try:
            observer.start()
        except OSError:  # as many watches as the system allows: we look every few seconds anyway
            return
        self._observer, self._place = observer, place

    def end(self) -> None:
        """Watch no more."""
        observer, self._observer, self._place = self._observer, None, None
        if observer is not None:
            observer.stop()
            observer.join()

    def _is_watching(self) -> bool:
        observer = self._observer
        return observer is not None and all(one.is_alive() for one in observer.emitters)


class _Listener(FileSystemEventHandler):
    def __init__(self, status: str, heart: str, changed: Callable[[], None]) -> None:
        self._status, self._heart, self._changed = status, heart, changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _READING:
            return
        names = {Path(str(path)).name for path in (event.src_path, event.dest_path) if path}
        ended = self._heart in names and event.event_type in ("created", "deleted")
        if self._status in names or ended:
            self._changed()


def _place(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
