// Where each head looks: all heads at a glance, and of one head how much each token looks at each earlier one.

import { draw, make } from "./dom.mjs";
import { HeadGrid, offerToTab, walk, within } from "./head-grid.mjs";
import { HEADS, LAYERS } from "./smollm.mjs";
import { Widget, quoted, visible } from "./widget.mjs";

const WIDEST = 18;  // pixels of a square of the overview
const WHOLE = 300;  // pixels of its side, with narrower squares
const LABELLED = 30;  // tokens; more have no room for their names
const LETTER = 6.2;  // pixels

/** A share in whole per cent: as exact as the record. */
const wholePercent = share => `${Math.round(100 * share)} %`;

/** The shares as numbers from 0 to 1. The record has them as bytes of per cent, in base64. */
const shares = weights => typeof weights === "string" ? Float32Array.from(atob(weights), byte => byte.charCodeAt(0) / 100) : weights;

class AttentionMap extends Widget {
  static settings = [
    { name: "layer", label: "Layer", type: "number", min: 0, max: LAYERS - 1, step: 1, value: 0, redraws: true },
    { name: "head", label: "Head", type: "number", min: 0, max: HEADS - 1, step: 1, value: 0, redraws: true },
  ];
  static called = "Where each head looks";
  static how = "The bluer a square, the more the chosen token looks there at one earlier token. Press a square or a token to choose it.";
  static aims = {
    swan: "At its end, 17.4 looks at “·sw”, where the swan begins. Let the text end in “grey”, and 17.4 looks at the goose.",
    twice: "At its end, 17.4 looks most at “·ignored”: that is what followed the earlier “dubbed”.",
  };

  build() {
    super.build();
    this.legend = make("p", { className: "legend" });
    this.row = make("div", { className: "looks", role: "group", ariaLabel: "Tokens: each shows how much the chosen one looks at it" });
    this.grid = new HeadGrid("All heads, by the most that the chosen token looks at one earlier token, the first left out", {
      reach: (layer, head) => this.choose(layer, head),
    });
    this.map = make("div");
    this.overview = make("details", {}, make("summary", {}, "The whole map of this head"), this.map);
    this.overview.addEventListener("toggle", () => this.paintMap());
    this.picture.append(this.legend, this.row, this.grid.element, this.overview);
    walk(this.row, key => ({ ArrowRight: 1, ArrowLeft: -1 })[key], place => {
      this.from = place;
      this.paint();
    });
    this.row.addEventListener("pointermove", ({ target }) => {
      const button = target.closest("button");
      if (button) this.shade([...this.row.children].indexOf(button));
    });
    this.row.addEventListener("pointerleave", () => this.shade(this.from));
  }

  opening({ prompt, shown: [layer, head] }) {
    return { prompt, layer, head };
  }

  values() {
    const { prompt, layer, head } = super.values();
    return { prompt, layer: within(layer, LAYERS), head: within(head, HEADS) };
  }

  /** A link may ask for a head that is not there. */
  set(values) {
    super.set(values);
    super.set(this.values());
  }

  question({ prompt }) {
    return ["attention", { prompt }];
  }

  accept(result) {
    const { tokens } = result;
    this.from = tokens.length - 1;
    this.row.replaceChildren(...tokens.map(token => make("button", {}, make("span", {}, visible(token)), make("small"))));
    offerToTab([...this.row.children], this.from);
    super.accept({ ...result, weights: shares(result.weights) });
  }

  choose(layer, head) {
    this.set({ layer, head });
    this.changed(this.fields.layer);
  }

  /** How much the token at `from` looks at itself and each token before, in one head. */
  looks(layer, head, from) {
    const { tokens, weights } = this.result;
    const map = tokens.length * (tokens.length + 1) / 2;
    const start = (layer * HEADS + head) * map + from * (from + 1) / 2;
    return weights.subarray(start, start + from + 1);
  }

  paintPicture(result, { layer, head }) {
    this.shade(this.from);
    this.grid.goTo(layer, head);
    this.grid.paint((l, h) => ({ ...this.strongest(l, h), isPressed: l === layer && h === head }));
    this.paintMap();
  }

  /** The map has thousands of squares: they are drawn for a reader who opens it. */
  paintMap() {
    if (!this.overview.open || !this.result) return;
    const { layer, head } = this.values();
    this.map.replaceChildren(
      make("p", { className: "legend" }, `All of head ${layer}.${head}: a row for each token, blue where it looks`),
      this.triangle(this.result.tokens, layer, head));
  }

  /** The most that the chosen token pays to one place other than itself and the first, which many heads look at for want of a better one. */
  strongest(layer, head) {
    const others = this.looks(layer, head, this.from).slice(1, -1);
    if (!others.length) return { share: 0, text: `Head ${layer}.${head}: there is no earlier token but the first` };
    const share = Math.max(...others);
    const token = visible(this.result.tokens[others.indexOf(share) + 1]);
    return { share, text: `Head ${layer}.${head}: ${wholePercent(share)} at “${token}”` };
  }

  /** Show on each token how much the one at `from` looks at it. */
  shade(from) {
    const { layer, head } = this.values();
    const looks = this.looks(layer, head, from);
    this.legend.textContent = `Where “${visible(this.result.tokens[from])}” looks in head ${layer}.${head}`;
    for (const [place, button] of [...this.row.children].entries()) {
      const isSeen = place <= from;
      button.ariaPressed = place === from;
      button.classList.toggle("later", !isSeen);
      button.style.setProperty("--share", isSeen ? `${40 * looks[place]}%` : "0%");  // paler than the squares: there is text on it
      button.lastChild.textContent = isSeen ? wholePercent(looks[place]) : "–";
    }
  }

  /** All looks of a head. The name of a token stands at the end of its row, which is the top of its column. */
  triangle(tokens, layer, head) {
    const side = Math.min(WIDEST, WHOLE / tokens.length);
    const isLabelled = tokens.length <= LABELLED;
    const names = isLabelled ? tokens.map(visible) : tokens.map(() => "");
    const width = Math.max(...names.map((name, row) => (row + 1) * side + 4 + LETTER * name.length));
    const height = side * tokens.length;
    const rows = names.map((name, from) => {
      const [y, length] = [from * side, (from + 1) * side];
      const squares = [...this.looks(layer, head, from)].map((share, to) =>
        share < 0.005 ? "" : draw("rect", { x: to * side, y, width: side, height: side, "fill-opacity": share.toFixed(2) }));
      return draw("g", from === this.from ? { class: "chosen" } : {},
        draw("rect", { class: "ground", y, width: length, height: side }), ...squares,
        draw("rect", { class: "frame", y, width: length, height: side }),
        draw("text", { x: length + 4, y: y + side / 2 }, name));
    });
    return draw("svg", {
      class: "triangle", role: "img", width, height, viewBox: `0 0 ${width} ${height}`,
      "aria-label": `All looks of head ${layer}.${head}; the table below says them in numbers`,
    }, ...rows);
  }

  asTable({ tokens }, { layer, head }) {
    const name = place => `${place + 1} ${visible(tokens[place])}`;
    const rows = tokens.map((_, from) => {
      const looks = [...this.looks(layer, head, from).entries()].filter(([, share]) => share >= 0.005).sort((a, b) => b[1] - a[1]);
      return [name(from), looks.map(([to, share]) => `${name(to)}: ${wholePercent(share)}`).join(", ")];
    });
    return [`Where each token looks in head ${layer}.${head}; less than half a per cent is left out`, ["token", "looks at"], rows];
  }

  lines({ prompt, layer, head }) {
    return { prompt: quoted(prompt), "layer, head": `${layer}, ${head}` };
  }
}

customElements.define("attention-map", AttentionMap);
