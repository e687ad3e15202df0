// Where a screen is touched, a term is explained in place; with a pointer its tooltip says the same. Without this file a tap leads to the glossary.

const slip = Object.assign(document.createElement("div"), { className: "slip", popover: "auto" });
const meanings = new Map([...document.querySelectorAll("a.term")].map(term => [term, term.title]));  // Material takes titles away

function explain(term) {
  const more = Object.assign(document.createElement("a"), { href: term.href, textContent: "In the glossary" });
  const meaning = Object.assign(document.createElement("p"), { textContent: meanings.get(term) });
  slip.replaceChildren(meaning, more);
  slip.showPopover();
  more.focus({ preventScroll: true });
}

document.body.append(slip);
document.addEventListener("click", event => {
  const term = event.target.closest("a.term");
  if (!meanings.has(term) || !matchMedia("(hover: none)").matches) return;
  event.preventDefault();
  event.stopPropagation();
  explain(term);
}, true);
