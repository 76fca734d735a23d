// The small script of people's own pages. Every page works without it: hiding is
// a link, finishing a form, and the server ends a session that rested whatever a
// browser does. It makes hiding faster, warns before the end, and tells the
// server that somebody is still there.
(() => {
  "use strict";
  const body = document.body;
  const rest = Number(body.dataset.ownRest) * 1000;
  const gone = (to) => {
    document.documentElement.classList.add("covered");
    location.replace(to);
  };

  // ---- hide: one press, or Escape twice ------------------------------------------
  const hide = document.querySelector("[data-own-hide]");
  if (hide) {
    hide.addEventListener("click", (e) => { e.preventDefault(); gone(hide.href); });
    let escaped = -Infinity;
    document.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || e.repeat) return;
      if (e.timeStamp - escaped < 2000) gone(hide.href);
      escaped = e.timeStamp;
    }, true);
  }

  // The list of open apps shows a picture of this page: cover it.
  document.addEventListener("visibilitychange", () => {
    document.documentElement.classList.toggle("covered", document.hidden);
  });

  // ---- rest ------------------------------------------------------------------------
  if (!rest) return;
  const leave = body.dataset.ownLeave;
  const still = document.querySelector("[data-own-still]");
  const warn = Math.max(rest / 3, rest - 20000); // twenty seconds to say that one is there
  let touched = performance.now(), told = touched;
  async function tell() {
    told = performance.now();
    const answer = await fetch("/me/still", { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer && answer.status !== 204) gone(leave); // signed out elsewhere, or over
  }
  const touch = () => {
    touched = performance.now();
    if (still) still.hidden = true;
    if (touched - told > rest / 6) tell();
  };
  for (const name of ["pointerdown", "pointermove", "keydown", "input", "scroll"]) {
    document.addEventListener(name, touch, { passive: true, capture: true });
  }
  document.addEventListener("click", (e) => { if (e.target.closest("[data-own-stay]")) touch(); });
  setInterval(() => {
    const idle = performance.now() - touched;
    if (idle >= rest) gone(leave);
    else if (still && idle >= warn) still.hidden = false;
  }, 500);
})();
