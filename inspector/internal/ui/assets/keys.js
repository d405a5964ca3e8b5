// Shortcuts of one key. A script adds its own:
//
//   quartetKeys.add("t", "thread of the selected value", () => { ... });
//   quartetKeys.add("g f", "flows", "/");          // g, then f; an address instead of a function
//   quartetKeys.add("Enter", "open the message");  // only listed, because the browser does it
//
// Every action must also have a visible button or link. The button "Keyboard" and the key ? show the
// list, in which the keys can be switched off (WCAG 2.2 §2.1.4); the browser remembers it. A key does
// nothing while a control for text has the focus, or together with Ctrl, Alt or Meta.
"use strict";

window.quartetKeys = (() => {
  const keys = new Map();
  let first = "", timer;

  const stored = { get: () => { try { return localStorage.getItem("quartet-keys"); } catch { return null; } },
                   set: (value) => { try { localStorage.setItem("quartet-keys", value); } catch { /* not allowed: lasts until the page is left */ } } };
  let on = stored.get() !== "off";

  function add(key, what, action) {
    keys.set(key, { what, run: typeof action === "string" ? () => { location.href = action; } : action });
  }

  const writes = (el) => el?.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]");

  addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = keys.has(`${first} ${event.key}`) ? `${first} ${event.key}` : event.key;
    clearTimeout(timer);
    first = "";
    if (keys.get(key)?.run) {
      event.preventDefault();
      keys.get(key).run(event);
    } else if ([...keys.keys()].some((k) => k.startsWith(`${event.key} `))) {
      first = event.key;
      timer = setTimeout(() => { first = ""; }, 1500);
    }
  });

  const make = (name, text, parent) => {
    const el = document.createElement(name);
    if (text) el.textContent = text;
    parent?.append(el);
    return el;
  };

  function help() {
    const dialog = make("dialog", "", document.body);
    dialog.className = "keys";
    dialog.setAttribute("aria-labelledby", "keys-title");
    make("h2", "Keyboard", dialog).id = "keys-title";
    const list = make("dl", "", dialog);
    for (const [key, { what }] of keys) {
      const row = make("div", "", list);
      const dt = make("dt", "", row);
      key.split(" ").forEach((k) => make("kbd", k, dt));
      make("dd", what, row);
    }
    const label = make("label", "", dialog);
    const box = make("input", "", label);
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => { on = box.checked; stored.set(on ? "on" : "off"); });
    label.append(" Use these keys");
    const close = make("button", "Close", make("p", "", dialog));
    close.type = "button";
    close.className = "quiet";
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.showModal();
  }

  // The button is in the navigation, so that it is at the same place on each page.
  const button = make("button", "Keyboard", document.querySelector(".top"));
  button.type = "button";
  button.className = "quiet open-keys";
  button.addEventListener("click", help);

  add("?", "this list", help);
  add("/", "find a message", () => {
    const find = document.getElementById("find");
    if (find) find.focus(); else location.href = "/messages#find";
  });
  add("g f", "flows", "/");
  add("g m", "all messages", "/messages");
  add("g t", "state of each role", "/state");
  add("g g", "glossary", "/glossary");
  add("g s", "specifications", "/rfcs");
  add("g d", "documentation", "/docs");
  return { add, help, isOn: () => on };
})();

if (location.hash === "#find") document.getElementById("find")?.focus();
