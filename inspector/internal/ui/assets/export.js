// The menu of exports, and a picture of a diagram: the SVG of the server, drawn at twice its size.
"use strict";

async function picture(address, name) {
  const resp = await fetch(address);
  if (!resp.ok) throw new Error(String(resp.status));
  const source = URL.createObjectURL(new Blob([await resp.blob()], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.naturalWidth;
  canvas.height = 2 * image.naturalHeight;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!png) throw new Error("the picture is too large");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(png);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The part of the page may be replaced at any time, so the listener is on the document.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-png]");
  if (!button) return;
  const note = button.parentElement.querySelector("[data-note]");
  try {
    await picture(button.dataset.png, button.dataset.name);
    note.textContent = "a picture, for a document or a chat: saved";
  } catch {
    note.textContent = "the picture could not be made: use SVG instead";
  }
});
// The menu in the toolbar is above the diagram: Esc closes it, and a click elsewhere does.
const menu = () => document.querySelector(".toolbar .export[open]");
document.addEventListener("keydown", (event) => {
  const open = menu();
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
  event.stopPropagation(); // it closes nothing else
}, true);
document.addEventListener("click", (event) => {
  const open = menu();
  if (open && !open.contains(event.target)) open.open = false;
});
document.documentElement.classList.add("scripted");
