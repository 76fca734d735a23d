// The small script of the staff screens. Every page can be read and every
// action taken without it, except passkeys. It counts clocks, listens to the
// live line, fills PINs, runs passkey ceremonies and locks a resting tablet.
(() => {
  "use strict";
  const $ = (sel, root = document) => root.querySelector(sel);
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];

  // ---- time: the server's clock, not the tablet's --------------------------
  const served = Number(document.body.dataset.now) || Date.now();
  const ahead = served - (performance.timeOrigin + performance.now());
  const now = () => performance.timeOrigin + performance.now() + ahead;
  const two = (n) => String(n).padStart(2, "0");

  function spell(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    const h = Math.floor(s / 3600);
    const m = Math.floor((s % 3600) / 60);
    return (h ? h + ":" + two(m) : m) + ":" + two(s % 60);
  }

  // A clock counts up from data-since, or down to data-until and then says
  // data-ready. data-over names the moment from which it is shown as late.
  function tick() {
    const t = now();
    for (const el of $$("[data-since],[data-until]")) {
      const face = $(".clock__face", el) || el;
      const { since, until, over, ready } = el.dataset;
      if (until) {
        const left = Number(until) - t;
        const done = left <= 0;
        face.textContent = done ? ready || "now" : spell(left + 999);
        if (done && !el.classList.contains("clock--done")) {
          el.classList.add("clock--done");
          if (el.dataset.announce) announce(el.dataset.announce);
        }
      } else {
        face.textContent = spell(t - Number(since));
      }
      if (over) el.classList.toggle("clock--over", t >= Number(over));
    }
    for (const b of $$("button[data-opens]")) {
      if (t >= Number(b.dataset.opens) && b.disabled) {
        b.disabled = false;
        b.removeAttribute("aria-disabled");
      }
    }
  }

  // ---- polite announcements ------------------------------------------------
  function announce(text) {
    const box = $("#announce");
    if (!box || !text) return;
    box.textContent = "";
    setTimeout(() => { box.textContent = text; }, 60);
  }

  // ---- breath counter: press, count 30 seconds, type twice the number -------
  function breath(button) {
    const box = button.closest("[data-breath]");
    const face = $("[data-breath-face]", box);
    const input = document.getElementById(box.dataset.breath);
    const span = Number(box.dataset.seconds) || 30;
    if (box.timer) clearInterval(box.timer);
    if (box.end && !box.counting) { box.end = 0; }
    box.count = 0;
    box.counting = true;
    const end = performance.now() + span * 1000;
    $("[data-breath-tap]", box).hidden = false;
    const show = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      face.textContent = left ? left + " s left, " + box.count + " counted" : "";
      if (left) return;
      clearInterval(box.timer);
      box.counting = false;
      $("[data-breath-tap]", box).hidden = true;
      const rate = Math.round((box.count * 60) / span);
      face.textContent = box.count ? box.count + " in " + span + " s: " + rate + " a minute" : "Time. Type the number.";
      if (box.count && input) {
        input.value = String(rate);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      announce(face.textContent);
    };
    box.timer = setInterval(show, 250);
    show();
  }

  // ---- PIN pad ---------------------------------------------------------------
  function pad(key) {
    const input = document.getElementById(key.closest("[data-pad]").dataset.pad);
    if (!input) return;
    const k = key.dataset.key;
    if (k === "clear") input.value = "";
    else if (k === "back") input.value = input.value.slice(0, -1);
    else if (input.value.length < 12) input.value += k;
  }

  // ---- passkeys --------------------------------------------------------------
  async function passkey(button) {
    const form = button.form || button.closest("form");
    const note = $("[data-passkey-note]", form);
    const say = (t) => { if (note) note.textContent = t; };
    if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) {
      say(button.dataset.none || "This browser has no passkeys. Use your PIN.");
      return;
    }
    try {
      say(button.dataset.wait || "Waiting for your passkey");
      const fields = new FormData(form);
      // A PIN goes along only where a new passkey is made, which asks for it.
      if (button.dataset.ceremony !== "create") {
        for (const secret of $$("input[type=password]", form)) fields.delete(secret.name);
      }
      const begin = await fetch(button.dataset.passkey, { method: "POST", body: new URLSearchParams(fields) });
      const options = await begin.json();
      if (!begin.ok) throw new Error(options.sentence || "The server did not start the passkey.");
      const publicKey = options.publicKey || options;
      const made = button.dataset.ceremony === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      form.elements.passkey.value = JSON.stringify(made);
      say("");
      if (button.formAction && button.hasAttribute("formaction")) form.action = button.formAction;
      form.submit();
    } catch (err) {
      say(err.name === "NotAllowedError"
        ? button.dataset.unused || "The passkey was not used. Try again, or use your PIN." : err.message);
    }
  }

  // ---- the live line -----------------------------------------------------------
  let beat = 0;
  function line(up) {
    const box = $("#line-lost");
    if (!box || box.hidden === up) return;
    box.hidden = up;
    if (!up) {
      const t = new Date(now());
      $("[data-line-since]", box).textContent = two(t.getHours()) + ":" + two(t.getMinutes());
      announce("Connection lost. This page may be out of date.");
    } else {
      announce("Connected again.");
    }
  }
  const heard = () => { beat = performance.now(); line(true); };
  for (const name of ["htmx:sse:after:connection", "htmx:sse:after:message", "beat"]) {
    document.addEventListener(name, heard);
  }
  document.addEventListener("htmx:sse:error", () => line(false));
  document.addEventListener("htmx:sse:close", () => line(false));
  document.addEventListener("announce", (e) => announce(e.detail && e.detail.data));
  window.addEventListener("offline", () => line(false));
  setInterval(() => { if (beat && performance.now() - beat > 45000) line(false); }, 5000);

  // ---- what was typed survives the lock ------------------------------------------
  const keepKey = () => "typed:" + location.pathname;
  function keep() {
    const typed = {};
    for (const form of $$("form[data-keep]")) {
      for (const el of form.elements) {
        if (!el.name || ["password", "hidden", "file"].includes(el.type)) continue;
        if (el.type === "radio" || el.type === "checkbox") {
          if (el.checked) (typed[el.name] ||= []).push(el.value);
        } else if (el.value) (typed[el.name] ||= []).push(el.value);
      }
    }
    sessionStorage.setItem(keepKey(), JSON.stringify(typed));
  }
  function restore() {
    const raw = sessionStorage.getItem(keepKey());
    if (!raw) return;
    sessionStorage.removeItem(keepKey());
    const typed = JSON.parse(raw);
    for (const form of $$("form[data-keep]")) {
      for (const el of form.elements) {
        const values = typed[el.name];
        if (!values || ["password", "hidden", "file"].includes(el.type)) continue;
        if (el.type === "radio" || el.type === "checkbox") el.checked = values.includes(el.value);
        else if (!el.value) el.value = values[0];
      }
    }
  }

  // ---- the recording of an interview --------------------------------------------------
  // A time of the text plays from there. Listening is being here, for ten minutes:
  // a voice does not go on in an empty room.
  let pressed = 0, told = 0;
  document.addEventListener("click", (e) => {
    const at = e.target.closest("a[data-seconds]"), sound = $("audio[data-sound]");
    if (!at || !sound || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    sound.currentTime = Number(at.dataset.seconds);
    sound.play();
  });
  for (const name of ["pointerdown", "keydown", "play"])
    document.addEventListener(name, () => { pressed = performance.now(); }, { passive: true, capture: true });
  document.addEventListener("timeupdate", ({ target: sound }) => {
    const now = performance.now();
    if (sound.paused) return;
    if (now - pressed > 600000) { sound.pause(); return; }
    touched = now;
    if (now - told > 60000) { told = now; fetch(location.href, { method: "HEAD" }); }
  }, true);

  // ---- lock after rest --------------------------------------------------------------
  const rest = Number(document.body.dataset.rest) * 1000;
  let touched = performance.now();
  for (const name of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(name, () => { touched = performance.now(); }, { passive: true, capture: true });
  }
  function lock() {
    const form = $("form[data-lock]");
    if (!form) return;
    keep();
    form.requestSubmit();
  }

  // ---- wiring ----------------------------------------------------------------------------
  document.addEventListener("click", (e) => {
    const el = e.target.closest("[data-key],[data-breath-start],[data-breath-tap],[data-passkey],[data-print]");
    if (!el) return;
    if (el.dataset.key !== undefined) pad(el);
    else if (el.hasAttribute("data-breath-start")) breath(el);
    else if (el.hasAttribute("data-breath-tap")) { el.closest("[data-breath]").count++; }
    else if (el.dataset.passkey) passkey(el);
    else window.print();
  });

  // A scanner is a keyboard: what it types goes to the scan field, wherever the
  // focus is left. Figures go there only at the speed of a scanner: a person may
  // be typing a PIN. Some type the separator of a code as Ctrl+], which no field
  // takes; ~ stands for it.
  let figure = { key: "", at: 0 };
  document.addEventListener("keydown", (e) => {
    const field = $("[data-scan]");
    if (!field) return;
    if (e.ctrlKey && e.key === "]" && document.activeElement === field) {
      e.preventDefault();
      field.setRangeText("~", field.selectionStart, field.selectionEnd, "end");
      return;
    }
    if (e.key.length !== 1 || e.key === " " || e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.target.closest("input:not([type=radio],[type=checkbox]),textarea,select")) return;
    const before = e.timeStamp - figure.at < 60 ? figure.key : "";
    figure = { key: /[0-9]/.test(e.key) ? e.key : "", at: e.timeStamp };
    if (figure.key && !before) return;
    field.focus();
    field.value += before;
  });

  // Escape closes the menu and returns to its button.
  document.addEventListener("keydown", (e) => {
    const menu = $("details[data-menu][open]");
    if (e.key !== "Escape" || !menu) return;
    menu.open = false;
    if (menu.contains(document.activeElement)) $("summary", menu).focus();
  });

  // A second press of the same button within a second is the same press. The
  // server would answer it alike (same command id); this spares the wait.
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.sent && performance.now() - form.sent < 1000) { e.preventDefault(); return; }
    form.sent = performance.now();
    if (form.method === "post") sessionStorage.removeItem(keepKey());
    if (form.matches("[data-lock]")) keep();
  });

  window.addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });

  function start() {
    for (const el of $$("[data-script-only]")) el.hidden = false;
    restore();
    tick();
    setInterval(tick, 500);
    if (rest) setInterval(() => { if (performance.now() - touched > rest) { touched = Infinity; lock(); } }, 1000);
    const first = $("[data-focus=first]");
    if (first) first.focus();
    const flash = $("#flash");
    if (flash && !first) announce(flash.textContent.trim().replace(/\s+/g, " "));
    document.documentElement.classList.add("has-script");
  }
  // The script is deferred: the page is there.
  start();
})();
