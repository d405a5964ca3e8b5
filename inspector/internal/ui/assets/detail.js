// The message beside the diagram: lifetimes run down, one button opens all explanations, and c copies
// the curl command. The pane is complete without this script.
"use strict";

(() => {
const all = (selector) => [...document.querySelectorAll(`#detail ${selector}`)];

function prepare() {
  for (const bar of all("progress[data-left]:not([data-end])")) bar.dataset.end = performance.now() + bar.value * 1000;
  const explain = all("[data-explain]")[0], notes = all(".params details");
  if (!explain || !notes.length || !explain.hidden) return;
  explain.hidden = false;
  const button = explain.querySelector("button");
  const isOpen = () => notes.every((note) => note.open);
  const name = () => { button.textContent = isOpen() ? "Hide explanations" : "Explain all"; };
  button.addEventListener("click", () => {
    const open = !isOpen();
    for (const note of notes) note.open = open;
    name();
  });
  name();
}

setInterval(() => {
  for (const bar of all("progress[data-end]")) bar.value = Math.max(0, (bar.dataset.end - performance.now()) / 1000);
}, 1000);

document.addEventListener("quartet:shown", prepare);
prepare();

window.quartetKeys?.add("c", "copy the curl command", () => all(".titled [data-copy]")[0]?.click());
})();
