// Following a value: its links work without this script. With it, the page stays where it is: only the
// strip, the diagram and the message are replaced by those of the page that the link leads to.
"use strict";

(() => {
const $ = (selector, within = document) => within.querySelector(selector);

// Takes the parts that tell about the value from another page of this server.
async function show(address) {
  const resp = await fetch(address, { headers: { Accept: "text/html" } });
  if (!resp.ok) return false;
  const page = new DOMParser().parseFromString(await resp.text(), "text/html");
  const strip = $('[data-live="thread"]'), rows = $("#rows"), flow = $(".diagram[data-flow]")?.dataset.flow;
  const next = $('[data-live="thread"]', page), lit = $("#rows", page);
  if (!strip || !rows || !next || !lit || $(".diagram[data-flow]", page)?.dataset.flow !== flow) return false;
  const open = [...rows.querySelectorAll("li:has(> details[open])")].map((row) => row.id);
  strip.replaceChildren(...next.childNodes);
  rows.replaceChildren(...lit.childNodes);
  for (const id of open) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
  for (const part of [strip, rows]) part.dispatchEvent(new CustomEvent("quartet:shown", { bubbles: true }));
  return true;
}

async function go(link) {
  const name = link.textContent;
  try {
    if (!await show(link.href)) { location.href = link.href; return; }
  } catch { location.href = link.href; return; }
  history.pushState({}, "", link.href);
  const say = $("[data-say]"), way = $(".thread p:not(.stop)");
  if (say) say.textContent = way ? `${name}: ${way.textContent}` : "No value is followed.";
}

// In the capture phase, so that the script of the diagram does not take the link for one to a message.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.follow, a.unfollow");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (!$('[data-live="thread"]')) return;
  event.preventDefault();
  const here = new URL(link.href), now = new URLSearchParams(location.search).get("thread");
  if (link.matches(".follow") && now && here.searchParams.get("thread") === now) here.searchParams.delete("thread"); // toggles
  const target = document.createElement("a");
  target.href = here.href;
  target.textContent = link.textContent;
  go(target);
}, true);

addEventListener("popstate", () => {
  const followed = $(".thread")?.dataset.thread ?? "";
  if ((new URLSearchParams(location.search).get("thread") ?? "") !== followed) show(location.href).catch(() => {});
});

quartetKeys.add("t", "follow a value: the one with the focus, or the first of the message; again: stop", () => {
  const link = document.activeElement?.closest("a.follow") ?? $("a.unfollow") ?? $("#detail a.follow") ?? $("#rows a.follow");
  link?.click();
});
})();
