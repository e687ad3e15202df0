// The likeliest next tokens after a prompt, as bars, at any temperature.

import { barRow, make } from "./dom.mjs";
import { Widget, quoted, visible } from "./widget.mjs";

const STEP = 0.25;  // of the temperatures for which the sums are known

/** Shares of one at a temperature: of p^(1/T), scaled by their sum over all tokens, whose log2 is known. */
function heated({ top, sums }, temperature) {
  const sum = sums[temperature / STEP - 1];
  return top.map(([token, p]) => [token, 2 ** (Math.log2(p) / temperature - sum)]);
}

class NextToken extends Widget {
  static called = "What comes next";
  static settings = [
    { name: "temperature", label: "Temperature", type: "range", min: STEP, max: 2, step: STEP, value: 1, redraws: true },
  ];

  question({ prompt }) {
    return ["next", { prompt, count: 20 }];
  }

  paintPicture(result, { temperature }) {
    const bars = heated(result, temperature).slice(0, this.getAttribute("shown") ?? 10);
    const rest = 1 - bars.reduce((sum, [, p]) => sum + p, 0);
    this.picture.replaceChildren(make("table", { className: "bars" },
      make("caption", {}, "What comes next, and how likely it is"),
      make("tbody", {}, ...bars.map(([token, p]) => barRow(visible(token), p)), barRow("all others", Math.max(0, rest), "rest"))));
  }

  /** The bars are a table already. */
  asTable() {
    return null;
  }

  lines({ prompt, temperature }) {
    return { prompt: quoted(prompt), temperature };
  }
}

customElements.define("next-token", NextToken);
