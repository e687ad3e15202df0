// Beside each heading and claim stands a link to the file of its page's citations. This module shows the one that was asked for in a box.

const box = Object.assign(document.createElement("dialog"), { id: "cite-box" });
box.setAttribute("aria-labelledby", "cite-title");
box.innerHTML = `<h2 id="cite-title"></h2> <button type="button">Close</button>
  <pre tabindex="0" role="group" aria-label="As text"></pre> <button type="button" aria-keyshortcuts="t">Copy text <kbd>t</kbd></button>
  <pre tabindex="0" role="group" aria-label="As BibTeX"></pre> <button type="button" aria-keyshortcuts="b">Copy BibTeX <kbd>b</kbd></button>
  <p role="status"></p>
  <p class="files">The whole page as <a>BibTeX</a>, <a>RIS</a>, <a>CSL-JSON</a>.</p>`;
const [close, copyText, copyBibtex] = box.querySelectorAll("button");
const [text, bibtex] = box.querySelectorAll("pre");
const status = box.querySelector("[role=status]");

/** The two forms of one entry, a line of text and below it BibTeX, both accessed today, whenever the file was written. */
function forms(file, key) {
  const [line, ...rows] = file.split("\n\n").find(part => part.includes(`{${key},`)).trim().split("\n");
  const today = new Date();
  const [long, short] = [today.toLocaleDateString("en-US", { dateStyle: "long" }), today.toLocaleDateString("sv-SE")];  // APA's, and 2026-11-23
  return [
    line.replace(/Retrieved \w+ \d+, \d+(?=, from )/, `Retrieved ${long}`),
    rows.join("\n").replace(/(?<=urldate = ").*(?=")/, short),
  ];
}

async function open(link) {
  const file = link.href;
  const found = forms(await (await fetch(file)).text(), link.dataset.key);
  if (box.open) return;  // clicked twice
  [text.textContent, bibtex.textContent] = found;
  box.querySelector("h2").textContent = link.getAttribute("aria-label");
  status.textContent = "";
  for (const [i, kind] of ["bib", "ris", "json"].entries()) {
    Object.assign(box.querySelectorAll("a")[i], { href: file.replace(/txt$/, kind), download: "" });
  }
  document.body.append(box);
  box.showModal();
  copyText.focus();
}

/** Copy, and say so to eye and ear; where a page may not write to the clipboard, select the text instead. */
async function copy(source, name) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    status.textContent = `${name} copied.`;
  } catch {
    getSelection().selectAllChildren(source);
    status.textContent = `${name} selected: copy it with your browser.`;
  }
}

document.addEventListener("click", event => {
  const link = event.target.closest("a.cite-this");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => { location.href = link.href; });  // if anything fails, the file itself opens
});
copyText.addEventListener("click", () => copy(text, "Text"));
copyBibtex.addEventListener("click", () => copy(bibtex, "BibTeX"));
close.addEventListener("click", () => box.close());
box.addEventListener("click", event => { if (event.target === box) box.close(); });  // the backdrop
box.addEventListener("keydown", event => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  event.stopPropagation();  // Material's search listens for keys
  if (event.key === "t") copy(text, "Text");
  if (event.key === "b") copy(bibtex, "BibTeX");
});
