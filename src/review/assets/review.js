// Keys for everything; without this script the page works by mouse and form.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const click = (id) => { const e = $(id); if (e) e.click(); return Boolean(e); };
  const rows = () => [...document.querySelectorAll(".queue .row > a")];
  const typing = (e) => e.target.closest("input:not([type=checkbox]), select, textarea");
  let wanted = null;

  const step = (by) => {
    const all = rows();
    if (all.length === 0) return;
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  // A verdict that hides the finding needs a note: the first press asks for it, Enter in the note gives the verdict.
  const verdict = (n) => {
    const button = $("verdict-" + n);
    if (!button) return;
    const note = $("note");
    if (button.dataset.note && note && note.value.trim() === "") {
      ask(button);
      return;
    }
    button.click();
  };
  const ask = (button) => {
    const note = $("note");
    wanted = button;
    note.setAttribute("aria-invalid", "true");
    say(note.dataset.missing);
    note.focus();
  };
  const say = (text) => {
    const p = document.createElement("p");
    p.className = "alert";
    p.textContent = text;
    $("status").replaceChildren(p);
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.key === "Escape" && typing(e)) { e.target.blur(); wanted = null; return; }
    if (e.target.id === "note" && e.key === "Enter") {
      e.preventDefault();
      if (wanted && e.target.value.trim() !== "") wanted.click();
      return;
    }
    if (typing(e)) return;
    const done = () => e.preventDefault();
    switch (e.key) {
      case "j": if (!click("next")) step(1); done(); break;
      case "k": if (!click("prev")) step(-1); done(); break;
      case "ArrowRight": if (click("next-page")) done(); break;
      case "ArrowLeft": if (click("prev-page")) done(); break;
      case "u": if (!click("undo-last")) { const f = document.querySelector("#undo button"); if (f) f.click(); } done(); break;
      case "n": if ($("note")) { $("note").focus(); done(); } break;
      case "b": click("bulk"); done(); break;
      case "q": if (!click("back")) click("home"); done(); break;
      case "/": if ($("words")) { $("words").focus(); done(); } else click("back"); break;
      case "?": $("keys").open = !$("keys").open; $("keys").scrollIntoView(); done(); break;
      default: if (/^[1-5]$/.test(e.key)) { verdict(e.key); done(); }
    }
  });

  document.addEventListener("click", (e) => {
    const button = e.target.closest("button[data-note]");
    if (button && $("note") && $("note").value.trim() === "") {
      e.preventDefault();
      ask(button);
    }
  });

  // Both figures at one height.
  const level = () => {
    for (const pair of document.querySelectorAll(".pair")) {
      const quotes = [...pair.querySelectorAll("blockquote")];
      quotes.forEach((q) => { q.style.paddingTop = ""; });
      if (quotes.length !== 2 || quotes[0].getBoundingClientRect().left === quotes[1].getBoundingClientRect().left) continue;
      const tops = quotes.map((q) => { const m = q.querySelector("mark"); return m ? m.getBoundingClientRect().top : 0; });
      const low = Math.max(...tops);
      quotes.forEach((q, i) => {
        const own = parseFloat(getComputedStyle(q).paddingTop);
        if (tops[i] > 0 && low - tops[i] < 400) q.style.paddingTop = own + (low - tops[i]) + "px";
      });
    }
  };
  addEventListener("resize", level);
  document.addEventListener("toggle", level, true);
  level();

  // What the page says is said again once the reader listens.
  const status = $("status");
  if (status && status.textContent.trim() !== "") {
    const held = [...status.childNodes];
    status.replaceChildren();
    setTimeout(() => status.replaceChildren(...held), 60);
  }
})();
