"use strict";
// Searches as somebody types, opens a contact beside the list, and moves through the list by keys.
// Each step asks for the same page that a link or the form would lead to, and takes parts of it.

const box = document.getElementById("q");
const results = document.getElementById("results");
const found = document.getElementById("found");
const told = document.getElementById("told");
const slash = document.getElementById("slash");
const beside = window.matchMedia("(min-width: 900px)");
const root = new URL(box.form.action).pathname;

const PAUSE = 150; // milliseconds after the last letter
const LOOKING = 3 * 60_000; // milliseconds between two looks at how sync stands
const PATIENCE = 2; // looks without an answer after which nobody knows how it stands
const UNREACHED =
  "The online copy can't be reached just now, so what you see here may be out of date. " +
  "This page tries again by itself. ";
let timer = 0;
let asked = box.value.trim(); // what the list answers
let missed = 0; // looks without an answer, one after the other

// Makes what asks for pages one at a time: a new question takes the place of one without an answer.
function asker() {
  let asking = null;
  const ask = async (address, comeBack = address) => {
    asking?.abort();
    asking = new AbortController();
    const answer = await fetch(address, { signal: asking.signal });
    if (answer.redirected) { // the visit has ended: sign in, and come back here
      window.location.assign(comeBack);
      return new Promise(() => {});
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };
  ask.stop = () => asking?.abort();
  return ask;
}

// Opening a contact takes nothing from a search that is under way, nor the other way round.
const askList = asker();
const askDetail = asker();
const askStanding = asker();

function take(page, id) {
  const here = document.getElementById(id);
  const there = page.getElementById(id);
  here.className = there.className;
  here.replaceChildren(...there.childNodes);
  byOwnClock(here);
}

// Each answer says how sync stands: a page that stays open must not go on saying what was.
function takeStanding(page) {
  missed = 0;
  take(page, "standing");
  const alarms = document.getElementById("alarms");
  if (!alarms.contains(document.activeElement)) take(page, "alarms"); // nor pull a button away
}

// A colour of before would be a promise that nobody keeps; the moment stays: so old is what is shown.
function showUnreached() {
  const here = document.getElementById("standing");
  here.querySelector("circle").setAttribute("class", "grey");
  here.querySelector(".sign").setAttribute("d", "M6.5 10h7");
  here.querySelector("span").firstChild.textContent = UNREACHED;
}

function choose() {
  for (const link of results.querySelectorAll("li a")) {
    const chosen = new URL(link.href).pathname === window.location.pathname;
    if (chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function trouble(error) {
  if (error.name === "AbortError") return;
  found.textContent = "That could not be asked just now. Press Enter to try again.";
  asked = null;
}

async function search() {
  clearTimeout(timer);
  const question = box.value.trim();
  if (question === asked) {
    askList.stop(); // typed back to what is shown
    return;
  }
  const query = question ? `?${new URLSearchParams({ q: question })}` : "";
  try {
    const page = await askList(root + query);
    take(page, "results");
    take(page, "found");
    takeStanding(page);
    asked = question;
    window.history.replaceState(null, "", window.location.pathname + query);
    choose();
  } catch (error) {
    trouble(error);
  }
}

async function show(address) {
  const page = await askDetail(address);
  take(page, "detail");
  takeStanding(page);
  document.title = page.title;
  document.body.className = page.body.className;
  document.getElementById("detail").scrollTop = 0;
  return page;
}

async function open(address) {
  try {
    await show(address);
    // The list may have changed since: the address keeps what it answers now.
    window.history.pushState(null, "", new URL(address).pathname + window.location.search);
    choose();
    told.textContent = `${document.getElementById("name").textContent} is shown.`;
  } catch (error) {
    if (error.name !== "AbortError") window.location.assign(address);
  }
}

box.addEventListener("input", (event) => {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
box.addEventListener("compositionend", search);
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});

results.addEventListener("click", (event) => {
  const link = event.target.closest("li a");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || !beside.matches) return;
  event.preventDefault();
  open(link.href);
});

window.addEventListener("popstate", async () => {
  const before = box.value;
  askList.stop();
  try {
    const page = await show(window.location.href);
    if (box.value !== before) return; // somebody types on: the list follows them
    take(page, "results");
    take(page, "found");
    box.value = page.getElementById("q").value;
    asked = box.value.trim();
  } catch (error) {
    if (error.name !== "AbortError") window.location.reload();
  }
});

// Asks how sync stands and for nothing else, so it is nobody's look at a contact.
async function look() {
  if (document.hidden) return;
  try {
    takeStanding(await askStanding(`${root}/standing`, window.location.href));
  } catch (error) {
    if (error.name === "AbortError") return; // another look has taken its place
    missed += 1;
    if (missed >= PATIENCE) showUnreached();
  }
}

document.addEventListener("visibilitychange", look);
setInterval(look, LOOKING);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const at = document.activeElement;
  const typing = at.matches("input, textarea, select");
  if (event.key === "/" && slash.checked && (!typing || at === slash)) {
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(at === box || results.contains(at))) return;
  const links = [...results.querySelectorAll("li a")];
  const next = links.indexOf(at) + step;
  if (at === box && step < 0) return;
  event.preventDefault();
  if (next < 0) box.focus();
  else links[next]?.focus();
});

// A key that is one sign can be switched off: some people's tools type such signs by themselves.
try {
  slash.checked = window.localStorage.getItem("slash") !== "off";
} catch { /* storage is not allowed: it is on */ }
slash.addEventListener("change", () => {
  try {
    window.localStorage.setItem("slash", slash.checked ? "on" : "off");
  } catch { /* it holds for this page */ }
});

choose();
results.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
