// The heads of the model as a grid of squares, and what lets the keyboard walk through many buttons.

import { make } from "./dom.mjs";
import { HEADS, LAYERS } from "./smollm.mjs";

/** A whole number from 0 up to below `count`. */
export const within = (number, count) => Math.min(Math.max(Math.trunc(number) || 0, 0), count - 1);

/** Of many buttons, Tab comes to this one. */
export function offerToTab(buttons, place) {
  for (const [i, button] of buttons.entries()) button.tabIndex = i === place ? 0 : -1;
}

/** In a box of many buttons keys lead on: `step(key)` says by how many places. `reach` is told where the focus comes. */
export function walk(box, step, reach) {
  const buttons = () => [...box.querySelectorAll("button")];
  box.addEventListener("click", ({ target }) => target.closest("button")?.focus());  // not every browser does so by itself
  box.addEventListener("focusin", ({ target }) => {
    const place = buttons().indexOf(target);
    offerToTab(buttons(), place);
    reach(place);
  });
  box.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = step(event.key);
    if (!by) return;
    event.preventDefault();
    buttons()[buttons().indexOf(event.target) + by]?.focus();
  });
}

/** All heads at a glance. Below them stands what is to be said of the one that is pointed at. */
export class HeadGrid {
  /** `reach` and `press` are told the layer and the head of a square to which the focus comes, or which is pressed. */
  constructor(name, { reach = () => {}, press = () => {} }) {
    this.home = 0;  // the place of the square that was reached last
    const nameOf = place => `Head ${Math.floor(place / HEADS)}.${place % HEADS}`;  // until there is more to say of it
    this.cells = Array.from({ length: LAYERS * HEADS }, (_, place) => make("button", { ariaLabel: nameOf(place) }));
    this.reading = make("p", { className: "reading" });
    this.squares = make("div", { className: "heads", role: "group", ariaLabel: name }, ...this.labelled());
    this.legend = make("p", { className: "legend" }, name);
    this.element = make("div", {}, this.legend, this.squares, this.reading);
    const told = use => place => use(Math.floor(place / HEADS), place % HEADS);
    walk(this.squares, key => this.step(key), place => {
      this.home = place;
      this.read(place);
      told(reach)(place);
    });
    this.squares.addEventListener("click", ({ target }) => { if (this.cells.includes(target)) told(press)(this.cells.indexOf(target)); });
    this.squares.addEventListener("pointermove", ({ target }) => { if (this.cells.includes(target)) this.read(this.cells.indexOf(target)); });
    this.squares.addEventListener("pointerleave", () => this.read(this.home));
  }

  /** The squares, layer by layer, each layer behind its number. */
  labelled() {
    const label = text => make("span", { ariaHidden: true }, `${text}`);
    const names = Array.from({ length: HEADS }, (_, head) => label(head || "head 0"));
    const layers = Array.from({ length: LAYERS }, (_, layer) =>
      [label(layer), ...this.cells.slice(layer * HEADS, (layer + 1) * HEADS)]);
    return [label("layer"), ...names, ...layers.flat()];
  }

  /** On a wide screen the layers stand side by side, on a narrow one below each other. */
  step(key) {
    const isWide = this.cells[0].offsetTop !== this.cells[1].offsetTop;
    const [sideways, down] = isWide ? [HEADS, 1] : [1, HEADS];
    return { ArrowRight: sideways, ArrowLeft: -sideways, ArrowDown: down, ArrowUp: -down }[key];
  }

  goTo(layer, head) {
    this.home = layer * HEADS + head;
    offerToTab(this.cells, this.home);
  }

  /** Colour each square: `describe(layer, head)` gives {share, text, isPressed}. */
  paint(describe) {
    for (const [place, cell] of this.cells.entries()) {
      const { share, text, isPressed } = describe(Math.floor(place / HEADS), place % HEADS);
      cell.style.setProperty("--share", `${Math.round(100 * share)}%`);
      cell.ariaLabel = text;
      cell.ariaPressed = isPressed;
      cell.classList.toggle("strong", share > 0.6);
    }
    this.read(this.home);
  }

  read(place) {
    this.reading.textContent = this.cells[place].ariaLabel;
  }
}
