// The two windows of a presentation. What is shown is a page of the server for a step; this script goes from
// page to page without loading one, and keeps both windows at the same step through a BroadcastChannel. The
// server knows nothing of it.
//
// A step shows a message of the live recording. If it does not come within the time of the step, or the
// inspector does not answer, the window of the audience goes on from the recording of the script, and says
// so. All pages of the recording are fetched at the start. A step that does something tries live again.
"use strict";

(() => {
const $ = (selector) => document.querySelector(selector);
const slide = () => $("[data-window]");
const audience = slide().dataset.window === "audience";
const script = slide().dataset.script, steps = Number(slide().dataset.steps);
const channel = new BroadcastChannel("quartet-present-" + script);
const query = new URLSearchParams(location.search);

// state is the same in both windows.
let state = {
  step: Number(slide().dataset.step), after: slide().dataset.after, recorded: query.get("source") === "recorded",
  thread: query.has("thread"), dark: query.get("theme") === "dark", blank: false, began: 0,
};

const say = document.createElement("p");
say.className = "vh";
say.setAttribute("role", "status");
document.body.append(say);

function address(of = state) {
  const q = new URLSearchParams({ step: of.step, after: of.after });
  if (of.recorded) q.set("source", "recorded");
  if (of.thread) q.set("thread", "1");
  if (of.dark) q.set("theme", "dark");
  if (!audience) q.set("notes", "1");
  return `/present/${script}?${q}`;
}

// kept are the pages of the recording, so that a talk goes on without the inspector.
const kept = new Map();
async function keep() {
  if (slide().dataset.hasRecording !== "true") return;
  for (let step = 1; step <= steps; step++) {
    for (const thread of [false, true]) {
      const url = address({ ...state, step, thread, recorded: true, dark: false });
      try { kept.set(`${step} ${thread}`, await text(url)); } catch { return; }
    }
  }
  document.documentElement.dataset.kept = "true";
}

async function text(url) {
  const resp = await fetch(url, { headers: { Accept: "text/html" } });
  if (!resp.ok) throw new Error(resp.status);
  return resp.text();
}

// page returns the page of the state. It is one of the recording if the inspector does not answer.
async function page() {
  try { return await text(address()); } catch {
    if (!kept.has(`${state.step} ${state.thread}`)) throw new Error("no recording");
    state.recorded = true;
    return kept.get(`${state.step} ${state.thread}`);
  }
}

let drawing = Promise.resolve(), shown = "";
function draw() { return drawing = drawing.then(drawNow).catch(() => { say.textContent = "The inspector does not answer."; }); }

async function drawNow() {
  const wanted = JSON.stringify(state);
  const body = new DOMParser().parseFromString(await page(), "text/html");
  const next = body.getElementById("main");
  if (JSON.stringify(state) !== wanted && !state.recorded) return; // a later press has its own turn
  const focus = document.activeElement?.dataset?.go;
  $("#main").replaceChildren(...next.childNodes);
  document.title = body.title;
  if (focus) $(`[data-go="${focus}"]`)?.focus();
  if (audience) history.replaceState(null, "", address());
  const heard = `${$("h1").textContent}. ${$(".lead")?.textContent ?? ""} ${slide().dataset.state === "recorded" ? "Recorded." : ""}`;
  if (heard !== shown) say.textContent = shown = heard;
  travel();
  wait();
}

// travel lets the message in focus arrive, unless the reader wants no motion (see diagram.css).
function travel() {
  const rows = document.querySelectorAll(".slide .messages > li:not(.dim)");
  rows[rows.length - 1]?.classList.add("travels");
}

// wait starts the clock of a step whose message has not come yet.
let timer, waitingFor = 0;
function wait() {
  const waits = slide().dataset.state === "waiting";
  if (!waits || waitingFor !== state.step) clearTimeout(timer);
  if (!waits || !audience || waitingFor === state.step) { if (!waits) waitingFor = 0; return; }
  waitingFor = state.step;
  timer = setTimeout(() => {
    if (waitingFor === state.step && slide().dataset.state === "waiting") change({ recorded: true });
  }, Number(slide().dataset.wait));
}

// change changes the state of both windows.
function change(patch) {
  state = { ...state, ...patch };
  channel.postMessage({ state });
  apply();
}
function apply() {
  document.documentElement.toggleAttribute("data-blank", audience && state.blank);
  document.documentElement.dataset.theme = state.dark ? "dark" : "light";
  return draw();
}
channel.addEventListener("message", ({ data }) => {
  if (data.hello) { if (audience) channel.postMessage({ state }); return; }
  if (!data.state) return;
  state = data.state;
  apply();
});

// go shows another step. Only a step forward does what the step says.
async function go(step, acts) {
  if (step < 1 || step > steps || step === state.step) return;
  waitingFor = 0;
  change({ step, thread: false, blank: false, began: state.began || Date.now() });
  await drawing;
  if (acts && state.step === step) act();
}

function act() {
  const does = slide().dataset;
  if (!does.open && !does.clock && !does.lab) return;
  if (state.recorded) { waitingFor = 0; change({ recorded: false }); }
  if (does.open) open(does.open);
  if (does.clock) clock(does.clock);
}

const features = "popup,noopener,width=720,height=860,left=60,top=60";
function open(url) { window.open(url, "_blank", features); }

async function clock(by) {
  const body = new URLSearchParams({ forward: by });
  try {
    const resp = await fetch("/clock", { method: "POST", body });
    say.textContent = resp.ok ? `The clock is ${by} further.` : "The clock could not be moved.";
  } catch { say.textContent = "The clock could not be moved."; }
}

// reset takes all services to their start, and the talk to its first step.
async function reset() {
  say.textContent = "Resetting.";
  try {
    const resp = await fetch("/present/reset", { method: "POST", headers: { Accept: "application/json" } });
    if (!resp.ok) throw new Error(resp.status);
  } catch { say.textContent = "Not everything could be reset."; document.documentElement.dataset.reset = "failed"; return; }
  waitingFor = 0;
  change({ step: 1, after: "", recorded: false, thread: false, blank: false, began: 0 });
  await drawing;
  state.after = slide().dataset.after;
  document.documentElement.dataset.reset = "done";
}

function save() {
  const link = $('[data-go="export"]') ?? document.createElement("a");
  if (!link.href && slide().dataset.export) { link.href = slide().dataset.export; link.download = ""; }
  if (link.href) link.click();
}

// Live: each new message may be the one of the step.
if (audience) {
  let soon;
  const events = new EventSource("/events");
  events.addEventListener("message", () => {
    clearTimeout(soon);
    soon = setTimeout(() => { if (slide().dataset.state === "waiting" || "skipped" in slide().dataset) draw(); }, 60);
  });
}

document.addEventListener("click", (event) => {
  const to = event.target.closest("[data-go]")?.dataset.go;
  if (to === "back") { event.preventDefault(); go(state.step - 1); }
  if (to === "next") { event.preventDefault(); go(state.step + 1, true); }
  if (to === "clock") { event.preventDefault(); clock(event.target.closest("button").value); }
});

const on = (keys, what, action) => keys.forEach((key, i) => window.quartetKeys?.add(key, i ? `${what} (the same)` : what, action));
on(["PageDown", "ArrowRight", "ArrowDown"], "go on", () => go(state.step + 1, true));
on(["PageUp", "ArrowLeft", "ArrowUp"], "go back", () => go(state.step - 1));
on(["Home"], "the first step", () => go(1));
on(["End"], "the last step", () => go(steps));
window.quartetKeys?.add("Space", "go on, if no control has the focus");
on(["b", "B", "."], "black screen", () => change({ blank: !state.blank }));
on(["t"], "follow the value of the step", () => change({ thread: !state.thread }));
on(["+"], "clock 5 minutes forward", () => clock("5m"));
on(["a"], "the attack", () => go(Number(slide().dataset.attack), true));
on(["d"], "the defence", () => go(Number(slide().dataset.defence), true));
on(["e"], "save the flow as a page", save);
on(["r"], "from the recording, or live again", () => { waitingFor = 0; change({ recorded: !state.recorded }); });
on(["R"], "reset all roles to the start", reset);
on(["i"], "light or dark", () => change({ dark: !state.dark }));
on(["p"], "a light at the pointer", () => document.documentElement.toggleAttribute("data-pointer"));
on(["n"], "notes in a second window", () => window.open(`/present/${script}?notes`, "_blank", "popup,noopener,width=900,height=760"));
addEventListener("keydown", (event) => {
  const free = !document.activeElement || document.activeElement === document.body || document.activeElement.id === "main";
  if (event.key !== " " || !free || event.ctrlKey || event.metaKey || event.altKey || !window.quartetKeys?.isOn() || $("dialog[open]")) return;
  event.preventDefault();
  go(state.step + (event.shiftKey ? -1 : 1), !event.shiftKey);
});
addEventListener("pointermove", (event) => {
  document.documentElement.style.setProperty("--x", event.clientX + "px");
  document.documentElement.style.setProperty("--y", event.clientY + "px");
});

setInterval(() => {
  const at = $("[data-elapsed]");
  if (!at || !state.began) return;
  const seconds = Math.round((Date.now() - state.began) / 1000);
  at.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} since the start.`;
}, 1000);

if (audience) { keep(); wait(); travel(); } else channel.postMessage({ hello: true });
document.documentElement.dataset.ready = "true";
})();
