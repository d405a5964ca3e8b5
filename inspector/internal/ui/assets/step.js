// The buttons of step mode and of the demo clock, without loading the page again. Keys: Space releases
// the next message while one is held and no control has the focus, s switches step mode on or off, +
// moves the clock by a minute.
"use strict";

(() => {
const bar = () => document.querySelector('[data-live="step"]');

// Takes the toolbar from a page of this server, and keeps the focus.
function replace(page) {
  const mine = bar(), next = page.querySelector('[data-live="step"]');
  if (!mine || !next) return;
  const focus = mine.contains(document.activeElement) ? document.activeElement.id : "";
  mine.replaceWith(next);
  if (focus) (document.getElementById(focus) ?? document.getElementById("step-mode")).focus({ preventScroll: true });
  next.dispatchEvent(new CustomEvent("quartet:shown", { bubbles: true }));
}

// Forms are sent one after the other, each with the values that it had when its button was pressed. No
// press is lost, even if the toolbar was replaced while another form was under way.
let sent = Promise.resolve();
function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  sent = sent.then(() => post(form, body));
}

async function post(form, body) {
  try {
    const resp = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body });
    const text = await resp.text();
    if (resp.ok) replace(new DOMParser().parseFromString(text, "text/html"));
    else if (form.isConnected) form.submit(); // the page of the error says what to do
  } catch { /* the inspector is not reachable: the button can be used again */ }
}

document.addEventListener("submit", (event) => {
  if (!event.target.closest(".step")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

const press = (id) => document.getElementById(id)?.click();
function toggle() {
  const select = document.getElementById("step-mode");
  select.value = bar().dataset.stepping === "true" ? "off" : "all";
  press("step-set");
}

const keys = window.quartetKeys;
keys?.add("Space", "release the next message that is held");
keys?.add("s", "step mode on or off", toggle);
keys?.add("+", "clock 1 minute forward", () => press("clock-1m"));
addEventListener("keydown", (event) => {
  const free = !document.activeElement || document.activeElement === document.body;
  if (event.key !== " " || !free || !keys?.isOn() || !(Number(bar()?.dataset.held) > 0)) return;
  event.preventDefault(); // otherwise the page scrolls
  press("step-next");
});
})();
