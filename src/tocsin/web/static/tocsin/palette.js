/* The command palette: Ctrl or Cmd K. It finds through the server, and offers this page's actions without it. */
"use strict";

(() => {
  const WAIT_MS = 120;
  const SCOPES = "#@:";
  const dialog = () => document.getElementById("palette");
  const input = () => document.getElementById("palette-text");
  const found = () => document.getElementById("palette-found");
  const actions = () => document.getElementById("palette-actions");
  const status = () => document.getElementById("palette-status");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").toLowerCase();
  const options = () => [...dialog().querySelectorAll("[role=option]")].filter((option) => !option.closest("[hidden]"));
  let waiting = null, asking = null, walked = false;

  const mark = (option) => {
    for (const other of dialog().querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
    input().setAttribute("aria-expanded", String(options().length > 0));
    if (!option) return input().removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    input().setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const marked = () => options().find((option) => option.getAttribute("aria-selected") === "true");
  const walk = (step) => {
    const all = options(), at = all.indexOf(marked());
    walked = true;
    mark(all[(at + step + all.length) % all.length]);
  };
  /* An answer that comes late leaves the mark where it was walked to. */
  const markAgain = (before) => {
    const again = (option) => option === before || (option.dataset.href && option.dataset.href === before.dataset.href);
    mark((walked && before && options().find(again)) || options()[0]);
  };

  /* What this page can do: whatever a letter presses here, by its words and with its letter. */
  const onPage = () => {
    for (const old of actions().querySelectorAll("[data-here]")) old.remove();
    const pressed = [...document.querySelectorAll("main [data-key]")].filter((target) => !target.disabled && target.offsetParent);
    pressed.reverse().forEach((target, number) => { // each goes before those that follow it on the page
      const option = document.createElement("div"), name = document.createElement("span"), key = document.createElement("kbd");
      name.textContent = [...target.childNodes].filter((part) => part.nodeName !== "KBD").map((part) => part.textContent).join(" ").trim();
      name.className = "grow";
      key.textContent = target.dataset.key;
      Object.assign(option, { id: `palette-here-${number}`, press: target });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, { here: "", words: name.textContent });
      option.append(target.querySelector(".icon")?.cloneNode(true) ?? "", name, key);
      actions().querySelector(".palette-label").after(option);
    });
  };
  const offer = (text) => {
    const words = plain(text.replace(/^>/, "")).split(/\s+/).filter(Boolean);
    const all = [...actions().querySelectorAll("[role=option]")];
    for (const option of all) option.hidden = !words.every((word) => plain(option.dataset.words).includes(word));
    actions().hidden = SCOPES.includes(text[0] || " ") || all.every((option) => option.hidden);
  };
  const ask = async (text) => {
    asking?.abort();
    asking = new AbortController();
    let before = null;
    try {
      const answer = await fetch(`${dialog().dataset.from}?text=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" }, signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const markup = await answer.text();
      before = marked();
      found().innerHTML = markup;
      say("");
    } catch (error) {
      if (error.name === "AbortError") return;
      found().replaceChildren();
      say(status().dataset.away);
    }
    markAgain(before);
  };
  const say = (text) => { status().textContent = text || (options().length ? "" : status().dataset.none); };
  const look = () => {
    const text = input().value.trim();
    walked = false;
    offer(text);
    clearTimeout(waiting);
    if (text.startsWith(">")) { asking?.abort(); found().replaceChildren(); say(""); return mark(options()[0]); }
    mark(marked() ?? options()[0]);
    waiting = setTimeout(ask, WAIT_MS, text);
  };

  const open = () => {
    if (!dialog() || document.querySelector("dialog[open]")) return;
    input().value = "";
    found().replaceChildren();
    onPage();
    dialog().showModal();
    input().focus();
    look();
  };
  const take = (option, apart) => {
    dialog().close();
    if (option.press) {
      if (option.press.matches("summary")) {
        option.press.parentElement.open = true;
        option.press.parentElement.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
      } else option.press.click();
    } else if (apart) window.open(option.dataset.href, "_blank", "noopener");
    else location.assign(option.dataset.href);
  };

  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k" && dialog()) {
      event.preventDefault();
      dialog().open ? dialog().close() : open();
    } else if (event.target === input()) {
      if (event.key === "ArrowDown") walk(1);
      else if (event.key === "ArrowUp") walk(-1);
      else if (event.key === "Enter" && marked()) take(marked(), event.shiftKey);
      else return;
      event.preventDefault();
    }
  });
  document.addEventListener("input", ({ target }) => { if (target === input()) look(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("#palette [role=option]");
    if (option) return take(option, event.shiftKey);
    if (event.target.closest("[data-palette-close]")) return dialog().close();
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
})();
