"""A place that scrolls where the screen is smaller than what stands in it."""

from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import ttk

from practicesync.app.window.theme import Theme

_STEP = 48


class Scrolled(ttk.Frame):
    """Holds `inside`; the bar at its right is there only while it is needed."""

    def __init__(self, parent: tk.Misc, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = tk.Canvas(
            self,
            background=theme.colours.ground,
            borderwidth=0,
            highlightthickness=0,
            yscrollincrement=1,
            takefocus=False,
        )
        self._bar = ttk.Scrollbar(self, command=self._view.yview, takefocus=False)
        self._view.configure(yscrollcommand=self._bar.set)
        self.inside = ttk.Frame(self._view)
        self._view.create_window(0, 0, anchor="nw", window=self.inside)
        self._view.pack(side="left", fill="both", expand=True)
        self._listen(parent.winfo_toplevel())

    def fit(self, width: int, most: int) -> tuple[int, int]:
        """Take what is inside as wide as that, at most so high; return the size this needs."""
        self.inside.update_idletasks()
        needed = self.inside.winfo_reqheight()
        height = min(needed, most)
        self._view.itemconfigure("all", width=width)
        self._view.configure(width=width, height=height, scrollregion=(0, 0, width, needed))
        if needed <= most:
            self._bar.pack_forget()
            return width, height
        self._bar.pack(side="right", fill="y", before=self._view)
        return width + self._bar.winfo_reqwidth(), height

    def _listen(self, window: tk.Misc) -> None:
        steps = {"<Up>": -1, "<Down>": 1, "<Prior>": -8, "<Next>": 8}
        for key, step in steps.items():
            window.bind(key, partial(self._on_key, step))
        window.bind("<Button-4>", lambda _: self._scroll(-1))
        window.bind("<Button-5>", lambda _: self._scroll(1))
        window.bind("<MouseWheel>", lambda event: self._scroll(-round(event.delta / 120)))
        window.bind("<Home>", lambda _: self._view.yview_moveto(0))
        window.bind("<End>", lambda _: self._view.yview_moveto(1))
        window.bind("<FocusIn>", lambda event: self._reveal(event.widget))

    def _on_key(self, steps: int, _event: tk.Event[tk.Misc]) -> None:
        self._scroll(steps)

    def _scroll(self, steps: int) -> None:
        if self._bar.winfo_ismapped():
            self._view.yview_scroll(steps * self._theme.px(_STEP), "units")

    def _reveal(self, widget: object) -> None:
        """Bring what has the keyboard into sight."""
        if not isinstance(widget, tk.Misc) or not str(widget).startswith(f"{self.inside}."):
            return
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        bottom = top + widget.winfo_height()
        seen = self._view.canvasy(0)
        height, margin = self._view.winfo_height(), self._theme.px(8)
        if top < seen:
            self._view.yview_scroll(round(top - seen) - margin, "units")
        elif bottom > seen + height:
            self._view.yview_scroll(round(bottom - seen - height) + margin, "units")
