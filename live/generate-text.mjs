// How the model goes on with a text, or answers in a chat, one token at a time.

import { Widget, make, quoted } from "./widget.mjs";

const DEFAULT = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";  // in the model's own template
const RECORDED = 40;  // tokens
const MARKS = /(<\|im_(?:start|end)\|>)/;
const REASONS = {
  eos: "Here it wrote its end mark, <|im_end|>.",
  limit: "Here it reached the limit that you set.",
  context: "Here its 512 tokens were full.",
  stopped: "Here you stopped it.",
  recorded: `The record ends after ${RECORDED} tokens.`,
};

/** All that the model is given to read: a chat is a document with marks for who speaks, up to where the model speaks. */
function given({ prompt, chat, system }) {
  if (!chat) return prompt;
  const turn = (role, content) => `<|im_start|>${role}\n${content}<|im_end|>\n`;
  return `${turn("system", system || DEFAULT)}${turn("user", prompt)}<|im_start|>assistant\n`;
}

class GenerateText extends Widget {
  static how = "First what the model is given to read; then, in blue, what it wrote, one token after the other, by their chances.";
  static settings = [
    { name: "chat", label: "As a chat", type: "checkbox", value: false },
    { name: "system", label: "The hidden line that it reads first", type: "text", value: "" },
    { name: "temperature", label: "Temperature (0: always the likeliest)", type: "range", min: 0, max: 2, step: 0.1, value: 0 },
    { name: "top_k", label: "Only so many of the likeliest (top-k, 0: all)", type: "number", min: 0, max: 49152, step: 1, value: 0 },
    { name: "top_p", label: "Only those that make up this share (top-p)", type: "range", min: 0.05, max: 1, step: 0.05, value: 1 },
    { name: "seed", label: "Seed of the draws", type: "number", min: 0, max: 2 ** 32 - 1, step: 1, value: 1 },
    { name: "fast", label: "Faster, a little less exact", type: "checkbox", value: false },
    { name: "limit", label: "Tokens at most", type: "number", min: 1, max: 200, step: 1, value: RECORDED },
  ];

  build() {
    super.build();
    Object.assign(this.fields.system, { placeholder: DEFAULT, maxLength: 500, spellcheck: false });
    [this.prompted, this.written] = ["given", "made"].map(className => make("span", { className }));
    this.pair = make("p", { className: "written" }, this.prompted, this.written);
    this.reason = make("p", { className: "reason" });
    this.whole = make("pre", { className: "document", tabIndex: 0 });
    this.whole.setAttribute("aria-label", "The whole document");
    this.whole.setAttribute("role", "region");
    this.reading = make("details", {}, make("summary", {}, "The whole document, with all that the model reads"), this.whole);
    this.picture.append(this.pair, this.reason, this.reading);
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
    this.asked = values;
    return ["generate", { ...values, system: values.system || null }];
  }

  part({ text }) {
    this.paintPicture({ text, ended: "" });
  }

  paintPicture(result) {
    const asked = this.told(result);
    this.prompted.textContent = asked.prompt;
    this.written.textContent = result.text;
    this.pair.classList.toggle("chat", asked.chat);
    this.reason.textContent = REASONS[result.ended ?? "recorded"] ?? "";
    this.reading.hidden = !asked.chat;
    const pieces = given(asked).split(MARKS).map((piece, i) => make(i % 2 ? "b" : "span", {}, piece));
    this.whole.replaceChildren(...pieces, make("span", { className: "made" }, result.text));
  }

  /** What the model was given: a record says it, and an answer does not. */
  told(result) {
    return "prompt" in result ? result : this.asked;
  }

  asTable(result) {
    const { prompt, chat, system } = this.told(result);
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
