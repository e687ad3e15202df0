// The logit lens: at each token and after each block, what the model would say if it stopped there.

import { Widget, make, percent, quoted, seen } from "./widget.mjs";

const SHOWN = 3;  // tokens of each cell that are told
const FOOT = -1;  // the row of the prompt's own tokens, below the one that no block has touched

class LogitLens extends Widget {
  static how = "Each cell: what the model would say if it stopped there. Early rows often make no sense: the lens reads with the last layer's glasses.";

  build() {
    super.build();
    this.grid = make("table", { className: "cells", role: "grid", ariaLabel: "What the model would say after each block, at each token" });
    this.box = make("div", { className: "lens" }, this.grid);
    this.detail = make("p", { className: "detail" });
    const axes = "Rows: the block after which it stops, the last at the top. Columns: the tokens of the prompt.";
    this.picture.append(make("p", { className: "axes" }, axes), this.box, this.detail);
    const onCell = act => ({ target }) => { if (this.places.has(target)) act(target); };
    this.grid.addEventListener("pointerover", onCell(cell => this.tell(cell)));
    this.grid.addEventListener("pointerleave", () => this.tell(this.chosen));
    this.grid.addEventListener("click", onCell(cell => this.choose(cell)));
    this.grid.addEventListener("keydown", event => this.move(event));
  }

  question({ prompt }) {
    return ["lens", { prompt, count: SHOWN }];
  }

  paintPicture({ tokens, layers }) {
    this.places = new Map();  // of each cell its layer and its position
    this.chosen = null;
    const rows = layers.map((row, layer) =>
      row.map(([[token, share]], position) => this.cell(token, layer, position, share)));
    const foot = tokens.map((token, position) => this.cell(token, FOOT, position));
    this.cells = [foot, ...rows];  // upwards
    const named = (name, cells) => make("tr", { role: "row" }, make("th", { role: "rowheader" }, name), ...cells);
    this.grid.replaceChildren(
      make("tbody", { role: "rowgroup" }, ...rows.map((cells, layer) => named(`${layer}`, cells)).reverse()),
      make("tfoot", { role: "rowgroup" }, named("prompt", foot)));
    this.choose(rows.at(-1).at(-1));
    this.box.scrollLeft = this.box.scrollWidth;
  }

  cell(token, layer, position, share) {
    const isFoot = layer === FOOT;
    const cell = make(isFoot ? "th" : "td", { role: isFoot ? "columnheader" : "gridcell", tabIndex: -1 }, seen(token));
    this.places.set(cell, { layer, position });
    if (isFoot) return cell;
    cell.style.setProperty("--share", share);
    cell.dataset.share = percent(share);
    return cell;
  }

  /** Choose a cell, and with it its column: a narrow screen shows that one alone, and so does the table. */
  choose(cell) {
    const { position } = this.places.get(cell);
    const old = this.places.get(this.chosen)?.position;
    this.chosen?.setAttribute("tabindex", -1);
    this.chosen = cell;
    cell.tabIndex = 0;
    this.tell(cell);
    if (position === old) return;
    for (const row of this.cells) {
      row[old]?.classList.remove("chosen");
      row[position].classList.add("chosen");
    }
    this.writeTable();
  }

  tell(cell) {
    const { layer, position } = this.places.get(cell);
    const { tokens, layers } = this.result;
    const token = `“${seen(tokens[position])}”`;
    if (layer === FOOT) {
      this.detail.textContent = `${token} is token ${position + 1} of ${tokens.length} in the prompt.`;
      return;
    }
    const said = layers[layer][position].map(([text, share]) => `${seen(text)} ${percent(share)}`).join(", ");
    this.detail.textContent = `${layer ? `After block ${layer}` : "Before the first block"}, at ${token}: ${said}.`;
  }

  /** Arrow keys go from cell to cell. */
  move(event) {
    const { layer, position } = this.places.get(event.target);
    const moves = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
    const [up, right] = moves[event.key] ?? [0, 0];
    const target = this.cells[layer + up - FOOT]?.[position + right];
    if (!target || target === event.target) return;
    event.preventDefault();
    this.choose(target);
    target.focus();
  }

  asTable({ tokens, layers }) {
    const { position } = this.places.get(this.chosen);
    const caption = `At token ${position + 1} of ${tokens.length}, “${seen(tokens[position])}”, what the model would say`;
    const header = ["after block", "likeliest", "share", "second", "share", "third", "share"];
    const rows = layers.map((row, layer) =>
      [`${layer}`, ...row[position].flatMap(([token, share]) => [seen(token), percent(share)])]);
    return [caption, header, rows.reverse()];
  }

  lines({ prompt }) {
    return { prompt: quoted(prompt) };
  }
}

customElements.define("logit-lens", LogitLens);
