// How the model goes on with a text, or answers in a chat, one token at a time.

import { make } from "./dom.mjs";
import { DEFAULT, END, chatText } from "./smollm.mjs";
import { Widget, quoted } from "./widget.mjs";

const RECORDED = 40;  // tokens
const MARKS = /(<\|im_(?:start|end)\|>)/;
const REASONS = {
  eos: () => "Here it wrote the mark that ends a text: by itself it says no more.",
  limit: ({ limit }) => `Here it reached the limit of ${limit} ${limit === 1 ? "token" : "tokens"}.`,
  context: () => "Here its 512 tokens were full.",
  stopped: () => "Here you stopped it.",
  recorded: () => `The record ends after ${RECORDED} tokens.`,
};

/** All that the model is given to read: a chat is a document with marks for who speaks. */
const given = ({ prompt, chat, system }) => chat ? chatText(prompt, system || null) : prompt;

class GenerateText extends Widget {
  static called = "How the model goes on with a text";
  static how = "What it is given, and, in blue, what it wrote: at temperature 0 always the likeliest token; above it, drawn by their chances.";
  static settings = [
    { name: "chat", label: "As a chat", type: "checkbox", value: false },
    { name: "system", label: "The hidden line that it reads first", type: "text", value: "" },
    { name: "temperature", label: "Temperature (0: always the likeliest)", type: "range", min: 0, max: 2, step: 0.1, value: 0 },
    { name: "limit", label: "Tokens at most", type: "number", min: 1, max: 200, step: 1, value: RECORDED },
    { name: "top_k", label: "Only so many of the likeliest (top-k, 0: all)", type: "number", min: 0, max: 49152, step: 1, value: 0 },
    { name: "top_p", label: "Only those that make up this share (top-p)", type: "range", min: 0.05, max: 1, step: 0.05, value: 1 },
    { name: "seed", label: "Seed of the draws", type: "number", min: 0, max: 2 ** 32 - 1, step: 1, value: 1 },
    { name: "fast", label: "Faster, a little less exact", type: "checkbox", value: false },
  ];

  build() {
    super.build();
    Object.assign(this.fields.system, { placeholder: DEFAULT, maxLength: 500, spellcheck: false });
    this.foldSettings();
    [this.prompted, this.written] = ["given", "made"].map(className => make("span", { className }));
    this.pair = make("p", { className: "written" }, this.prompted, this.written);
    this.reason = make("p", { className: "reason" });
    this.whole = make("pre", { className: "document", tabIndex: 0 });
    this.whole.setAttribute("aria-label", "The whole document");
    this.whole.setAttribute("role", "region");
    this.reading = make("details", {}, make("summary", {}, "The whole document, with all that the model reads"), this.whole);
    this.picture.append(this.pair, this.reason, this.reading);
  }

  /** What few readers change is folded; a number that cannot be used unfolds it, so that it can be seen and mended. */
  foldSettings() {
    const { limit, top_k, top_p, seed, fast } = this.fields;
    for (const number of [limit, top_k, seed]) number.required = true;
    const labels = [top_k, top_p, seed, fast].map(control => control.parentElement);
    const fold = make("details", {}, make("summary", {}, "More settings"), make("div", { className: "settings" }, ...labels));
    this.form.querySelector(".settings").append(fold);
    fold.addEventListener("invalid", () => { fold.open = true; }, true);  // this event does not bubble
  }

  opening({ prompt, chat, system }) {
    return { prompt, chat, system: system ?? "", temperature: 0, top_k: 0, top_p: 1, seed: 1, limit: RECORDED, fast: false };
  }

  /** The hidden line is part of a chat alone, and where always the likeliest is taken, nothing is drawn. */
  showNumbers() {
    super.showNumbers();
    const { system, top_k, top_p, seed } = this.fields;
    const { chat, temperature } = this.values();
    system.parentElement.hidden = !chat;
    for (const control of [top_k, top_p, seed]) control.disabled = temperature === 0;
  }

  question(values) {
    return ["generate", { ...values, system: values.system || null }];
  }

  part({ text }) {
    this.paintPicture({ text, ended: "" }, this.asked);
  }

  /** What was written of an answer that will not come is wiped out. */
  goBack() {
    super.goBack();
    if (this.result) this.paint();
  }

  paintPicture({ text, ended = "recorded" }, asked) {
    this.prompted.textContent = asked.prompt;
    this.written.textContent = text;
    this.pair.classList.toggle("chat", asked.chat);
    this.reason.textContent = REASONS[ended]?.(asked) ?? "";
    this.reading.hidden = !asked.chat;
    const pieces = given(asked).split(MARKS).map((piece, i) => make(i % 2 ? "b" : "span", {}, piece));
    const mark = ended === "eos" ? make("b", {}, END) : "";
    this.whole.replaceChildren(...pieces, make("span", { className: "made" }, text, mark));
  }

  asTable(result, { prompt, chat, system }) {
    const turns = chat ? [["hidden line", system || DEFAULT], ["you", prompt]] : [["given", prompt]];
    return ["How the model goes on", ["who", "text"], [...turns, ["the model", result.text]]];
  }

  lines({ prompt, chat, system, temperature, top_k, top_p, seed, limit }) {
    return {
      prompt: chat ? `chat(${quoted(prompt)}, ${system ? quoted(system) : "None"})` : quoted(prompt),
      "temperature, top_k, top_p, seed, limit": [temperature, top_k, top_p, seed, limit].join(", "),
    };
  }
}

customElements.define("generate-text", GenerateText);
