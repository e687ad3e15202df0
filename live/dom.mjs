// What the panels and the game make pages of.

const NEAR = "600px";  // how far below the screen something starts

/** An element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** An element of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A bar as long as a share of one. */
export function bar(share, className = "") {
  const element = make("i", { className });
  element.style.width = `${100 * share}%`;
  return element;
}

/** A row of a table of bars. */
export const barRow = (name, share, className = "") => make("tr", { className },
  make("th", { scope: "row" }, name), make("td", { className: "bar" }, bar(share)), make("td", {}, percent(share)));

/** A table: a caption, names of columns, and rows whose first cell names the row. */
export function table(caption, header, rows) {
  const head = make("tr", {}, ...header.map(name => make("th", { scope: "col" }, name)));
  const body = rows.map(([name, ...cells]) =>
    make("tr", {}, make("th", { scope: "row" }, name), ...cells.map(cell => make("td", {}, cell))));
  return make("table", { className: "recorded" }, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body));
}

/** Start something when an element comes near the screen. */
export function whenNear(element, start) {
  const observer = new IntersectionObserver(entries => {
    if (!entries.some(entry => entry.isIntersecting)) return;
    observer.disconnect();
    start();
  }, { rootMargin: NEAR });
  observer.observe(element);
}

/** A probability in per cent, with as many digits as tell something. */
export const percent = share => share > 0 && share < 0.001 ? "under 0.1 %" : `${(100 * share).toFixed(1)} %`;
