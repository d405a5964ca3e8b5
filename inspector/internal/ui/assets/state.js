// Counts the times down, and fetches the page again when a message was answered, at most once a
// second. It never builds HTML from recorded values.
"use strict";

const followBox = document.querySelector("[data-following]");
let events, planned, asking = false, stale = false;

const pad = (n) => String(n).padStart(2, "0");
const clock = (s) => {
  if (s >= 172800) return `${Math.floor(s / 86400)} days`;
  const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
  return h ? `${h}:${pad(m)}:${pad(s % 60)}` : `${m}:${pad(s % 60)}`;
};

// A time counts from the moment at which the page got it.
const begun = new WeakMap();
setInterval(() => {
  const now = performance.now();
  for (const time of document.querySelectorAll("time[data-left]")) {
    if (!begun.has(time)) begun.set(time, now);
    const left = Math.round(Number(time.dataset.left) - (now - begun.get(time)) / 1000);
    time.textContent = left > 0 ? `in ${clock(left)}` : "ended";
  }
}, 1000);

async function reload() {
  planned = undefined;
  asking = true;
  try {
    const resp = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (resp.ok) takeOver(new DOMParser().parseFromString(await resp.text(), "text/html"));
  } catch { /* not reachable: the next event tries again */ }
  asking = false;
  if (stale) { stale = false; plan(); }
}
function plan() {
  if (asking) stale = true; else planned ??= setTimeout(reload, 1000);
}

// Replaces what each role holds. A link that had the focus has it again.
function takeOver(page) {
  for (const theirs of page.querySelectorAll("[data-live]")) {
    const mine = document.getElementById(theirs.id);
    if (!mine) continue;
    const focus = mine.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    mine.replaceChildren(...theirs.childNodes);
    if (focus) [...mine.querySelectorAll("a")].find((a) => a.getAttribute("href") === focus)?.focus({ preventScroll: true });
  }
}

function follow() {
  events = new EventSource("/events");
  events.onopen = plan;
  events.onmessage = (event) => { if (JSON.parse(event.data).done) plan(); };
}
const stop = () => { events?.close(); events = undefined; };

// A hidden tab closes its connection, because browsers allow six for each host.
const wanted = () => followBox.querySelector("input").checked && !document.hidden;
const update = () => { if (!wanted()) stop(); else if (!events) follow(); };

followBox.hidden = false;
followBox.addEventListener("change", update);
document.addEventListener("visibilitychange", update);
addEventListener("pagehide", stop);
addEventListener("pageshow", update);
