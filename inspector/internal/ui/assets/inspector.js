// Follows the recording: when a message changes, the script fetches the page again and
// replaces what is new. It never builds HTML from recorded values.
"use strict";

const box = document.querySelector("[data-following]");
const say = document.querySelector("[data-say]");
let source, timer, busy = false, again = false;

async function refresh() {
  timer = undefined;
  if (busy) { again = true; return; }
  busy = true;
  try {
    const resp = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (resp.ok) takeOver(new DOMParser().parseFromString(await resp.text(), "text/html"));
  } catch { /* not reachable: the next event tries again */ }
  busy = false;
  if (again) { again = false; soon(); }
}
const soon = () => { timer ??= setTimeout(refresh, 120); };

// Replaces only the parts that differ, so that focus and selection stay.
function takeOver(page) {
  for (const part of page.querySelectorAll("[data-live]")) {
    const mine = document.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!mine || mine.innerHTML === part.innerHTML) continue;
    if (part.dataset.live === "flows") flows(mine, part); else mine.replaceChildren(...part.childNodes);
  }
}

function flows(mine, theirs) {
  for (const open of mine.querySelectorAll("details[open]")) theirs.ownerDocument.getElementById(open.id)?.setAttribute("open", "");
  const seen = new Set([...mine.querySelectorAll(".hop")].map((hop) => hop.id));
  const focus = document.activeElement?.closest(".hop, details")?.id;
  const old = new Map([...mine.children].map((one) => [one.id, one]));
  mine.replaceChildren(...[...theirs.children].map((one) => {
    const had = old.get(one.id);
    return had && had.outerHTML === one.outerHTML ? had : one;
  }));
  for (const hop of mine.querySelectorAll(".hop")) {
    if (seen.has(hop.id)) continue;
    const row = hop.closest("details:not([open])")?.parentElement ?? hop; // a closed row hides its messages
    row.classList.add("new", "travels");
    setTimeout(() => row.classList.remove("new", "travels"), 1500);
  }
  if (focus) document.getElementById(focus)?.querySelector("a, summary")?.focus({ preventScroll: true });
}

// One sentence per second at most.
let waiting = "", speaking;
function announce(text) {
  waiting = text;
  speaking ??= setTimeout(() => { say.textContent = waiting; speaking = undefined; }, 1000);
}

function follow() {
  source = new EventSource("/events");
  source.onopen = soon; // shows what happened while it was not connected
  source.onmessage = (event) => {
    const change = JSON.parse(event.data);
    if (change.done) announce(change.say);
    soon();
  };
}
const stop = () => { source?.close(); source = undefined; };

// A hidden tab closes its connection, because browsers allow six for each host.
const wanted = () => box.querySelector("input").checked && !document.hidden;
const update = () => { if (!wanted()) stop(); else if (!source) follow(); };

box.hidden = false;
box.addEventListener("change", update);
document.addEventListener("visibilitychange", update);
addEventListener("pagehide", stop);
addEventListener("pageshow", update);
