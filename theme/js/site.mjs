// Every page can be read without this file. It draws formulas, and fixes what Material builds at run time.

const SCROLLERS = ".md-typeset pre > code, .md-typeset__scrollwrap, .arithmatex, .tabbed-labels";

/** Draw each formula; one that KaTeX cannot read stays as it was written, and the console says so. */
function drawFormulas() {
  for (const element of document.querySelectorAll(".arithmatex")) {
    const source = element.textContent.trim();  // \( inline \) or \[ display \]
    try {
      katex.render(source.slice(2, -2), element, { displayMode: source.startsWith("\\[") });
    } catch (error) {
      element.textContent = source;
      console.error(error.message);
    }
  }
}

const isInline = element => element.matches("span.arithmatex");

/** The nearest element around a formula that has a width of its own: a paragraph, not the emphasis in it. */
function column(formula) {
  let box = formula.parentElement;
  while (getComputedStyle(box).display === "inline") box = box.parentElement;
  return box;
}

/** A formula in a line breaks between its parts; only one with a part wider than the column becomes a box that scrolls. */
function boxIfLong(formula) {
  const width = column(formula).clientWidth;
  const parts = [...formula.querySelectorAll(".katex-html > *")];
  formula.classList.toggle("long", parts.some(part => part.offsetWidth > width));
}

/** What scrolls sideways must be reachable by keyboard (axe: scrollable-region-focusable); what does not must not be a stop. */
function setTabStop(element) {
  if (isInline(element)) boxIfLong(element);
  const scrolls = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible";
  if (scrolls && element.tabIndex !== 0) element.tabIndex = 0;
  if (!scrolls && element.hasAttribute("tabindex")) element.removeAttribute("tabindex");
}

const setTabStops = () => document.querySelectorAll(SCROLLERS).forEach(setTabStop);
const sizes = new ResizeObserver(setTabStops);  // the window changes, a fold or a tab opens
let named = 0;

/** Also called for whatever Material adds later: it wraps tables, adds buttons to code and takes tab stops away. */
function fix() {
  // Each code block gets a <nav> without a name (axe: landmark-unique).
  for (const nav of document.querySelectorAll(".md-code__nav:not([aria-label])")) {
    nav.setAttribute("aria-label", `Code block ${++named}`);
  }
  for (const element of document.querySelectorAll(SCROLLERS)) {
    sizes.observe(isInline(element) ? column(element) : element);
  }
  setTabStops();
}

/** On a narrow screen the navigation is a drawer of lists, which Material opens by pointer; by keyboard it is entered, left and closed here. */
function openDrawerByKeyboard() {
  const drawer = document.querySelector("#__drawer");
  const opener = document.querySelector(".md-header [for=__drawer]");
  const lists = document.querySelector(".md-sidebar--primary");
  const narrow = matchMedia("(max-width: 76.2344em)");
  const enter = () => [...lists.querySelectorAll("a, label")].find(stop => stop.checkVisibility({ visibilityProperty: true }))?.focus();
  const setStops = () => lists.querySelectorAll("label").forEach(label => { label.tabIndex = narrow.matches ? 0 : -1; });  // Material hears Enter
  setStops();
  narrow.addEventListener("change", setStops);
  drawer.addEventListener("change", () => drawer.checked ? enter() : opener.focus());
  lists.addEventListener("change", enter);  // another list is shown
  lists.addEventListener("focusout", event => {
    if (drawer.checked && event.relatedTarget && !lists.contains(event.relatedTarget)) drawer.click();
  });
  addEventListener("keydown", event => { if (event.key === "Escape" && drawer.checked) drawer.click(); });
}

openDrawerByKeyboard();
if (window.katex) drawFormulas();
fix();
document.fonts.ready.then(setTabStops);
new MutationObserver(fix).observe(document.querySelector(".md-content"), {
  attributeFilter: ["tabindex"],
  childList: true,
  subtree: true,
});
