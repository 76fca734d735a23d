// The script of the coding desk. Every action works without it: a passage's
// number leads to a form of its sentences. It lets words be chosen with the mouse
// or the arrow keys, sends the panel without leaving the page, reads on while
// somebody scrolls, and shows what others code. Positions are sent as the browser
// counts them, inside one block; the server turns them into characters.
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk || !window.fetch) return;
  const text = document.getElementById("desk-text");
  const $ = (sel, root = document) => root.querySelector(sel);
  const form = () => document.getElementById("desk-form");
  const pieces = () => [...text.querySelectorAll("[data-start]")];
  const words = (piece) => $("[data-text]", piece);
  const length = (piece) => words(piece).textContent.length;
  let chosen = null; // { b1, u1, b2, u2 }: block numbers and UTF-16 units in them
  let ends = null;   // { anchor, focus }: the words at which keys began and are now

  // ---- a position in the text of a block, and back ---------------------------------
  function unitsAt(el, node, offset) {
    const r = document.createRange();
    r.selectNodeContents(el);
    r.setEnd(node, offset);
    return r.toString().length;
  }
  function place(el, units) {
    const walk = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    let node = walk.nextNode(), last = null;
    for (; node; node = walk.nextNode()) {
      if (units <= node.length) return [node, units];
      units -= node.length;
      last = node;
    }
    return last ? [last, last.length] : [el, 0];
  }
  const piece = (no) => document.getElementById("b" + no);
  function range(c) {
    const from = piece(c.b1), to = piece(c.b2);
    if (!from || !to) return null;
    const r = document.createRange();
    r.setStart(...place(words(from), c.u1));
    r.setEnd(...place(words(to), c.u2));
    return r;
  }

  // The words alone, block by block: what stands between two blocks is not chosen.
  function ranges(c) {
    const out = [];
    for (const p of pieces()) {
      const no = Number(p.dataset.no);
      if (no < c.b1 || no > c.b2) continue;
      const r = range({ b1: no, u1: no === c.b1 ? c.u1 : 0, b2: no, u2: no === c.b2 ? c.u2 : length(p) });
      if (r) out.push(r);
    }
    return out;
  }

  // ---- what is chosen ------------------------------------------------------------------
  function show() {
    const f = form();
    const set = (name, value) => { if (f.elements[name]) f.elements[name].value = value; };
    const says = document.getElementById("desk-chosen");
    const r = chosen && range(chosen);
    if (window.CSS && CSS.highlights) {
      CSS.highlights.delete("chosen");
      if (r) CSS.highlights.set("chosen", new Highlight(...ranges(chosen)));
    }
    for (const n of ["b1", "u1", "b2", "u2"]) set(n, "");
    if (!r) return;
    set("b1", piece(chosen.b1).dataset.start);
    set("u1", chosen.u1);
    set("b2", piece(chosen.b2).dataset.start);
    set("u2", chosen.u2);
    const quote = quoteOf(chosen);
    if (says) says.textContent = quote.length > 160 ? quote.slice(0, 100) + " … " + quote.slice(-50) : quote;
    const sentences = document.getElementById("desk-sentences");
    if (sentences) sentences.hidden = true;
  }
  // The words alone: between two blocks stand numbers and lists.
  function quoteOf(c) {
    let out = "";
    for (const p of pieces()) {
      const no = Number(p.dataset.no);
      if (no < c.b1 || no > c.b2) continue;
      const t = words(p).textContent;
      out += (out ? " " : "") + t.slice(no === c.b1 ? c.u1 : 0, no === c.b2 ? c.u2 : t.length);
    }
    return out.trim();
  }
  function choose(c) {
    chosen = c;
    show();
  }

  // ---- the mouse, or a finger --------------------------------------------------------------
  function marked() {
    const s = getSelection();
    if (!s || s.isCollapsed || !s.rangeCount) return;
    const r = s.getRangeAt(0);
    if (!text.contains(r.commonAncestorContainer)) return;
    const touched = pieces().filter((p) => r.intersectsNode(words(p)));
    if (!touched.length) return;
    const first = touched[0], last = touched[touched.length - 1];
    const from = words(first).contains(r.startContainer) ? unitsAt(words(first), r.startContainer, r.startOffset) : 0;
    const to = words(last).contains(r.endContainer) ? unitsAt(words(last), r.endContainer, r.endOffset) : length(last);
    const c = { b1: Number(first.dataset.no), u1: from, b2: Number(last.dataset.no), u2: to };
    if (c.b1 === c.b2 && c.u1 >= c.u2) return;
    ends = null;
    choose(c);
  }
  document.addEventListener("selectionchange", () => {
    if (!desk.contains(document.activeElement) || text.contains(document.activeElement) || document.activeElement === document.body) marked();
  });
  text.addEventListener("mouseup", () => setTimeout(marked));

  // ---- keys ------------------------------------------------------------------------------------
  const WORD = /[\p{L}\p{N}\p{M}'’-]+|\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}\u200d\ufe0f\p{Extended_Pictographic}]*/gu;
  function wordsIn(p) {
    return [...words(p).textContent.matchAll(WORD)].map((m) => ({ no: Number(p.dataset.no), s: m.index, e: m.index + m[0].length }));
  }
  function sentencesIn(p) {
    const starts = (p.dataset.sentences || "0").split(" ").map(Number);
    return starts.map((s, i) => ({ no: Number(p.dataset.no), s, e: i + 1 < starts.length ? starts[i + 1] : length(p) }));
  }
  const order = (a, b) => a.no - b.no || a.s - b.s;
  // The next or the former unit beside another one, in its block or the one beside.
  function step(at, forward, unitsOf) {
    const all = pieces();
    let i = at ? all.findIndex((p) => Number(p.dataset.no) === at.no) : firstSeen(all);
    if (i < 0) i = 0;
    for (; i >= 0 && i < all.length; i += forward ? 1 : -1) {
      const units = unitsOf(all[i]);
      const found = !at ? units[0]
        : forward ? units.find((u) => u.no > at.no || u.s >= at.e)
        : units.reverse().find((u) => u.no < at.no || u.e <= at.s);
      if (found) return found;
    }
    return null;
  }
  const firstSeen = (all) => all.findIndex((p) => p.getBoundingClientRect().bottom > 60);
  function key(forward, grow, unitsOf) {
    const from = ends && ends.focus;
    const next = step(from, forward, unitsOf);
    if (!next) { if (forward) readOn(); return; }
    ends = grow && ends ? { anchor: ends.anchor, focus: next } : { anchor: next, focus: next };
    fromEnds();
  }
  function fromEnds() {
    const [a, b] = [ends.anchor, ends.focus].sort(order);
    const u2 = a.no === b.no ? Math.max(a.e, b.e) : b.e;
    getSelection().removeAllRanges();
    choose({ b1: a.no, u1: a.s, b2: b.no, u2 });
    const r = range({ b1: ends.focus.no, u1: ends.focus.s, b2: ends.focus.no, u2: ends.focus.e });
    const box = r && r.getBoundingClientRect();
    const panel = document.getElementById("desk-panel").getBoundingClientRect();
    const foot = panel.top > innerHeight / 3 && panel.left < innerWidth / 3 ? panel.top : innerHeight;
    if (box && (box.top < 20 || box.bottom > foot - 20)) scrollBy(0, box.top - foot / 3);
  }
  const press = (what) => { const b = $("button[name=what][value=" + what + "]", form()); if (b) form().requestSubmit(b); };
  text.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target !== text) return;
    const grow = e.shiftKey;
    switch (e.key) {
      case "ArrowRight": key(true, grow, wordsIn); break;
      case "ArrowLeft": key(false, grow, wordsIn); break;
      case "ArrowDown": key(true, grow, sentencesIn); break;
      case "ArrowUp": key(false, grow, sentencesIn); break;
      case "t": {
        const no = ends ? ends.focus.no : chosen && chosen.b1;
        const p = no && piece(no);
        if (p) { ends = { anchor: { no, s: 0, e: length(p) }, focus: { no, s: 0, e: length(p) } }; fromEnds(); }
        break;
      }
      case "Enter": form().elements.code.focus(); form().elements.code.select(); break;
      case ".": {
        const code = form().elements.code;
        if (code.dataset.last) { code.value = code.dataset.last; press("code"); }
        break;
      }
      case "i": press("invivo"); break;
      case "u": { const b = $("[data-desk-undo] button"); if (b) b.click(); break; }
      case "Escape": chosen = ends = null; show(); break;
      default: return;
    }
    e.preventDefault();
  });
  desk.addEventListener("keydown", (e) => {
    if (e.target.id !== "desk-code") return;
    if (e.key === "Enter" && e.ctrlKey) { e.preventDefault(); press("new"); }
    if (e.key === "Escape") { text.focus({ preventScroll: true }); }
  });

  // ---- what the server answers -------------------------------------------------------------------
  // Pieces are put in the place of those with their id; what is not shown is left out.
  function put(html) {
    const doc = new DOMParser().parseFromString(html, "text/html");
    const typed = form() ? form().elements.code.value : "";
    const typing = document.activeElement && document.activeElement.id === "desk-code";
    for (const el of [...doc.body.children]) {
      const old = el.id && document.getElementById(el.id);
      if (!old) continue;
      old.replaceWith(el);
      for (const x of el.querySelectorAll("[data-script-only]")) x.hidden = false;
    }
    show();
    return { typed, typing };
  }
  async function send(f, button) {
    const body = new URLSearchParams(new FormData(f));
    if (button && button.name) body.set(button.name, button.value);
    body.set("from_no", pieces().length ? pieces()[0].dataset.no : "1");
    let answer, html;
    try {
      answer = await fetch(f.action, { method: "POST", body, headers: { "X-Part": "desk" }, redirect: "error" });
      html = await answer.text();
    } catch {
      say("Not recorded: the server was not reached. Press again; nothing is recorded twice.");
      return;
    }
    if (answer.headers.get("X-Part") !== "desk") { document.location.reload(); return; }
    put(html);
    if (answer.ok) {
      text.focus({ preventScroll: true });
    } else {
      const code = form().elements.code;
      const first = $(".panel__presses button", form());
      if (first && first.value === "new") first.focus(); else code.focus();
    }
  }
  function say(words) {
    let box = $(".panel__wrong");
    if (!box) {
      box = document.createElement("div");
      box.className = "panel__wrong";
      box.setAttribute("role", "alert");
      form().before(box);
    }
    box.textContent = words;
  }
  desk.addEventListener("submit", (e) => {
    const f = e.target;
    if (f.id !== "desk-form" && !f.matches("[data-desk-undo],[data-desk-redo]")) return;
    e.preventDefault();
    e.stopPropagation(); // a second press within a second may be another passage
    send(f, e.submitter);
  }, true);

  // ---- reading on ---------------------------------------------------------------------------------------
  let reading = false;
  async function readOn() {
    const later = $("[data-later] a", text);
    if (!later || reading) return;
    reading = true;
    try {
      const answer = await fetch(later.href, { headers: { "X-Part": "desk" } });
      if (answer.headers.get("X-Part") !== "desk") return;
      const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
      const before = later.closest("[data-later]");
      for (const el of [...doc.body.children]) {
        if (el.matches(".desk__on") && !el.hasAttribute("data-later")) continue; // "earlier" is above already
        if (el.id && document.getElementById(el.id)) continue;
        before.before(el);
      }
      before.remove();
      look();
    } catch { /* the link is still there */ } finally {
      reading = false;
    }
  }
  const eye = new IntersectionObserver((seen) => { if (seen.some((x) => x.isIntersecting)) readOn(); }, { rootMargin: "600px" });
  function look() {
    eye.disconnect();
    const later = $("[data-later]", text);
    if (later) eye.observe(later);
  }
  look();

  // ---- others -------------------------------------------------------------------------------------------------
  if (desk.dataset.events && window.EventSource) {
    const line = new EventSource(desk.dataset.events);
    const heard = () => document.dispatchEvent(new Event("beat"));
    line.addEventListener("beat", heard);
    line.onopen = heard;
    line.onmessage = (e) => { heard(); put(e.data); };
    line.onerror = () => document.dispatchEvent(new Event("htmx:sse:error"));
  }
})();
