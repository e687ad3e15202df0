// What the model expects with some of its heads silenced, or with one edge cut: one token no longer sees another.

import { bar, make, percent } from "./dom.mjs";
import { HeadGrid, within } from "./head-grid.mjs";
import { HEADS, LAYERS, MOST_RECORDED } from "./smollm.mjs";
import { Widget, quoted, visible } from "./widget.mjs";

const SHOWN = 10;
const ALL = "All heads, each silenced alone";

const named = text => text.split(/[\s,]+/).filter(Boolean);
const isWritten = name => /^\d+\.\d+$/.test(name);
const numbers = name => name.split(".").map(Number);
const isThere = ([layer, head]) => layer < LAYERS && head < HEADS;

/** The heads in a text: "28.2, 17.4" is [[28, 2], [17, 4]]. */
function headsIn(text) {
  const found = named(text).filter(isWritten).map(numbers).filter(isThere);
  return [...new Set(found.map(head => head.join(".")))].map(numbers);
}

/** What keeps a text from naming heads; nothing if it does. */
function faultOf(text) {
  if (!named(text).every(isWritten)) return "Write each head as layer.head, with commas between them: 28.2, 17.4.";
  const missing = named(text).find(name => !isThere(numbers(name)));
  return missing ? `There is no head ${missing}: layers go from 0 to ${LAYERS - 1}, and the heads of each from 0 to ${HEADS - 1}.` : "";
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
  const name = place => `“${visible(tokens[place])}” (${place + 1})`;
  if (hasEdge({ from, to })) return `where ${name(from)} does not see ${name(to)} in ${chosen.length ? names : "any head"}`;
  return chosen.length ? `without ${names}` : "with nothing silenced";
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
    { name: "heads", label: "Heads to silence, such as 28.2, 17.4", type: "text", value: "" },
    { name: "from", label: "Token", type: "select" },
    { name: "to", label: "no longer sees", type: "select" },
  ];
  static called = "What the model expects with heads silenced";
  static how = "Blue squares: with this head alone silenced, the likeliest token costs more bits. Press squares to choose heads. "
    + "Silencing is crude: the rest of the model never met such a state.";
  static aims = {
    swan: "Several heads, each silenced alone, make it feed the goose. Head 28.2 costs most; and 17.4, which looks at the swan, costs next to nothing.",
  };

  build() {
    super.build();
    this.fields.heads.readOnly = !this.runs;
    this.fields.from.ariaLabel = "Token that no longer sees another one";
    this.every = make("button", { type: "button", hidden: true }, "Try every head alone");
    this.every.addEventListener("click", () => this.tryEvery());
    this.run.after(this.every);
    for (const { parentElement } of [this.fields.from, this.fields.to]) parentElement.hidden = !this.runs;
    this.bars = make("div");
    this.grid = new HeadGrid(ALL, { press: this.runs ? (layer, head) => this.toggle(layer, head) : undefined });
    this.picture.append(this.bars, this.grid.element);
    this.form.addEventListener("change", ({ target }) => { if (target !== this.prompt) this.sayWhatToRun(); });
  }

  field(setting) {
    return setting.type === "select" ? make("select", { name: setting.name }) : super.field(setting);
  }

  opening({ prompt, heads }) {
    return { prompt, heads: written(heads), from: -1, to: -1 };
  }

  set(values) {
    super.set(values);
    this.offerTokens(values);
    this.check();
  }

  values() {
    const { heads, from, to } = this.fields;
    return { prompt: this.prompt.value, heads: written(headsIn(heads.value)), from: Number(from.value || -1), to: Number(to.value || -1) };
  }

  question(values) {
    return ["knockout", { prompt: values.prompt, ...interference(values), count: SHOWN }];
  }

  /** Ask what each head does alone, for the prompt whose bars are shown. */
  tryEvery() {
    this.answer(this.answered, ["each_head", { prompt: this.answered.prompt }]);
  }

  accept(result) {
    const isSame = this.answered?.prompt === this.asked.prompt;
    const [layer, head] = headsIn(this.asked.heads)[0] ?? [0, 0];
    this.grid.goTo(layer, head);
    super.accept(isSame ? { ...this.result, ...result } : result);
    this.offerTokens();
  }

  setBusy(isBusy) {
    const hadFocus = document.activeElement === this.every;
    super.setBusy(isBusy);
    this.every.hidden = isBusy || !this.result || Boolean(this.result.bits);
    if (isBusy && hadFocus) this.cancel.focus();
  }

  /** Are the tokens that are shown those of the text that stands in the box? */
  isOfThisText() {
    return Boolean(this.result) && this.prompt.value === this.answered.prompt;
  }

  /** Let an edge be chosen from the tokens: it leads back, or to the token itself. A link comes before its tokens. */
  offerTokens(chosen = this.values()) {
    const { from, to } = this.fields;
    const isOpen = this.isOfThisText();
    const tokens = isOpen ? this.result.tokens : Array(within(Number(chosen.from) + 1, MOST_RECORDED + 1)).fill("?");
    fill(from, tokens, chosen.from);
    fill(to, tokens.slice(0, Number(from.value) + 1), chosen.to);
    from.disabled = to.disabled = !isOpen;
  }

  /** Refuse to run with heads that there are not. */
  check() {
    this.fields.heads.setCustomValidity(faultOf(this.fields.heads.value));
  }

  toggle(layer, head) {
    const heads = headsIn(this.fields.heads.value);
    const others = heads.filter(([l, h]) => l !== layer || h !== head);
    this.fields.heads.value = written(others.length < heads.length ? others : [...heads, [layer, head]]);
    this.changed(this.fields.heads);
    this.sayWhatToRun();
  }

  changed(control) {
    this.check();
    if (control === this.prompt && !this.isOfThisText()) this.fields.from.value = this.fields.to.value = -1;  // an edge is of one text
    this.offerTokens();
    super.changed(control);
    if (this.result) this.paintGrid();
  }

  /** Once a control has been set, and not at every letter. */
  sayWhatToRun() {
    const fault = this.fields.heads.validationMessage;
    if (fault) this.say(fault, true);
    else if (this.isStale() && !this.run.hidden && this.isOfThisText()) {
      this.say(`Press Run to see what comes next ${inWords(this.values(), this.result.tokens)}.`);
    }
  }

  paintPicture(result, values) {
    const head = ["token", "", "before", "after"].map(name => make(name ? "th" : "td", name ? { scope: "col" } : {}, name));
    const rows = likeliest(result).map(([token, before, after]) => make("tr", {},
      make("th", { scope: "row" }, visible(token)),
      make("td", { className: "bar" }, bar(before, "before"), bar(after, "after")),
      make("td", {}, percent(before)), make("td", {}, percent(after))));
    this.bars.replaceChildren(make("table", { className: "bars pairs" },
      make("caption", {}, `What comes next: as it is (hollow), and ${inWords(values, result.tokens)} (filled)`),
      make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows)));
    if (result.bits) this.every.hidden = true;
    this.paintGrid();
  }

  paintGrid() {
    const { bits, target } = this.result;
    const off = new Set(headsIn(this.fields.heads.value).map(head => head.join(".")));
    const most = Math.max(1, ...bits?.flat() ?? []);
    this.grid.legend.textContent = bits ? `${ALL}; darkest: ${most.toFixed(2)} bits` : ALL;
    this.grid.element.classList.toggle("stale", !this.isOfThisText());
    this.grid.paint((layer, head) => {
      const name = `${layer}.${head}`;
      const isPressed = off.has(name);
      const more = bits?.[layer][head];
      const effect = bits ? `without it, “${visible(target)}” costs ${Math.abs(more).toFixed(2)} bits ${more < 0 ? "less" : "more"}` : "not tried alone";
      return { share: bits ? Math.max(0, more / most) : 0, text: `Head ${name}${isPressed ? ", chosen" : ""}: ${effect}`, isPressed };
    });
  }

  asTable(result, values) {
    const rows = likeliest(result).map(([token, ...both]) => [visible(token), ...both.map(percent)]);
    return [`What comes next, before and ${inWords(values, result.tokens)}`, ["token", "before", "after"], rows];
  }

  /** The program silences whole heads: it has no line for an edge. */
  showPython() {
    this.python.hidden = hasEdge(this.values());
    return super.showPython();
  }

  lines({ prompt, heads }) {
    return { prompt: quoted(prompt), heads: JSON.stringify(headsIn(heads)).replaceAll(",", ", ") };
  }
}

/** Let a token be chosen, or none; what was chosen stays if it is there. */
function fill(select, tokens, chosen) {
  select.replaceChildren(new Option("none", -1), ...tokens.map((token, place) => new Option(`${place + 1} ${visible(token)}`, place)));
  select.value = chosen;
  if (!select.value) select.value = -1;
}

customElements.define("knock-out", KnockOut);
