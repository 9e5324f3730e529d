"use strict";
// What each page of a practice does a little better with a script: all of it works without.

document.documentElement.classList.add("scripts");

// Moments come in UTC and are shown by the reader's own clock.
function byOwnClock(part) {
  const now = new Date();
  for (const time of part.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const clock = at.toLocaleTimeString("en-AU", { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
    const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
    const day = at.toLocaleDateString("en-AU", { day: "numeric", month: "short", year });
    time.textContent = at.toDateString() === now.toDateString() ? clock : `${day}, ${clock}`;
  }
}

byOwnClock(document);

// A button copies the text that it holds, and says so for a moment.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const label = button.dataset.label ??= button.innerHTML;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Your browser does not allow it: select the text instead";
  }
  setTimeout(() => { button.innerHTML = label; }, 3000);
});
