// Every page can be read without this file. It draws formulas, and mends three things that Material builds at run time.

const SCROLLERS = ".md-typeset pre > code, .md-typeset__scrollwrap, .arithmatex, .tabbed-labels";

/** Draw each formula; one that KaTeX cannot read stays as it was written, and the console says so. */
function drawFormulas() {
  for (const element of document.querySelectorAll(".arithmatex")) {
    const source = element.textContent.trim();                    // \( inline \) or \[ display \]
    try {
      katex.render(source.slice(2, -2), element, { displayMode: source.startsWith("\\[") });
    } catch (error) {
      console.error(error.message);
    }
  }
}

/** A formula in a line breaks between its parts; only one with a part wider than the column becomes a box that scrolls. */
function boxLongFormula(element) {
  if (element.localName !== "span" || !element.offsetParent) return;
  const column = element.parentElement.clientWidth;
  const parts = [...element.querySelectorAll(".katex-html > *")];
  element.classList.toggle("long", column > 0 && parts.some(part => part.offsetWidth > column));
}

/** What scrolls sideways must be reachable by keyboard (axe: scrollable-region-focusable); what does not scroll must not be a stop. */
function setTabStop(element) {
  boxLongFormula(element);
  const scrolls = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible";
  if (scrolls && element.tabIndex !== 0) element.tabIndex = 0;
  if (!scrolls && element.hasAttribute("tabindex")) element.removeAttribute("tabindex");
}

const sizes = new ResizeObserver(entries => entries.forEach(entry => setTabStop(entry.target)));
let named = 0;

function mend() {
  // Each code block gets a <nav> without a name (axe: landmark-unique).
  for (const nav of document.querySelectorAll(".md-code__nav:not([aria-label])")) {
    nav.setAttribute("aria-label", `Code block ${++named}`);
  }
  for (const element of document.querySelectorAll(SCROLLERS)) {
    sizes.observe(element);
    setTabStop(element);
  }
}

if (window.katex) drawFormulas();
mend();
document.fonts.ready.then(mend);
// Material wraps tables, adds code buttons and takes tab stops away some time after the page has loaded.
new MutationObserver(mend).observe(document.querySelector(".md-content"), {
  attributeFilter: ["tabindex"], childList: true, subtree: true,
});
