// Makes what internal/web/asset embeds and what the browser tests load. Run by
// `make assets` after `npm ci`; its output is committed, so building Steady
// needs neither npm nor a network.
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const dist = join(root, "internal/web/asset/dist");
const modules = join(here, "node_modules");

const version = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;

function compile(file) {
  const out = sass.compile(join(here, file), {
    loadPaths: [modules, here],
    style: "expanded",
    quietDeps: true,
  });
  return out.css;
}

// darkRules walks two style sheets of equal structure and returns the rules of
// the second whose values differ: everything a dark palette has to say.
function darkRules(light, dark) {
  const a = light.split("\n");
  const b = dark.split("\n");
  if (a.length !== b.length) throw new Error(`light has ${a.length} lines, dark ${b.length}: not the same rules`);
  const stack = [];
  const out = [];
  let head = [];
  for (let i = 0; i < a.length; i++) {
    const line = b[i].trim();
    if (line.endsWith("{")) {
      stack.push({ head: [...head, line].join(" "), printed: false });
      head = [];
    } else if (line === "}") {
      if (stack.pop().printed) out.push("}");
    } else if (line.endsWith(",") && !line.includes(": ")) {
      head.push(line);
    } else if (a[i] !== b[i]) {
      for (const s of stack) {
        if (!s.printed) out.push(s.head);
        s.printed = true;
      }
      out.push(line);
    }
  }
  return `@media (prefers-color-scheme: dark){${out.join("\n")}}`;
}

function minify(css) {
  return sass.compileString(css, { style: "compressed" }).css;
}

// Fixtures of features that internal/web/nhs does not port.
const unported = /card|sort|scroll|nested|icon|small|login|conditional|size|width|without border|"|HTML|last row|items|button/;
const unportedOptions = ["small", "striped", "layout", "hidden", "formGroup", "disabled"];

// fixtures copies the component fixtures that internal/web/nhs is tested
// against: one of each name, and without the page furniture they carry.
function fixtures() {
  const components = ["button", "checkboxes", "date-input", "details", "error-summary", "fieldset", "input",
    "inset-text", "radios", "select", "summary-list", "tables", "tag", "textarea", "warning-callout"];
  const out = {};
  for (const c of components) {
    const file = join(modules, "nhsuk-frontend/dist/nhsuk/components", c, "fixtures.json");
    const seen = new Set();
    out[c] = JSON.parse(readFileSync(file, "utf8")).fixtures
      .map(({ name, context, options, html }) => ({ name, options: { ...context, ...options }, html }))
      .filter(({ name, options }) => {
        const key = `${name} ${Object.keys(options).sort()}`;
        return !unported.test(name) && !unportedOptions.some((o) => o in options) &&
          !seen.has(key) && seen.add(key);
      });
  }
  return out;
}

// Only what comes from other projects is made anew, their versions in the names;
// our own style sheets and scripts are written in dist by hand.
for (const f of readdirSync(dist)) if (/^(nhsuk|htmx|hx-sse)-\d/.test(f)) rmSync(join(dist, f));
const nhs = version("nhsuk-frontend");
const htmx = version("htmx.org");
const light = compile("light.scss");
writeFileSync(join(dist, `nhsuk-${nhs}.css`), minify(light + darkRules(light, compile("dark.scss"))));
copyFileSync(join(modules, "htmx.org/dist/htmx.min.js"), join(dist, `htmx-${htmx}.min.js`));
copyFileSync(join(modules, "htmx.org/dist/ext/hx-sse.min.js"), join(dist, `hx-sse-${htmx}.min.js`));

const axe = version("axe-core");
copyFileSync(join(modules, "axe-core/axe.min.js"), join(root, `internal/web/browsertest/testdata/axe-${axe}.min.js`));
const trimmed = JSON.stringify(fixtures());
writeFileSync(join(root, `internal/web/nhs/testdata/fixtures-${nhs}.json`), trimmed + "\n");
