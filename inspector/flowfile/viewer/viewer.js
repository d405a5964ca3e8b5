"use strict";
const all = [...document.querySelectorAll(".messages details")];
const tools = document.querySelector("[data-tools]"), toggle = document.querySelector("[data-all]");
let at = -1;

// Opens the message in the address, #hop-7, and marks its arrow.
function show() {
  const body = document.getElementById(location.hash.slice(1));
  const details = body?.closest(".messages details");
  for (const row of document.querySelectorAll(".row a")) row.removeAttribute("aria-current");
  if (!details) return;
  at = all.indexOf(details);
  details.open = true;
  document.querySelector(`.row a[href="#${body.id}"]`)?.setAttribute("aria-current", "true");
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("summary").focus({ preventScroll: true });
}

addEventListener("hashchange", show);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== "j" && event.key !== "k")) return;
  const next = all[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), all.length - 1)];
  if (next) location.hash = next.querySelector("div").id;
});
toggle.addEventListener("click", () => {
  const open = toggle.textContent === "Open all";
  for (const one of all) one.open = open;
  toggle.textContent = open ? "Close all" : "Open all";
});
addEventListener("beforeprint", () => { for (const one of all) one.open = true; });
tools.hidden = false;
show();
