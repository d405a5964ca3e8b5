// Adds and deletes notes without loading the page again. The page works
// without this file; no token ever comes near it.
"use strict";

const form = document.getElementById("add");
const field = form.elements.namedItem("text");
const list = document.getElementById("notes");
const empty = document.getElementById("empty");
const start = "/" + new URL(form.action).search; // with the inspector beside the page, or without
const csrf = form.elements.namedItem("csrf").value;

// The header is what other sites cannot send (client.session.csrf).
async function call(method, path, body) {
  const headers = { "X-Requested-With": "quartet", Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch("/api" + path, { method, headers, body: body && JSON.stringify(body), redirect: "error" });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const error = new Error("refused");
  error.status = answer.status;
  if (answer.status === 401) error.login = (await answer.json().catch(() => ({}))).login;
  throw error;
}

const say = (text) => { document.getElementById("said").textContent = text; };

function problem(title, text, link) {
  const box = document.getElementById("problem");
  box.replaceChildren();
  if (!title) return;
  const notice = document.createElement("div");
  notice.className = "notice error";
  for (const [tag, words] of [["strong", title], ["span", text]]) {
    const p = document.createElement("p");
    const el = document.createElement(tag);
    el.textContent = words;
    p.append(el);
    notice.append(p);
  }
  if (link) {
    const p = document.createElement("p");
    const a = document.createElement("a");
    a.href = link.href;
    a.textContent = link.text;
    p.append(a);
    notice.append(p);
  }
  box.append(notice);
}

// What was typed outlives a session that ends, in this tab only. The next person to
// sign in here may be another: the draft is shown to the user who typed it, and is
// removed for everybody else and at sign-out.
const draft = {
  keep() { sessionStorage.setItem("draft", JSON.stringify({ user: form.dataset.user, text: field.value })); },
  forget() { sessionStorage.removeItem("draft"); },
  restore() {
    let kept = null;
    try { kept = JSON.parse(sessionStorage.getItem("draft")); } catch { /* not written by this page */ }
    draft.forget();
    if (kept && kept.text && kept.user === form.dataset.user && !field.value) {
      field.value = kept.text;
      field.focus();
      say("Your unsaved note is back.");
    }
  },
};
document.querySelector('form[action="/logout"]').addEventListener("submit", draft.forget);

function failed(error) {
  if (error.login) { // RFC 9470: the server says where; it never leaves this origin
    draft.keep();
    problem("Please sign in again", "The resource server needs a more recent sign-in for this. What you typed is kept in this tab.", { href: error.login + "&return_to=" + encodeURIComponent(start), text: "Sign in again" });
  } else if (error.status === 401) {
    draft.keep();
    problem("Your session has ended", "What you typed is kept in this tab.", { href: "/login?return_to=" + encodeURIComponent(start), text: "Sign in again" });
  } else if (error.status === 403) {
    problem("Not allowed", "The permission that you gave does not cover this. Sign out and in again to give it.");
  } else if (error.status === 400 || error.status === 413 || error.status === 422) {
    problem("This note was not taken", "The resource server does not accept it. Perhaps it is too long.");
  } else {
    problem("This did not work", "The server does not answer. You are still signed in, and what you typed is still here; try again in a moment.");
  }
}

function item(note) {
  const li = document.createElement("li");
  li.dataset.id = note.id;
  const text = document.createElement("span");
  text.className = "wrap";
  text.textContent = note.text;
  const remove = document.createElement("form");
  remove.method = "post";
  remove.action = "/notes/" + encodeURIComponent(note.id) + "/delete" + new URL(form.action).search;
  const token = document.createElement("input");
  token.type = "hidden"; token.name = "csrf"; token.value = csrf;
  const button = document.createElement("button");
  button.className = "quiet";
  const whose = document.createElement("span");
  whose.className = "vh";
  whose.textContent = " " + note.text;
  button.append("Delete", whose);
  remove.append(token, button);
  li.append(text, remove);
  return li;
}

const refreshEmpty = () => { if (empty) empty.hidden = list.children.length > 0; };

let busy = false;
async function once(work) {
  if (busy) return;
  busy = true;
  try { await work(); problem(); } catch (error) { failed(error); } finally { busy = false; }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return field.focus();
  once(async () => {
    const note = await call("POST", "/notes", { text });
    list.prepend(item(note)); // newest first, as the server lists them
    form.reset();
    field.value = "";
    field.focus();
    refreshEmpty();
    say("Note added.");
  });
});

list.addEventListener("submit", (event) => {
  const li = event.target.closest("li");
  if (!li) return;
  event.preventDefault();
  once(async () => {
    try { await call("DELETE", "/notes/" + encodeURIComponent(li.dataset.id)); } catch (error) { if (error.status !== 404) throw error; }
    const next = li.nextElementSibling || li.previousElementSibling;
    li.remove();
    refreshEmpty();
    say("Note deleted.");
    (next ? next.querySelector("button") : field).focus();
  });
});

draft.restore();
