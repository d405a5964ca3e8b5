// A page with a diagram: it follows the recording, and shows a message beside the diagram. All of it
// also works without the script, by links. The script never builds HTML from recorded values: it
// takes elements from pages of this server.
//
// After it has replaced a part of the page, it sends the event "quartet:shown" to that part, which
// bubbles. Scripts that prepare elements listen for it on document.
"use strict";

(() => {
const start = location.pathname;
const say = document.querySelector("[data-say]");
const $ = (selector) => document.querySelector(selector);
const shown = (part) => {
  window.enliven?.(part); // countdowns and copy buttons
  part.dispatchEvent(new CustomEvent("quartet:shown", { bubbles: true }));
};

// ---- reading a page of this server

async function read(address, changesOnly) {
  const url = new URL(address, location.href), diagram = $(".diagram[data-flow]");
  if (changesOnly && diagram) {
    url.searchParams.set("flow", diagram.dataset.flow);
    url.searchParams.set("since", diagram.dataset.since);
  }
  const resp = await fetch(url, { headers: { Accept: "text/html" } });
  return resp.ok ? new DOMParser().parseFromString(await resp.text(), "text/html") : undefined;
}

// Takes over what differs. It returns false if the page has placeholders for rows that are not here.
function takeOver(page) {
  const newest = $('[data-live="newest"]'), next = page.querySelector('[data-live="newest"]');
  if (newest && next && newest.dataset.id !== next.dataset.id) {
    if (!newest.contains(document.activeElement)) {
      const calm = !newest.dataset.id;
      newest.replaceWith(next);
      for (const row of next.querySelectorAll("#rows > li")) if (!calm || row.matches(":last-child")) travel(row);
      toggle();
      shown(next);
    }
  } else if (!mergeDiagram(page)) {
    return false;
  }
  for (const part of page.querySelectorAll("[data-live]")) {
    const name = part.dataset.live, mine = $(`[data-live="${name}"]`);
    if (!mine || name === "newest" || mine.innerHTML === part.innerHTML) continue;
    const focus = mine.contains(document.activeElement) ? document.activeElement.id : "";
    if (mine.contains(document.activeElement) && !(name === "step" && mayReplace(mine, part, focus))) continue;
    if (name === "detail") {
      if (mine.dataset.v === part.dataset.v) continue;
      mine.dataset.v = part.dataset.v;
    }
    for (const open of mine.querySelectorAll("details[open]")) part.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
    Object.assign(mine.dataset, part.dataset); // such as the number of messages that are held
    mine.replaceChildren(...part.childNodes);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    shown(mine);
  }
  return true;
}

// A toolbar whose button has the focus is replaced too, so that users of a keyboard see that a message is
// held. One whose choice was changed and not sent yet stays.
function mayReplace(mine, part, focus) {
  const sent = [...mine.querySelectorAll("select")].every((s) => s.value === ([...s.options].find((o) => o.defaultSelected) ?? s.options[0]).value)
    && [...mine.querySelectorAll("input")].every((i) => i.value === i.defaultValue);
  return sent && document.activeElement.matches("button") && part.querySelector(`#${CSS.escape(focus)}`) !== null;
}

function mergeDiagram(page) {
  const mine = $(".diagram[data-flow]"), theirs = page.querySelector(".diagram[data-flow]");
  if (!mine || !theirs) return true;
  const rows = mine.querySelector("#rows"), wanted = theirs.querySelector("#rows");
  const lanes = (d) => d.querySelector(".heads")?.textContent;
  const had = new Map([...rows.children].map((row) => [row.id, row]));
  const complete = [...wanted.children].every((row) => !("same" in row.dataset) || had.get(row.id)?.dataset.v === row.dataset.v);
  if (!complete) return false;
  if (mine.dataset.flow === theirs.dataset.flow && lanes(mine) !== lanes(theirs)) { // a lane was added: the columns change
    const heads = theirs.querySelector(".heads"), lines = theirs.querySelector(".lifelines");
    mine.querySelector(".lanes").className = theirs.querySelector(".lanes").className;
    mine.querySelector(".heads").replaceWith(heads);
    mine.querySelector(".lifelines").replaceWith(lines);
  }
  mergeRows(rows, wanted, had);
  mine.dataset.flow = theirs.dataset.flow;
  mine.dataset.since = theirs.dataset.since;
  return true;
}

// Replaces the rows that changed. All others stay, with focus, selection and what is open.
function mergeRows(rows, wanted, had) {
  const atEnd = isVisible(rows.lastElementChild), grown = [];
  let at = rows.firstElementChild;
  for (const next of [...wanted.children]) {
    const old = had.get(next.id);
    if (old?.dataset.v === next.dataset.v) {
      had.delete(next.id);
      if (old === at) at = at.nextElementSibling; else rows.insertBefore(old, at);
      continue;
    }
    rows.insertBefore(next, at);
    keepState(old, next);
    if (!old) grown.push(next);
  }
  for (const old of had.values()) old.remove();
  grown.forEach(travel);
  mark();
  if (grown.length && atEnd && !$("#detail")?.contains(document.activeElement)) rows.lastElementChild.scrollIntoView({ block: "nearest" });
}

function keepState(old, next) {
  if (!old) return;
  const open = old.querySelector(":scope > details")?.open;
  if (open) next.querySelector(":scope > details")?.setAttribute("open", "");
  if (!old.contains(document.activeElement)) return;
  const message = document.activeElement.closest(".hop")?.id;
  const target = message && next.id !== message ? next.querySelector(`#${CSS.escape(message)}`) ?? next : next;
  target.querySelector("a, summary")?.focus({ preventScroll: true });
}

const isVisible = (el) => {
  if (!el) return true;
  const box = el.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0;
};

function travel(row) {
  row.classList.add("travels");
  setTimeout(() => row.classList.remove("travels"), 400);
}

// ---- following

let source, timer, last = -Infinity, busy = false, again = false, following = true;

async function refresh() {
  timer = undefined;
  last = performance.now();
  if (busy) { again = true; return; }
  busy = true;
  try {
    const page = await read(location.href, true);
    if (page && following && !takeOver(page)) {
      const whole = await read(location.href, false);
      if (whole) takeOver(whole);
    }
  } catch { /* not reachable: the next event tries again */ }
  busy = false;
  if (again) { again = false; soon(); }
}
// The first event after a pause is shown at once; those of the next 120 ms are shown together.
const soon = () => { timer ??= setTimeout(refresh, Math.max(0, last + 120 - performance.now())); };

// Screen readers hear one summary per second at most.
let heard = 0, latest = "", speaking;
function announce(text) {
  heard++;
  latest = text;
  speaking ??= setTimeout(() => {
    say.textContent = heard === 1 ? latest : `${heard} messages. The last: ${latest}`;
    heard = 0;
    speaking = undefined;
  }, 1000);
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

// A hidden tab closes its connection, because browsers allow six for each host. A page that does not
// follow shows what it has; the recording continues.
function toggle() {
  for (const box of document.querySelectorAll("[data-following]")) {
    box.hidden = false;
    box.querySelector("input").checked = following;
  }
  const wanted = following && !document.hidden;
  if (!wanted) stop(); else if (!source) follow();
}

document.addEventListener("change", (event) => {
  if (!event.target.closest("[data-following]")) return;
  following = event.target.checked;
  toggle();
});
document.addEventListener("visibilitychange", toggle);
addEventListener("pagehide", stop);
addEventListener("pageshow", toggle);

// ---- the message beside the diagram

const rows = () => [...document.querySelectorAll(".messages .drawn")].filter((row) => row.checkVisibility());
const control = (row) => row.querySelector("a.cover") ?? row; // a link, or the summary of a row of several
const selected = () => $("#rows .hop[aria-current] > .drawn");
const thread = () => { // the value that the page follows stays the same
  const print = new URLSearchParams(location.search).get("thread");
  return print ? `?thread=${encodeURIComponent(print)}` : "";
};
const idOf = (path) => path.match(/^\/hops\/([^/]+)$/)?.[1];

// Marks the row of the message that is shown.
function mark() {
  const id = $("#detail") ? idOf(location.pathname) : undefined;
  for (const row of document.querySelectorAll("#rows .hop[aria-current]")) if (row.id !== `m-${id}`) row.removeAttribute("aria-current");
  if (id) document.getElementById(`m-${id}`)?.setAttribute("aria-current", "step");
}

// Shows a message. The newest call wins if several are under way.
let call = 0;
async function open(address, { push = true, focus = false } = {}) {
  const mine = ++call, path = new URL(address, location.href).pathname;
  let page;
  try { page = await read(path + thread(), true); } catch { /* not reachable */ }
  if (mine !== call) return;
  const detail = page?.querySelector("#detail");
  const flow = page?.querySelector(".diagram[data-flow]")?.dataset.flow;
  if (!detail || flow !== $(".diagram[data-flow]")?.dataset.flow) { location.href = path; return; }
  const old = $("#detail"), inside = old?.contains(document.activeElement);
  if (old) old.replaceWith(detail); else $(".split").append(detail);
  $(".split").classList.add("open");
  if (push) history.pushState({}, "", path + thread());
  document.title = page.title;
  if (following) takeOver(page);
  mark();
  shown(detail);
  selected()?.scrollIntoView({ block: "nearest" });
  if (focus || inside) $("#detail-title").focus({ preventScroll: true });
}

function close({ push = true } = {}) {
  const row = selected(), detail = $("#detail");
  if (!detail) return;
  call++;
  detail.remove();
  $(".split").classList.remove("open");
  const path = idOf(start) ? `/flows/${$(".diagram").dataset.flow}` : start;
  if (push) history.pushState({}, "", path + thread());
  mark();
  if (row) control(row).focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
  soon();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!link.closest(".split")) return;
  const path = new URL(link.href).pathname;
  if (idOf(path)) {
    event.preventDefault();
    open(path, { focus: true });
  } else if (link.matches(".close")) {
    event.preventDefault();
    close();
  }
});

addEventListener("popstate", () => {
  if (idOf(location.pathname)) open(location.pathname, { push: false }); else close({ push: false });
});

// Moves to the next or the previous message. If a message is shown, it shows the one it moves to.
function move(by) {
  const all = rows(), here = document.activeElement?.closest(".messages .drawn") ?? selected();
  const at = all.indexOf(here);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (!next) return;
  const inDetail = $("#detail")?.contains(document.activeElement);
  next.scrollIntoView({ block: "nearest" });
  if (!inDetail) control(next).focus({ preventScroll: true });
  const link = control(next);
  if ($("#detail") && link.href) open(link.href);
}

quartetKeys.add("j", "next message", () => move(1));
quartetKeys.add("k", "previous message", () => move(-1));
quartetKeys.add("↓", "next message, in the diagram");
quartetKeys.add("↑", "previous message, in the diagram");
quartetKeys.add("Enter", "open the message");
quartetKeys.add("Esc", "close the message, back to the diagram");
quartetKeys.add("l", "follow live, or not", () => { following = !following; toggle(); });

// The arrow keys move within the diagram only, because elsewhere they scroll the page.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) close();
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !event.target.closest?.(".messages .drawn")) return;
  event.preventDefault();
  move(by);
});

toggle();
if (!isVisible(selected())) selected().scrollIntoView({ block: "center" });
})();
