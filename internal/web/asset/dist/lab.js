// Lets a simulated day run on the plan of the clinic. Without it every minute is
// a page of its own. Whoever asks for less motion steps by hand; nothing plays.
(() => {
  "use strict";
  const plan = document.querySelector("svg[data-day]");
  if (!plan) return;
  const from = Number(plan.dataset.dayFrom);
  const to = Number(plan.dataset.dayTo);
  const clock = document.querySelector("[data-day-clock]");
  const slider = document.querySelector("input[data-day-slider]");
  const play = document.querySelector("button[data-day-play]");
  const now = document.querySelector("[data-day-now]");
  const two = (n) => String(n).padStart(2, "0");
  const people = [...plan.querySelectorAll("[data-track]")].map((el) => ({
    el,
    steps: el.dataset.track.split(";").filter(Boolean).map((x) => x.split(",").map(Number)),
  }));
  let at = Number(plan.dataset.day);
  let timer = 0;

  function show(minute) {
    at = Math.min(to, Math.max(from, minute));
    for (const { el, steps } of people) {
      let here = null;
      for (const s of steps) {
        if (s[0] > at) break;
        here = s;
      }
      if (here && here.length === 3) {
        el.setAttribute("transform", "translate(" + here[1] + " " + here[2] + ")");
        el.removeAttribute("display");
      } else {
        el.setAttribute("display", "none");
      }
    }
    if (clock) clock.textContent = two(Math.floor(at / 60)) + ":" + two(at % 60);
    if (slider) slider.value = String(at);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    if (play) play.textContent = "Play the day";
  }

  function toggle() {
    if (timer) { stop(); return; }
    if (at >= to) show(from);
    if (now) now.hidden = true; // the table is of one minute
    play.textContent = "Pause";
    timer = setInterval(() => {
      show(at + 1);
      if (at >= to) stop();
    }, 150);
  }

  if (slider) {
    slider.addEventListener("input", () => {
      stop();
      if (now) now.hidden = Number(slider.value) !== Number(plan.dataset.day);
      show(Number(slider.value));
    });
  }
  if (play && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    play.hidden = false;
    play.addEventListener("click", toggle);
  }
})();

// Paper shows what is folded, also from browsers whose style sheets cannot open
// it.
(() => {
  "use strict";
  const folds = document.querySelectorAll("details.lab-fold");
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...folds].filter((f) => !f.open);
    for (const f of opened) f.open = true;
  });
  addEventListener("afterprint", () => {
    for (const f of opened) f.open = false;
    opened = [];
  });
})();
