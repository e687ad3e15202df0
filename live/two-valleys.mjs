// Why training prefers what can be said in many ways: how many weights are left beside the best one as data grow.
// A weight counts by exp(-n loss), the probability that it gives to n data against the best. The sums are those of
// snippets/free-energy/asymptotics.py and switch.py: minus the logarithm of the share that is left is the free energy.

import { barRow, draw, make, table, whenNear } from "./dom.mjs";

const CELLS = 200;
const SMALLEST = 1e-9;
const BANDS = 8;  // of shade
const SAVED = 0.002;  // the loss of the wide valley; the narrow one has none

/** Cells of (0, 1], fine near the bottom at 0: a weight in the middle, and the width of the cell. */
const edge = k => SMALLEST ** (1 - k / CELLS);
const cells = Array.from({ length: CELLS }, (_, k) => ({ w: edge(k + 1 / 2), width: edge(k + 1) - edge(k) }));
const one = [{ w: 1, width: 1 }];  // in place of a second weight

/** The share of all weights from -1 to 1 that is left, and how fast it shrinks: its slope, both axes logarithmic. */
export function measure({ loss, weights }, n) {
  let [left, spent] = [0, 0];
  for (const u of cells) {  // one side is enough: the other is its mirror image
    for (const v of weights === 2 ? cells : one) {
      const price = n * loss(u.w, v.w);
      const part = Math.exp(-price) * u.width * v.width;
      left += part;
      spent += price * part;
    }
  }
  return { share: left, slope: -spent / left };  // the derivative of log(left) by log(n) is minus the mean price
}

/** The corners of a strip around 0. */
const strip = x => [[x, -1], [x, 1], [-x, 1], [-x, -1]];

/** The corners of a cross whose arms |uv| < a thin out like hyperbolas. */
function cross(a) {
  if (a >= 1) return strip(1);
  const arm = Array.from({ length: 33 }, (_, k) => [a ** (k / 32), a ** (1 - k / 32)]);  // from (1, a) to (a, 1)
  const mirrored = (x, y) => arm.map(([u, v]) => [x * u, y * v]);
  return [...mirrored(1, 1), ...mirrored(-1, 1).reverse(), ...mirrored(-1, -1), ...mirrored(1, -1).reverse()];
}

/** Losses, the theory's slope for each, and where the loss is below a level. */
export const VALLEYS = [
  { name: "w²", weights: 1, loss: w => w ** 2, theory: -1 / 2, below: level => strip(level ** (1 / 2)), kind: "a round valley." },
  { name: "w⁴", weights: 1, loss: w => w ** 4, theory: -1 / 4, below: level => strip(level ** (1 / 4)), kind: "a flat valley." },
  { name: "u²v²", weights: 2, loss: (u, v) => (u * v) ** 2, theory: -1 / 2, below: level => cross(level ** (1 / 2)),
    kind: "two valleys that cross, seen from above. The crossing leaves more room, by a factor of log n, so it takes far more data to reach the theory." },
];
const NARROW = { weights: 1, loss: w => 30 * w ** 2 };
const WIDE = { weights: 1, loss: w => w ** 4 };

/** The share of the posterior in a narrow valley of two such weights, against a wide one with a loss of its own. */
export function narrowShare(n, saved) {
  const energy = (valley, loss) => n * loss - 2 * Math.log(measure(valley, n).share);
  return 1 / (1 + Math.exp(energy(NARROW, 0) - energy(WIDE, saved)));
}

const signed = number => number.toFixed(2).replace("-", "−");
const rough = share => `${Number((100 * share).toPrecision(2))}\u00a0%`;

class TwoValleys extends HTMLElement {
  connectedCallback() {
    if (!this.slider) whenNear(this, () => this.open());
  }

  open() {
    this.role = "group";
    this.ariaLabel = "How many weights are left beside the best one";
    this.slider = make("input", { type: "range", min: 0, max: 6, step: 0.1, value: 3 });
    this.equal = make("input", { type: "checkbox" });
    this.count = make("output");
    this.verdict = make("p", { className: "how" });
    [this.panels, this.bars, this.tables] = [make("div", { className: "panels" }), make("div"), make("div")];
    const page = (id, name) => make("a", { href: new URL(`../views/free-energy/#${id}`, import.meta.url).href }, `free-energy/${name}.py`);
    this.replaceChildren(
      make("div", { className: "settings" },
        make("label", {}, make("span", {}, "Data points n"), " ", this.slider, this.count)),
      make("div", { className: "picture" }, this.panels,
        make("p", { className: "how" }, "Shaded: the weights that fit the data nearly as well as the best. The flatter the valley, the more of them are left as data grow."),
        this.bars,
        this.verdict,
        make("label", {}, this.equal, " ", make("span", {}, "Make both equally exact"))),
      make("div", { className: "more" },
        make("details", {}, make("summary", {}, "As a table"), this.tables),
        make("span", {}, "In Python: ", page("asymptotics", "asymptotics"), ", ", page("switch", "switch"))));
    this.addEventListener("input", () => this.paint());
    this.paint();
  }

  paint() {
    const n = Math.round(10 ** this.slider.value);
    this.count.textContent = this.slider.ariaValueText = n.toLocaleString("en");
    const measured = VALLEYS.map(valley => ({ ...valley, ...measure(valley, n) }));
    this.panels.replaceChildren(...measured.map(valley => this.panel(valley, n)));
    const exact = narrowShare(n, this.equal.checked ? 0 : SAVED);
    this.verdict.textContent = this.equal.checked
      ? "Both valleys are exact: the wide one holds most, and the more data there are, the more it holds."
      : `The narrow valley is exact, the wide one off by a loss of ${SAVED}: few data favour the wide, many the exact.`;
    this.bars.replaceChildren(make("table", { className: "bars" },
      make("caption", {}, "Where the probability goes, if there are two valleys"),
      make("tbody", {}, barRow("narrow", exact), barRow("wide", 1 - exact))));
    const rows = measured.map(({ name, share, slope, theory }) => [name, rough(share), signed(slope), signed(theory)]);
    this.tables.replaceChildren(table(`What is left with n = ${this.count.textContent}`, ["loss", "share", "power of n", "in theory (−λ)"], rows));
  }

  /** A valley with its shade, which is built up in bands as exp(-n loss) rises. */
  panel({ name, weights, loss, below, kind, share, slope, theory }, n) {
    const bands = Array.from({ length: BANDS }, (_, k) => {
      const level = -Math.log((k + 1 / 2) / BANDS) / n;
      const corners = below(level).map(point => point.map(part => Math.max(-1, Math.min(1, part)).toFixed(4)));
      return draw("polygon", { points: corners.join(" ") });
    });
    const curve = Array.from({ length: 81 }, (_, k) => k / 40 - 1).map(w => `${w},${1 - 2 * loss(w)}`);
    const picture = draw("svg", { viewBox: "-1 -1 2 2", role: "img", "aria-label": `${name}: ${rough(share)} is shaded` },
      ...bands, ...weights === 1 ? [draw("polyline", { points: curve.join(" ") })] : []);
    return make("div", {}, picture, make("p", {},
      `${name}, ${kind} Left: ${rough(share)}, which falls like n to the power ${signed(slope)}; in theory ${signed(theory)}.`));
  }
}

customElements.define("two-valleys", TwoValleys);
