// What each token of a text costs in bits, and what changes if a word is swapped for another.

import { make, percent } from "./dom.mjs";
import { aligned, pieces, wordAt } from "./swap.mjs";
import { Widget, quoted, visible } from "./widget.mjs";

const DEAREST = 20;  // bits: the strongest ground

const sum = bits => bits.reduce((total, each) => total + each, 0);  // the null of the first token counts as nothing
const compared = bits => `${Math.abs(bits).toFixed(1)} bits ${bits < 0 ? "less" : "more"}`;

/** The chance that so many bits stand for. */
function chance(bits) {
  const odds = 2 ** bits;
  return odds < 1000 ? percent(1 / odds) : `1 in ${Number(odds.toPrecision(2)).toLocaleString("en")}`;
}

class SurpriseText extends Widget {
  static promptLabel = "Text";
  static called = "What each token of a text costs";
  static how = "The stronger the ground, the dearer the token: the less the model expected it. Choose one for its price.";

  build() {
    super.build();
    this.texts = make("div");
    this.price = make("p", { className: "detail" });
    this.word = make("input", { type: "text", name: "word", maxLength: 100, required: true, pattern: ".*\\S.*", title: "A word", spellcheck: false });
    this.wordLabel = make("span", {}, "In its place write");
    this.swapButton = make("button", {}, this.offer);
    const label = make("label", {}, this.wordLabel, " ", this.word);
    this.swap = make("form", { className: "swap", autocomplete: "off" }, label, this.swapButton);
    this.picture.append(this.texts, this.price, this.swap);
    const onToken = act => ({ target }) => { if (target.role === "option") act(target); };
    this.texts.addEventListener("pointerover", onToken(option => this.tell(option)));
    this.texts.addEventListener("pointerleave", () => this.tell(this.chosen));
    for (const type of ["focusin", "click"]) this.texts.addEventListener(type, onToken(option => this.choose(option)));
    this.texts.addEventListener("keydown", event => this.move(event));
    this.swap.addEventListener("input", () => this.nameRun());
    this.swap.addEventListener("submit", event => { event.preventDefault(); this.replace(); });
  }

  question({ prompt }) {
    return ["costs", { text: prompt }];
  }

  accept(result) {
    result.text = this.asked.prompt;
    result.pieces = pieces(result);
    this.before = this.swapped?.text === result.text ? this.swapped.result : null;
    if (this.before) this.word.value = "";
    this.parts = this.before ? aligned(this.before, result)
      : [result.pieces.map(({ token, count, bits }) => ({ token, count, now: bits }))];
    super.accept(result);
  }

  paintPicture(result) {
    this.facts = new Map();  // of each token on the page
    const rows = this.parts.flat();
    const now = this.priced(this.before ? "Now" : "In all", result, "now", rows);
    this.texts.replaceChildren(...this.before
      ? [...this.priced("Before", this.before, "before", rows), ...now, make("p", {}, this.difference())] : now);
    const tokens = [...this.facts];
    const [dearest] = tokens.toSorted(([, a], [, b]) => b.bits - a.bits);
    const swapped = this.before && tokens.find(([, { row }]) => row === this.parts[2][0]);
    this.choose((swapped ?? dearest)[0]);
  }

  /** A text on grounds, and its sum. */
  priced(title, result, name, rows) {
    const list = make("div", { className: "priced", role: "listbox", ariaOrientation: "horizontal", ariaLabel: `${title}: the tokens` });
    for (const [place, row] of rows.filter(row => name in row).entries()) {
      const option = make("span", { role: "option" }, row.token.replaceAll("\n", "↵\n"));
      option.style.setProperty("--share", Math.min(1, row[name] / DEAREST));
      this.facts.set(option, { row, bits: row[name], result, place });
      Object.assign(option, { ariaLabel: this.told(option), ariaSelected: false, tabIndex: place ? -1 : 0 });
      list.append(option);
    }
    const whole = sum(result.bits);
    const characters = [...result.text].length - [...result.tokens[0]].length;
    const each = characters ? `, ${(whole / characters).toFixed(2)} a character` : "";
    return [list, make("p", { className: "sum" }, `${title} ${whole.toFixed(1)} bits${each}.`)];
  }

  /** What the swap did to the word itself, and to what comes after it. */
  difference() {
    const [, old, fresh, rest] = this.parts;
    const word = sum(fresh.map(({ now }) => now)) - sum(old.map(({ before }) => before));
    const after = sum(rest.map(({ now, before }) => now - before));
    return `The text costs ${compared(word + after)}: the word itself ${compared(word)}, and what follows it ${compared(after)}.`;
  }

  /** What is said of a token. */
  told(option) {
    const { row: { token, count, before, now }, bits, place } = this.facts.get(option);
    if (bits === null) return `“${visible(token)}” is the first token, and has no price.`;
    const several = `“${visible(token)}” is ${count} tokens that share ${[...token.trim()].length > 1 ? "these characters" : "this character"}. `
      + `${place ? "Together they" : "The first has no price; the others"} cost ${bits.toFixed(1)} bits.`;
    const price = count > 1 ? several : `“${visible(token)}” costs ${bits.toFixed(1)} bits: the model gave it a chance of ${chance(bits)}.`;
    if (before == null || now == null) return price;
    return `${price} Before the swap ${before.toFixed(1)} bits, now ${now.toFixed(1)}.`;
  }

  tell(option) {
    this.price.textContent = this.told(option);
  }

  /** Mark a token, and offer to swap its word. */
  choose(option) {
    if (this.chosen) this.chosen.ariaSelected = false;
    for (const each of option.parentElement.children) each.tabIndex = each === option ? 0 : -1;
    option.ariaSelected = true;
    this.chosen = option;
    this.tell(option);
    const { result, place } = this.facts.get(option);
    const found = wordAt(result, place);
    this.swap.hidden = !found || !this.runs;
    if (!found) return;
    this.wordLabel.textContent = `In place of “${found[0]}” write`;
    this.swapButton.textContent = this.run.textContent;
  }

  async nameRun() {
    await super.nameRun();
    this.swapButton.textContent = this.run.textContent;
  }

  move(event) {
    const { previousElementSibling, nextElementSibling, parentElement } = event.target;
    const moves = {
      ArrowLeft: previousElementSibling, ArrowRight: nextElementSibling,
      Home: parentElement.firstElementChild, End: parentElement.lastElementChild,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]?.focus();
  }

  /** Run the text with another word in the place of the chosen one. */
  replace() {
    const { result, place } = this.facts.get(this.chosen);
    const { index, 0: word } = wordAt(result, place);
    const text = result.text.slice(0, index) + this.word.value.trim() + result.text.slice(index + word.length);
    this.swapped = { result, text };
    this.set({ prompt: text });
    this.changed(this.prompt);
    this.form.requestSubmit();
  }

  asTable() {
    const number = bits => bits == null ? "" : bits.toFixed(2);
    const name = ({ token, count }) => count > 1 ? `${visible(token)} (${count} tokens)` : visible(token);
    const rows = this.parts.flat();
    if (!this.before) return ["What each token costs", ["token", "bits"], rows.map(row => [name(row), number(row.now)])];
    const header = ["token", "before", "now", "difference"];
    return ["What each token cost before the swap, and costs now", header, rows.map(row => {
      const { before, now } = row;
      return [name(row), number(before), number(now), before == null || now == null ? "" : number(now - before)];
    })];
  }

  lines({ prompt }) {
    return { text: quoted(prompt) };
  }
}

customElements.define("surprise-text", SurpriseText);
