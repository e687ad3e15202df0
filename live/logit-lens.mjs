// The logit lens: at each token and after each layer, what the model would say if it stopped there.

import { make, percent } from "./dom.mjs";
import { Widget, quoted, visible } from "./widget.mjs";

const SHOWN = 3;  // tokens of each cell that are told
const FOOT = -1;  // the row of the prompt's own tokens, below the one that no layer has touched

/** What a row is called: the lowest is the embedding, and each above it comes after a layer; layers are counted from 0. */
const rowName = depth => depth ? `${depth - 1}` : "embedding";

/** A token in a sentence or a table. */
const told = token => token.includes("\uFFFD") ? "part of a character" : visible(token);

class LogitLens extends Widget {
  static called = "What the model would say after each layer";
  static how = "Each cell: what the model would say if it stopped there. Early rows often make no sense: the lens reads with the last layer's glasses.";
  static aims = { swan: "At the last token “·sw” comes up after layer 28, where head 28.2 has written." };

  build() {
    super.build();
    this.grid = make("table", { className: "cells", role: "grid", ariaLabel: "What the model would say after each layer, at each token" });
    this.box = make("div", { className: "lens" }, this.grid);
    this.detail = make("p", { className: "detail" });
    const axes = make("p", { className: "axes" }, "Rows: the layer after which it stops, the last at the top. ",
      make("span", { className: "wide" }, "Columns: the tokens of the prompt."),
      make("span", { className: "narrow" }, "Choose a token of the prompt."));
    this.picture.append(axes, this.box, this.detail);
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
    this.places = new Map();  // of each cell its row, counted from the embedding, and its position
    this.chosen = null;
    const rows = layers.map((row, depth) =>
      row.map(([[token, share]], position) => this.cell(token, depth, position, share)));
    const foot = tokens.map((token, position) => this.cell(token, FOOT, position));
    this.cells = [foot, ...rows];  // upwards
    this.heads = tokens.map(token => make("th", {}, visible(token)));  // the foot once more, for eyes alone
    const named = (name, cells) => make("tr", { role: "row" }, make("th", { role: "rowheader" }, name), ...cells);
    this.grid.replaceChildren(
      make("thead", { ariaHidden: true }, make("tr", {}, make("th", { className: "corner" }, "prompt"), ...this.heads)),
      make("tbody", { role: "rowgroup" }, ...rows.map((cells, depth) => named(rowName(depth), cells)).reverse()),
      make("tfoot", { role: "rowgroup" }, named("prompt", foot)));
    this.choose(rows.at(-1).at(-1));
    this.box.scrollLeft = this.box.scrollWidth;
  }

  cell(token, depth, position, share) {
    const isFoot = depth === FOOT;
    const cell = make(isFoot ? "th" : "td", { role: isFoot ? "columnheader" : "gridcell", tabIndex: -1 }, visible(token));
    this.places.set(cell, { depth, position });
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
    for (const row of [...this.cells, this.heads]) {
      row[old]?.classList.remove("chosen");
      row[position].classList.add("chosen");
    }
    this.writeTable();
  }

  tell(cell) {
    const { depth, position } = this.places.get(cell);
    const { tokens, layers } = this.result;
    const token = `token ${position + 1} of ${tokens.length} (${told(tokens[position])})`;
    if (depth === FOOT) {
      this.detail.textContent = `The prompt’s ${token}.`;
      return;
    }
    const said = layers[depth][position].map(([text, share]) => `${told(text)} ${percent(share)}`).join(", ");
    this.detail.textContent = `${depth ? `After layer ${depth - 1}` : "At the embedding"}, at ${token}: ${said}.`;
  }

  /** Arrow keys go from cell to cell. */
  move(event) {
    const { depth, position } = this.places.get(event.target);
    const moves = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
    const [up, right] = moves[event.key] ?? [0, 0];
    const target = this.cells[depth + up - FOOT]?.[position + right];
    if (!target || target === event.target) return;
    event.preventDefault();
    this.choose(target);
    target.focus();
  }

  asTable({ tokens, layers }) {
    const { position } = this.places.get(this.chosen);
    const caption = `At token ${position + 1} of ${tokens.length} (${told(tokens[position])}), what the model would say`;
    const header = ["after layer", "likeliest", "share", "second", "share", "third", "share"];
    const rows = layers.map((row, depth) =>
      [rowName(depth), ...row[position].flatMap(([token, share]) => [told(token), percent(share)])]);
    return [caption, header, rows.reverse()];
  }

  lines({ prompt }) {
    return { prompt: quoted(prompt) };
  }
}

customElements.define("logit-lens", LogitLens);
