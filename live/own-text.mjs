// A text of the reader's own, played like any passage: the model is fetched, and says what each word costs it and what it
// would have offered. The text and what is guessed of it are kept in the memory of the page, and nowhere else.

import { model } from "./client.mjs";
import { wordsOf } from "./words.mjs";

const MARK = "¦";
const [BEFORE, GUESSED, LEAST] = [10, 30, 3];  // words before the first guess; guessed unless a mark says otherwise; at least

/** How many of a text's words end within so many of its characters. */
function endedWithin(length, words) {
  let [count, end] = [0, 0];
  for (const word of words) {
    end += word.length;
    if (end <= length) count++;
  }
  return count;
}

/** What is read and what is guessed: from the word on in which the mark stands, or before which. */
function parted(written) {
  const [lead, rest = "", ...more] = written.trim().split(MARK);
  if (more.length) throw new Error(`There are ${more.length + 1} marks ${MARK} in the text. Leave one, where guessing begins.`);
  const words = wordsOf(lead + rest);
  const before = written.includes(MARK) ? endedWithin(lead.length, words) : Math.max(BEFORE, words.length - GUESSED);
  if (before < BEFORE) throw new Error(`Before the first guess there must be ${BEFORE} words, and there are ${before}. Write more, or move the mark.`);
  if (words.length - before < LEAST) throw new Error(`At least ${LEAST} words are guessed, after ${BEFORE} that are not. Write more, or move the mark.`);
  return { text: words.slice(0, before).join(""), guessed: words.slice(before).join("") };
}

/** A passage as the game plays it: an n-gram model has no part in it. */
function passageOf({ text, guessed }, words) {
  const played = words.map(({ word }) => word).join("");
  return {
    kind: "A text of your own",
    kindToPassOn: "a text of my own",
    origin: "Your own text, which only this page has.",
    text: (text + guessed).slice(0, -played.length),  // a token that goes beyond the text belongs to the first word
    words: words.map(({ word, bits, blind, tokens, shares }) => ({ word, bits: [bits, null, blind], tokens, shares })),
    answers: { type: [], share: [] },
  };
}

/** The fold of the game for a text of one's own; `play` is called when there is a passage to play. */
export class OwnText {
  passage = null;
  #written;  // the text that the passage was made of
  #megabytes;
  #fold;
  #play;
  #trouble;
  #stop = null;  // the AbortController of what the model is doing

  constructor(game, play) {
    this.#megabytes = game.dataset.megabytes;
    this.#fold = game.querySelector(".own-text");
    this.#trouble = game.querySelector(".trouble");
    this.#play = play;
    this.#fold.hidden = false;
    this.#part("form").addEventListener("submit", event => { event.preventDefault(); this.#answer(this.#part("textarea").value); });
    this.#part(".mark").addEventListener("click", () => this.#mark());
    this.#part(".stop").addEventListener("click", () => this.stop());
    this.#fold.addEventListener("toggle", () => this.#label());
  }

  open() {
    this.#fold.open = true;
  }

  /** Stop the model, if it is at work for this text. */
  stop() {
    this.#stop?.abort();
  }

  /** Say on the button what it will fetch. */
  async #label() {
    const isThere = model.state === "ready" || await model.cached();
    this.#part(".run").textContent = isThere ? "Play it" : `Play it (${this.#megabytes} MB, once)`;
  }

  #part(selector) {
    return this.#fold.querySelector(selector);
  }

  /** Put the mark at the cursor, and nowhere else: few keyboards have it. */
  #mark() {
    const area = this.#part("textarea");
    const place = area.value.slice(0, area.selectionStart).replaceAll(MARK, "").length;
    area.value = area.value.replaceAll(MARK, "");
    area.setRangeText(MARK, place, place, "end");
    area.focus();
  }

  /** Play a text, which the model has to read first unless it was the last that it read. */
  async #answer(written) {
    if (this.passage && written === this.#written) return this.#play();
    this.#stop = new AbortController();
    this.#setBusy(true);
    this.#part(".stop").focus();
    this.#trouble.textContent = "";
    try {
      this.passage = await this.#read(written, this.#stop.signal);
      this.#written = written;
      this.#setIdle("");
      this.#play();
    } catch (error) {
      this.#tell(error);
    }
  }

  async #read(written, signal) {
    const asked = parted(written);
    const onPart = progress => this.#show(progress);
    this.#say("Fetching the model.");
    await model.load({ signal, onProgress: onPart });
    this.#say("The model reads your text, word by word.");
    const { words } = await model.ask("words", asked, { signal, onPart });
    return passageOf(asked, words);
  }

  #tell({ name, message }) {
    if (name === "AbortError") {
      this.#setIdle("Stopped.");
      this.#part(".run").focus();
    } else {
      this.#setIdle("");
      this.#trouble.textContent = message;
      this.#trouble.focus();
    }
  }

  #say(text) {
    this.#part(".state").textContent = text;
  }

  #show({ done, total }) {
    Object.assign(this.#part("progress"), { max: total, value: done, hidden: false });
  }

  #setIdle(text) {
    this.#say(text);
    this.#setBusy(false);
    this.#label();
  }

  #setBusy(isBusy) {
    this.#part(".run").hidden = this.#part(".mark").hidden = isBusy;
    this.#part(".stop").hidden = !isBusy;
    this.#part("progress").hidden = true;
  }
}
