/* Tocsin in the browser: live refresh, keyboard, dialogs. Every page works without it. */
"use strict";

/* Drafts: what was typed into forms that were not taken is kept for the page that asks again, within this tab. */
const drafts = (() => {
  const KEY = "tocsin.drafts";
  const typed = () => [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)[id]")]
    .filter((field) => !["hidden", "password", "file"].includes(field.type));
  const keep = () => {
    const values = Object.fromEntries(typed().map((field) => [field.id, ["checkbox", "radio"].includes(field.type) ? field.checked : field.value]));
    sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, values }));
  };
  /* Given back once, after a login or a reload that the page itself asked for. */
  const restore = () => {
    if (location.pathname === "/login") return;
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    sessionStorage.removeItem(KEY);
    const again = kept.asked || (document.referrer && new URL(document.referrer).pathname === "/login");
    if (kept.path !== location.pathname || !again) return;
    for (const field of typed()) {
      const value = kept.values[field.id];
      if (value === undefined) continue;
      if (typeof value === "boolean") { field.checked = value; continue; }
      if (value === field.value) continue;
      field.value = value;
      const menu = field.closest("details");
      if (menu && field.matches("textarea, input")) menu.open = true;
    }
  };
  const reload = () => {
    keep();
    sessionStorage.setItem(KEY, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(KEY)), asked: true }));
    location.reload();
  };
  /* A form that no script sends may meet the login page: what is in it is kept before it goes. */
  document.addEventListener("submit", (event) => { if (event.target.method === "post" && location.pathname !== "/login") keep(); }, true);
  return { keep, restore, reload };
})();

/* Trouble: what keeps this page from being true or from sending, in words, until it is over. */
const trouble = (() => {
  const all = () => document.querySelectorAll("#trouble > [data-trouble]");
  const show = (name) => { for (const sentence of all()) sentence.hidden = sentence.dataset.trouble !== name; };
  document.addEventListener("click", (event) => {
    const again = event.target.closest("#trouble [data-again]");
    if (!again) return;
    event.preventDefault();
    if (again.dataset.again === "stay") return show(""); // the tap itself said that somebody is here
    if (again.dataset.again === "reload") return drafts.reload();
    drafts.keep();
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  });
  const shows = (name) => document.querySelector(`#trouble > [data-trouble="${name}"]:not([hidden])`) !== null;
  return { show, shows };
})();

/* Live: a push on /live refreshes the regions that it concerns; without pushes, every 15 s. */
const live = (() => {
  const POLL_MS = 15000, SILENCE_MS = 45000;
  let source = null, lastBeat = 0, polling = null, failing = false, ended = false;

  const lamp = () => document.querySelector("[data-live-lamp]");
  const state = () => {
    if (ended) return "ended";
    if (!navigator.onLine) return "away";
    if (failing) return "failing";
    return polling ? "polling" : "live";
  };
  const light = () => {
    const shown = lamp(), now = state();
    if (!shown || shown.dataset.state === now) return;
    shown.dataset.state = now;
    shown.querySelector("[data-live-word]").textContent = shown.getAttribute(`data-word-${now}`);
  };
  const busy = (region) => region.querySelector("details[open] form, form details[open], [data-select]:checked")
    || (region.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));
  const refresh = (concerns) => {
    for (const region of document.querySelectorAll("[data-live]"))
      if (region.dataset.live.split(" ").some(concerns)) htmx.trigger(region, "live");
  };
  /* Whatever asks for it, a region is left alone while somebody fills a form in it; it catches up once they are done. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const region = event.target;
    if (!region.matches("[data-live]") || !busy(region)) return;
    event.preventDefault();
    region.dataset.behind = "";
  });
  const catchUp = () => {
    for (const region of document.querySelectorAll("[data-live][data-behind]"))
      if (!busy(region)) { delete region.dataset.behind; htmx.trigger(region, "live"); }
  };
  document.addEventListener("toggle", catchUp, true);
  document.addEventListener("change", catchUp);
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.matches("[data-live]")) detail.headers["X-Watching"] = "1"; // the page asks, nobody does
  });
  const poll = () => { if (!document.hidden) refresh(() => true); };
  const startPolling = () => { polling ??= setInterval(poll, POLL_MS); light(); };
  const stopPolling = () => { clearInterval(polling); polling = null; };
  const end = () => { ended = true; close(); stopPolling(); light(); trouble.show("ended"); };

  /* How the last request went decides what the lamp says, whatever the stream says. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { status } = detail.xhr, { elt: target, verb } = detail.requestConfig; // what was swapped away is no target any more
    if (status === 401) return end();
    if (target.matches("[data-live]")) failing = !(status >= 200 && status < 300);
    else if (verb === "get") return;
    else if (status === 0 || status >= 500) trouble.show("unsent");
    else if (detail.successful) { failing = false; trouble.show(""); }
    light();
  });
  addEventListener("offline", light);
  addEventListener("online", () => { light(); poll(); });

  const alive = () => { lastBeat = Date.now(); stopPolling(); light(); };
  const open = () => {
    if (source || ended || !document.querySelector("[data-live]")) return;
    source = new EventSource("/live");
    source.addEventListener("open", alive);
    source.addEventListener("beat", alive);
    source.addEventListener("change", (event) => {
      alive();
      const { board, subjects } = JSON.parse(event.data);
      refresh((name) => (name === "board" ? board : subjects.includes(name)));
    });
    source.addEventListener("ended", end);
    source.addEventListener("error", () => {
      startPolling();
      if (source && source.readyState === EventSource.CLOSED) { close(); poll(); setTimeout(open, POLL_MS); }
    });
  };
  const close = () => { source?.close(); source = null; };

  /* A browser keeps few connections to a host: a hidden page gives its own back. */
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { close(); stopPolling(); } else { open(); poll(); }
  });
  setInterval(() => { if (source && Date.now() - lastBeat > SILENCE_MS) startPolling(); }, POLL_MS);
  return { open, end };
})();

/* Presence: whoever types, taps or scrolls is here, in whichever tab; the page warns before the session ends without them. */
const presence = (() => {
  const KEY = "tocsin.present", WARN_MS = 300000, TELL_MS = 60000, LOOK_MS = 5000;
  let toldAt = Date.now();
  const limit = () => Number(document.body.dataset.idle) * 1000;
  const at = () => Number(localStorage.getItem(KEY));
  const tell = () => {
    toldAt = Date.now();
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    fetch(document.body.dataset.present, { method: "POST", headers: { "X-CSRFToken": token, "HX-Request": "true" } })
      .then((answer) => { if (answer.status === 401) live.end(); }, () => {});
  };
  const here = () => {
    const now = Date.now();
    localStorage.setItem(KEY, now); // the warning goes at the next look: under a finger that comes down, nothing moves
    if (now - toldAt > TELL_MS) tell();
  };
  const look = () => {
    const left = limit() - (Date.now() - at());
    if (left < -TELL_MS) live.end();
    else if (left < Math.min(WARN_MS, limit() / 2)) trouble.show("idle");
    else if (trouble.shows("idle")) trouble.show("");
  };
  const start = () => {
    if (!document.body.dataset.idle) return;
    localStorage.setItem(KEY, Date.now());
    for (const event of ["keydown", "pointerdown", "wheel", "touchmove"]) addEventListener(event, here, { passive: true, capture: true });
    setInterval(look, LOOK_MS);
  };
  return { start };
})();

/* Choosing: rows with a box ([data-select]) are chosen one by one, or all; without a choice the row where one stands is meant. */
const choosing = (() => {
  const boxes = () => [...document.querySelectorAll("[data-select]")];
  const current = () => document.activeElement.closest("[data-row]")?.querySelector("[data-select]");
  let stood = null; // the row where the person stood when they went into the form
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    for (const count of document.querySelectorAll("[data-chosen]")) count.textContent = chosen;
    const all = document.querySelector("[data-select-all]");
    if (!all) return;
    for (const part of document.querySelectorAll("[data-together] [data-scripted]")) part.hidden = false;
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  };
  const toggle = () => {
    const box = current();
    box?.click();
    return Boolean(box);
  };
  document.addEventListener("focusin", () => { stood = current()?.id ?? stood; });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-select-all]")) for (const box of boxes()) box.checked = target.checked;
    if (target.matches("[data-select-all], [data-select]")) show();
  });
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("[data-together]") || boxes().some((box) => box.checked)) return;
    const box = document.getElementById(stood);
    if (box) box.checked = true;
  }, true);
  document.addEventListener("htmx:afterSwap", show);
  document.addEventListener("DOMContentLoaded", show);
  return { toggle };
})();

/* Keyboard: j and k walk the rows, Enter opens, a letter presses what bears it (data-key), ? tells all. */
const keyboard = (() => {
  const OFF = "tocsin.shortcuts.off";
  let lead = "", leadAt = 0;

  const rows = () => [...document.querySelectorAll("[data-row]")];
  const walk = (step) => {
    const all = rows(), at = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.querySelector("a[data-open]").focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const target = document.querySelector(`:is([data-key="${CSS.escape(key)}"], [data-key-too="${CSS.escape(key)}"])`);
    if (!target || target.disabled) return false;
    if (target.matches("summary")) {
      target.parentElement.open = true;
      target.parentElement.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    } else target.click();
    return true;
  };
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  const down = (event) => {
    if (event.key === "Escape") return document.querySelectorAll("details[data-closes][open]").forEach((open) => {
      open.open = false;
      if (open.contains(document.activeElement)) open.querySelector("summary").focus();
    });
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") return event.preventDefault(), document.getElementById("shortcuts")?.showModal();
    if (localStorage.getItem(OFF)) return;
    const key = lead && event.timeStamp - leadAt < 1200 ? `${lead} ${event.key}` : event.key;
    lead = "";
    if (key === "g") { lead = "g"; leadAt = event.timeStamp; return; }
    if (key === "j" || key === "k") { event.preventDefault(); walk(key === "j" ? 1 : -1); }
    else if (key === "x" && choosing.toggle()) event.preventDefault();
    else if (key === "/") {
      event.preventDefault();
      const search = document.querySelector("[data-search]");
      if (search) search.focus(); else press("g i");
    } else if (/^(g )?[a-z]$/.test(key) && press(key)) event.preventDefault();
  };
  document.addEventListener("keydown", down);

  const choice = () => document.getElementById("shortcuts-on");
  document.addEventListener("change", (event) => {
    if (event.target === choice()) event.target.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1");
  });
  return { show: () => { if (choice()) choice().checked = !localStorage.getItem(OFF); } };
})();

/* Dialogs open by [data-dialog=id]; menus close when one looks elsewhere; toasts go after a while. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog).showModal();
  for (const menu of event.target.closest("#trouble") ? [] : document.querySelectorAll("details[data-closes][open]"))
    if (!menu.contains(event.target)) menu.open = false;
  if (event.target instanceof HTMLDialogElement) event.target.close();
  event.target.closest("[data-dismiss]")?.closest(".toast").remove();
});
/* What a menu opens stays within the page. */
document.addEventListener("toggle", ({ target }) => {
  const body = target.open && target.querySelector(".menu-body");
  if (!body) return;
  body.style.translate = "";
  const beyond = body.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
  if (beyond > 0) body.style.translate = `${-beyond}px`;
}, true);
document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });

/* An answer that refuses (409, 422) is shown where the person looks, like any other. Its form comes open: of several
   menus of one name the browser keeps one open, so the old one makes room. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (![403, 409, 422].includes(event.detail.xhr.status)) return;
  if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) return trouble.show("stale"); // a whole page: no form of ours was read
  event.detail.shouldSwap = true; event.detail.isError = false;
  for (const menu of document.querySelectorAll("details[data-closes][open]")) menu.open = false;
});

/* [data-copy=id] copies the text of that element, and says so; where the browser refuses, the text is selected. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.querySelector("span").textContent = button.dataset.copied;
  } catch { getSelection().selectAllChildren(text); }
});

document.addEventListener("DOMContentLoaded", () => { drafts.restore(); keyboard.show(); live.open(); presence.start(); });

/* A field that finds places: a list under it, walked with the arrows, taken with Enter or a tap. Its form works without. */
(() => {
  const list = (field) => field.querySelector("[role=listbox]");
  const input = (field) => field.querySelector("[role=combobox]");
  const options = (field) => [...list(field).querySelectorAll("[role=option][data-item]")];
  const close = (field) => {
    list(field).hidden = true;
    list(field).replaceChildren(); // an option's id is unique among the fields of a page
    input(field).setAttribute("aria-expanded", "false");
    input(field).removeAttribute("aria-activedescendant");
  };
  const mark = (field, at) => options(field).forEach((option, index) => {
    option.setAttribute("aria-selected", String(index === at));
    if (index !== at) return;
    input(field).setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  });
  const take = (field, option) => {
    input(field).value = option.dataset.name;
    field.querySelector("input[type=hidden][name=item]").value = option.dataset.item;
    close(field);
    const form = field.closest("form"), after = [...form.elements].filter((one) => one.matches("input:not([type=hidden], [type=radio]), textarea, select"));
    after[after.indexOf(input(field)) + 1]?.focus();
  };
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    const field = target.closest("[data-place]");
    if (!field) return;
    const open = target.children.length > 0 && document.activeElement === input(field);
    target.hidden = !open;
    input(field).setAttribute("aria-expanded", String(open));
    mark(field, 0);
  });
  document.addEventListener("input", ({ target }) => {
    const field = target.matches("[role=combobox]") && target.closest("[data-place]");
    if (field) field.querySelector("input[type=hidden][name=item]").value = "";
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.matches?.("[role=combobox]") && event.target.closest("[data-place]");
    if (!field || list(field).hidden) return;
    const all = options(field), at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") mark(field, Math.min(at + 1, all.length - 1));
    else if (event.key === "ArrowUp") mark(field, Math.max(at - 1, 0));
    else if (event.key === "Enter" && at >= 0) take(field, all[at]);
    else if (event.key === "Escape") close(field);
    else return;
    event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[data-place] [role=option][data-item]");
    if (option) { event.preventDefault(); take(option.closest("[data-place]"), option); }
    else for (const field of document.querySelectorAll("[data-place]")) if (!field.contains(event.target)) close(field);
  });
  document.addEventListener("focusout", ({ target }) => {
    const field = target.matches?.("[role=combobox]") && target.closest("[data-place]");
    if (field) close(field);
  });
})();
