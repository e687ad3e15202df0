// The form in which chances are shared out: a slider for each candidate. All of them are one stop of the keyboard, within
// which the arrows up and down move; left and right give weight.

import { make } from "./dom.mjs";
import { markAndBlanks, plain, roughPercent, shareOut } from "./score.mjs";

export class Sharing {
  #form;
  #sliders;  // one stop
  #own;
  #ownWeight;

  constructor(form) {
    this.#form = form;
    [this.#sliders, this.#own, this.#ownWeight] = [".weights", ".own", ".own-weight"].map(name => form.querySelector(name));
    form.addEventListener("input", () => this.#show());
    this.#sliders.addEventListener("keydown", event => this.#move(event));
    this.#sliders.addEventListener("focusin", ({ target }) => this.#stopAt(target));
  }

  /** The candidates for a word, in the order of the alphabet, which tells nothing. */
  offer({ shares }) {
    this.#form.querySelector(".candidates").replaceChildren(...shares.map(([word]) => {
      const slider = make("input", { type: "range", min: 0, max: 10, step: 1, defaultValue: 0 });
      slider.dataset.word = word;
      const [marks, blanks] = markAndBlanks(word);
      const name = make("span", {}, marks, blanks && make("small", {}, marks ? ` after ${blanks}` : blanks));
      return make("label", {}, name, slider, make("span", { className: "part" }));
    }));
    this.#stopAt(this.#all[0]);
    this.#show();
  }

  /** What the sliders say, as score.mjs takes it. */
  given() {
    const [rest, ...candidates] = this.#all.toReversed();
    return {
      given: candidates.reverse().map(slider => [slider.dataset.word, Number(slider.value)]),
      own: [this.#own.value, plain(this.#own.value) ? Number(this.#ownWeight.value) : 0],
      rest: Number(rest.value),
    };
  }

  /** Of the candidates, and last of any other word. */
  get #all() {
    return [...this.#sliders.querySelectorAll("input")];
  }

  #show() {
    const { given, own: [, mine], rest } = shareOut(this.given());
    const shares = [...given.map(([, share]) => share), rest, mine];
    for (const [i, slider] of [...this.#all, this.#ownWeight].entries()) {
      slider.nextElementSibling.textContent = roughPercent(shares[i]);
      slider.setAttribute("aria-valuetext", roughPercent(shares[i]));
    }
  }

  #stopAt(slider) {
    for (const each of this.#all) each.tabIndex = each === slider ? 0 : -1;
  }

  #move(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#all[this.#all.indexOf(event.target) + step]?.focus();
  }
}
