// Countdowns and copy buttons, which HTML cannot do alone. Pages work without them.
"use strict";

// Counts from the seconds the server wrote, so a wrong clock here does not matter.
// Tells screen readers at one minute and at the end only.
function countdown(el) {
  const end = performance.now() + Number(el.dataset.countdown) * 1000;
  const say = document.createElement("span");
  say.className = "vh";
  say.setAttribute("role", "status");
  el.after(say);
  let last = Infinity;
  const tick = () => {
    const s = Math.max(0, Math.round((end - performance.now()) / 1000));
    const two = (n) => String(n).padStart(2, "0");
    const h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    el.textContent = h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
    if (s <= 60 && last > 60 && last !== Infinity) say.textContent = "Expires in one minute";
    last = s;
    if (s > 0) return setTimeout(tick, 1000);
    el.classList.add("over");
    say.textContent = "Expired";
    el.dispatchEvent(new CustomEvent("expired", { bubbles: true }));
  };
  tick();
}

function copier(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}

function enliven(root) {
  root.querySelectorAll("[data-countdown]").forEach(countdown);
  root.querySelectorAll("[data-copy]").forEach(copier);
}
enliven(document);
