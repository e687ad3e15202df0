// What the model expects with some of its heads switched off, or with one edge cut: one token no longer sees another.

import { HEADS, HeadGrid, LAYERS } from "./head-grid.mjs";
import { Widget, make, percent, quoted, seen } from "./widget.mjs";

const SHOWN = 10;
const LONGEST = 128;  // tokens that the model reads here
const HEAD = "\\b([0-2]?[0-9])\\.([0-8])\\b";

/** The heads in a text: "28.2, 17.4" is [[28, 2], [17, 4]]. */
function headsIn(text) {
  const found = new Set(Array.from(text.matchAll(new RegExp(HEAD, "g")), ([, layer, head]) => `${Number(layer)}.${head}`));
  return [...found].map(name => name.split(".").map(Number));
}

const written = heads => heads.map(head => head.join(".")).join(", ");

const hasEdge = ({ from, to }) => from >= 0 && to >= 0;

/** The heads and edges as the model is asked to do without. Layer and head -1 are all. */
function interference({ heads, from, to }) {
  const chosen = headsIn(heads);
  if (!hasEdge({ from, to })) return { heads: chosen, edges: [] };
  const where = chosen.length ? chosen : [[-1, -1]];
  return { heads: [], edges: where.map(head => [...head, from, to]) };
}

/** The same in words. */
function inWords({ heads, from, to }, tokens) {
  const chosen = headsIn(heads);
  const names = `${chosen.length > 1 ? "heads" : "head"} ${written(chosen)}`;
  const name = place => `“${seen(tokens[place])}” (${place + 1})`;
  if (hasEdge({ from, to })) return `where ${name(from)} does not see ${name(to)} in ${chosen.length ? names : "any head"}`;
  return chosen.length ? `without ${names}` : "with nothing off";
}

/** The tokens that are likeliest before or after, in the order of before. */
function likeliest({ before, after }) {
  const rows = before.map(([token, share], i) => [token, share, after[i][1]]);
  const most = ([, ...both]) => Math.max(...both);
  const kept = rows.toSorted((a, b) => most(b) - most(a)).slice(0, SHOWN);
  return rows.filter(row => kept.includes(row));
}

class KnockOut extends Widget {
  static settings = [
    { name: "heads", label: "Heads off", type: "text", value: "" },
    { name: "from", label: "Cut one edge: from", type: "select" },
    { name: "to", label: "to", type: "select" },
  ];
  static how = "Blue squares: without this head alone, the likeliest token surprises the model more. "
    + "Press squares to switch heads off. With an edge, they are only cut there.";

  tokens = [];  // of which an edge can be cut

  build() {
    super.build();
    const canRun = this.hasAttribute("megabytes");
    Object.assign(this.fields.heads, { pattern: `\\s*(${HEAD}[\\s,]*)*`, title: "Heads as layer.head, such as 28.2, 17.4", readOnly: !canRun });
    this.every = make("button", { type: "button", hidden: true }, "Try every head alone");
    this.every.addEventListener("click", () => this.tryEvery());
    this.run.after(this.every);
    for (const { parentElement } of [this.fields.from, this.fields.to]) parentElement.hidden = !canRun;
    this.bars = make("div");
    this.grid = new HeadGrid("All heads, each switched off alone", { press: canRun ? (layer, head) => this.toggle(layer, head) : undefined });
    this.picture.append(this.bars, this.grid.element);
  }

  field(setting) {
    return setting.type === "select" ? make("select", { name: setting.name }) : super.field(setting);
  }

  opening({ prompt, heads }) {
    this.asking = { prompt, heads: written(heads), from: -1, to: -1 };
    return this.asking;
  }

  set(values) {
    const places = Math.min(LONGEST, Number(values.from) + 1);
    if (places > this.tokens.length) this.offerTokens(Array(places).fill("?"));  // a link comes before its tokens
    super.set({ ...values, to: -1 });
    this.offerTokens(this.tokens);  // for `to` those up to `from`
    super.set(values);
  }

  values() {
    const { from, to } = this.fields;
    return { ...super.values(), from: Number(from.value || -1), to: Number(to.value || -1) };
  }

  question(values) {
    this.asking = values;
    return ["knockout", { prompt: values.prompt, ...interference(values), count: SHOWN }];
  }

  /** Ask what each head does alone, for the prompt whose bars are shown. */
  tryEvery() {
    this.asking = this.asked;
    this.answer(["each_head", { prompt: this.asked.prompt }]);
  }

  accept(result) {
    const isSame = this.asked?.prompt === this.asking.prompt;
    this.asked = this.asking;
    if (this.prompt.value === this.asked.prompt) this.offerTokens(result.tokens);
    const [layer, head] = headsIn(this.asked.heads)[0] ?? [0, 0];
    this.grid.goTo(layer, head);
    super.accept(isSame ? { ...this.result, ...result } : result);
  }

  setBusy(isBusy) {
    super.setBusy(isBusy);
    this.every.hidden = isBusy || !this.result || Boolean(this.result.bits);
  }

  /** Let an edge be chosen from these tokens: it leads back, or to the token itself. */
  offerTokens(tokens) {
    this.tokens = tokens;
    const { from, to } = this.fields;
    fill(from, tokens);
    fill(to, tokens.slice(0, Number(from.value) + 1));
  }

  toggle(layer, head) {
    const heads = headsIn(this.fields.heads.value);
    const others = heads.filter(([l, h]) => l !== layer || h !== head);
    this.fields.heads.value = written(others.length < heads.length ? others : [...heads, [layer, head]]);
    this.changed(this.fields.heads);
  }

  changed(control) {
    if (control === this.prompt) this.offerTokens([]);
    if (control === this.fields.from) this.offerTokens(this.tokens);
    super.changed(control);
    this.paintGrid();
    this.showPython();
    if (!this.run.hidden) this.say(`Press Run to see what comes next ${inWords(this.values(), this.tokens)}.`);
  }

  paintPicture(result) {
    const bar = (kind, share) => {
      const element = make("i", { className: kind });
      element.style.width = `${100 * share}%`;
      return element;
    };
    const head = ["token", "", "before", "after"].map(name => make(name ? "th" : "td", name ? { scope: "col" } : {}, name));
    const rows = likeliest(result).map(([token, before, after]) => make("tr", {},
      make("th", { scope: "row" }, seen(token)),
      make("td", { className: "bar" }, bar("before", before), bar("after", after)),
      make("td", {}, percent(before)), make("td", {}, percent(after))));
    this.bars.replaceChildren(make("table", { className: "bars pairs" },
      make("caption", {}, `What comes next: as it is (hollow), and ${inWords(this.asked, result.tokens)} (filled)`),
      make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
    if (result.bits) this.every.hidden = true;
    this.paintGrid();
  }

  paintGrid() {
    const { bits, target } = this.result;
    const off = new Set(headsIn(this.fields.heads.value).map(head => head.join(".")));
    const most = Math.max(1, ...bits?.flat() ?? []);
    this.grid.paint((layer, head) => {
      const name = `${layer}.${head}`;
      const isPressed = off.has(name);
      const more = bits?.[layer][head];
      const effect = bits ? `without it, “${seen(target)}” costs ${Math.abs(more).toFixed(2)} bits ${more < 0 ? "less" : "more"}` : "not tried alone";
      return { share: bits ? Math.max(0, more / most) : 0, text: `Head ${name}${isPressed ? ", chosen" : ""}: ${effect}`, isPressed };
    });
  }

  asTable(result) {
    const rows = likeliest(result).map(([token, ...both]) => [seen(token), ...both.map(percent)]);
    return [`What comes next, before and ${inWords(this.asked, result.tokens)}`, ["token", "before", "after"], rows];
  }

  /** The program switches whole heads off: it has no line for an edge. */
  showPython() {
    this.python.hidden = hasEdge(this.values());
    return super.showPython();
  }

  lines({ prompt, heads }) {
    return { prompt: quoted(prompt), heads: JSON.stringify(headsIn(heads)).replaceAll(",", ", ") };
  }
}

/** Let a token be chosen, or none; what was chosen stays if it is there. */
function fill(select, tokens) {
  const chosen = select.value;
  select.replaceChildren(new Option("none", -1), ...tokens.map((token, place) => new Option(`${place + 1} ${seen(token)}`, place)));
  select.value = chosen;
  if (!select.value) select.value = -1;
  select.disabled = !tokens.length;
}

customElements.define("knock-out", KnockOut);
