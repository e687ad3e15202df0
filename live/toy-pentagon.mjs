// Five features pressed through two dimensions and read out again: a network of fifteen numbers, trained in the page.
// Its settings are those of snippets/superposition/geometry.py.

import { draw, make, table, whenNear } from "./dom.mjs";

const FEATURES = [0, 1, 2, 3, 4];
const IMPORTANCE = FEATURES.map(i => 0.9 ** i);  // the first feature counts most
const BATCH = 256;  // examples for each step
const STEPS = 1500;
const RATE = 0.02;  // of learning, at the start
const KEPT = 0.5;  // a feature counts as kept if its direction is longer
const ODDS = [1, 2, 5, 10, 20, 50];  // a feature is present one time in so many
const UNIT = 100;  // of the drawing, for a length of 1

/** Random numbers from 0 to 1 that a seed determines (mulberry32). */
function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The network: y = ReLU(WᵀWx + b). Its parameters are five points of the plane, the columns of W, and then b. */
export class Toy {
  step = 0;
  parameters = new Float64Array(15);
  gradient = new Float64Array(15);
  mean = new Float64Array(15);  // of recent gradients
  square = new Float64Array(15);

  constructor(odds, seed) {
    this.odds = odds;
    this.random = generator(seed);
    for (let k = 0; k < 10; k++) this.parameters[k] = this.normal() / 2;
  }

  /** A number from the bell curve, by Box and Muller. */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
  }

  /** Where a feature points; `turn` is in degrees. */
  direction(i) {
    const [x, y] = this.parameters.slice(2 * i, 2 * i + 2);
    return { x, y, length: Math.hypot(x, y), turn: (Math.atan2(y, x) * 180 / Math.PI + 360) % 360 };
  }

  /** How much of feature i is read if only feature j is present. */
  product(i, j) {
    const [a, b] = [this.direction(i), this.direction(j)];
    return a.x * b.x + a.y * b.y;
  }

  /** Learn from one batch of new examples. */
  train() {
    this.gradient.fill(0);
    let loss = 0;
    for (let n = 0; n < BATCH; n++) {
      loss += this.learnFrom(FEATURES.map(() => this.random() * this.odds < 1 ? this.random() : 0));
    }
    loss /= BATCH * FEATURES.length;
    this.loss = this.step ? this.loss + 0.02 * (loss - this.loss) : loss;  // a mean over some fifty steps
    this.adam();
  }

  /** The loss on one example; its slope along each parameter is added to the gradient. */
  learnFrom(x) {
    const { parameters: p, gradient } = this;
    let [h0, h1, back0, back1, loss] = [0, 0, 0, 0, 0];
    for (const j of FEATURES) {  // five numbers become two
      h0 += x[j] * p[2 * j];
      h1 += x[j] * p[2 * j + 1];
    }
    for (const i of FEATURES) {  // and five again
      const y = Math.max(0, h0 * p[2 * i] + h1 * p[2 * i + 1] + p[10 + i]);
      loss += IMPORTANCE[i] * (y - x[i]) ** 2;
      if (y === 0) continue;  // the ReLU passes nothing back
      const slope = 2 * IMPORTANCE[i] * (y - x[i]) / BATCH / FEATURES.length;
      gradient[2 * i] += slope * h0;
      gradient[2 * i + 1] += slope * h1;
      gradient[10 + i] += slope;
      back0 += slope * p[2 * i];
      back1 += slope * p[2 * i + 1];
    }
    for (const j of FEATURES) {
      gradient[2 * j] += x[j] * back0;
      gradient[2 * j + 1] += x[j] * back1;
    }
    return loss;
  }

  /** Move every parameter downhill, by steps that shrink to nothing along half a cosine. */
  adam() {
    const rate = RATE * (1 + Math.cos(Math.PI * this.step / STEPS)) / 2;
    this.step += 1;
    const [started, squaresStarted] = [1 - 0.9 ** this.step, 1 - 0.999 ** this.step];  // the means began at 0
    for (const [k, slope] of this.gradient.entries()) {
      this.mean[k] += 0.1 * (slope - this.mean[k]);
      this.square[k] += 0.001 * (slope ** 2 - this.square[k]);
      this.parameters[k] -= rate * this.mean[k] / started / (Math.sqrt(this.square[k] / squaresStarted) + 1e-8);
    }
  }

  /** Degrees between neighbours among the features that are kept: as many as are kept. */
  gaps() {
    const kept = FEATURES.map(i => this.direction(i)).filter(({ length }) => length > KEPT);
    const turns = kept.map(({ turn }) => turn).sort((a, b) => a - b);
    return turns.map((turn, k) => (turns[k + 1] ?? turns[0] + 360) - turn);
  }
}

const written = value => (Math.round(100 * value) / 100).toFixed(2).replace("-", "−");

class ToyPentagon extends HTMLElement {
  connectedCallback() {
    if (!this.seed) whenNear(this, () => this.open());
  }

  open() {
    this.seed = 1;
    this.role = "group";
    this.ariaLabel = "Five features in two dimensions";
    this.slider = make("input", { type: "range", min: 0, max: ODDS.length - 1, value: ODDS.indexOf(20) });
    this.odds = make("output");
    this.plane = draw("svg", { viewBox: "-150 -150 300 300", role: "img", "aria-label": "Where the five features point; the table has the numbers" });
    this.now = make("p");
    [this.products, this.tables] = [make("div"), make("div")];
    this.status = make("p", { className: "status" });
    this.status.setAttribute("role", "status");
    const python = make("a", { href: new URL("../views/superposition/#geometry", import.meta.url).href }, "superposition/geometry.py");
    this.replaceChildren(
      make("form", { className: "settings" },
        make("label", {}, make("span", {}, "How often each feature is present"), " ", this.slider, this.odds), make("button", {}, "Train again")),
      this.status,
      make("div", { className: "picture panels" }, this.plane, make("div", {}, this.products, this.now)),
      make("p", { className: "how" }, "Each line is a feature: its length says how well it is kept. Lines closer than a right angle disturb each other. "
        + "Further apart, as at 144°, the product is negative, and the ReLU makes it 0."),
      make("div", { className: "more" }, make("details", {}, make("summary", {}, "As a table"), this.tables), make("span", {}, "In Python: ", python)));
    this.slider.addEventListener("input", () => this.run());
    this.addEventListener("submit", event => { event.preventDefault(); this.seed += 1; this.run(); });
    this.run();
  }

  /** Train from the start, a little for each frame; where the reader wants no motion, only the end is shown. */
  async run() {
    const odds = ODDS[this.slider.value];
    this.odds.textContent = this.slider.ariaValueText = odds === 1 ? "always" : `1 time in ${odds}`;
    this.status.textContent = "Training.";
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const toy = this.toy = new Toy(odds, this.seed);
    while (toy.step < STEPS) {
      for (let k = 0; k < (isStill ? 100 : 12); k++) toy.train();  // both divide STEPS
      if (!isStill) this.paint(toy);
      await new Promise(isStill ? setTimeout : requestAnimationFrame);
      if (toy !== this.toy) return;  // another was begun
    }
    this.paint(toy);
    this.report(toy);
  }

  /** Draw the network as it is now. */
  paint(toy) {
    const lines = FEATURES.map(i => {
      const { x, y, length } = toy.direction(i);
      const [right, down, beyond] = [UNIT * x, -UNIT * y, 1 + 0.2 / length];  // its number stands beyond its end
      return draw("g", { class: length > KEPT ? "kept" : "dropped" },
        draw("line", { x2: right, y2: down }), draw("circle", { cx: right, cy: down, r: 5 }), draw("text", { x: beyond * right, y: beyond * down }, i + 1));
    });
    this.plane.replaceChildren(draw("circle", { class: "unit", r: UNIT }), ...lines);
    this.now.textContent = `Start ${this.seed}: loss ${toy.loss.toFixed(4)} after ${toy.step} of ${STEPS} steps.`;
    const rows = FEATURES.map(i => [i + 1, ...FEATURES.map(j => written(toy.product(i, j)))]);
    const grid = table("The product WᵀW, before b and the ReLU: what is read of the row’s feature if only the column’s is present. Hatched squares are negative, and the ReLU removes them.", ["row", ...FEATURES.map(j => j + 1)], rows);
    for (const [k, cell] of grid.querySelectorAll("td").entries()) {
      const value = toy.product(Math.floor(k / 5), k % 5);
      cell.style.setProperty("--strength", `${Math.min(30, 30 * Math.abs(value))}%`);
      cell.classList.toggle("minus", cell.textContent.startsWith("−"));
    }
    this.products.replaceChildren(grid);
  }

  /** Say what became of the five. */
  report(toy) {
    const gaps = toy.gaps();
    const isPentagon = gaps.length === 5 && gaps.every(gap => Math.abs(gap - 72) < 15);
    this.status.textContent = `Kept: ${gaps.length} of 5${isPentagon ? ", a regular pentagon" : ""}. Degrees between neighbours: ${gaps.map(Math.round).join(", ")}.`;
    const rows = FEATURES.map(i => toy.direction(i)).map(({ length, turn }, i) => [i + 1, written(length), `${Math.round(turn)}°`, length > KEPT ? "yes" : "no"]);
    this.tables.replaceChildren(table("Where the five features point", ["feature", "length", "direction", "kept"], rows));
  }
}

customElements.define("toy-pentagon", ToyPentagon);
