// The evidence page's filter. Without this file the table stands whole. What was chosen is kept in the address,
// so that a filtered table can be linked; one visit stays one step of the history.

const form = document.querySelector(".filter");
const rows = [...document.querySelectorAll(".ledger tbody tr")].map(row => ({
  row,
  view: row.querySelector(".cid").pathname.split("/").at(-2),
  kind: row.querySelector(".kind").textContent,
  verdict: row.cells[3].textContent.trim().replace(" ", "-"),
}));

/** Show the rows that agree with every choice, and say how many. */
function filter() {
  const chosen = [...form.elements].filter(choice => choice.value);
  for (const { row, ...facts } of rows) row.hidden = chosen.some(({ name, value }) => facts[name] !== value);
  form.querySelector("[role=status]").textContent = `${rows.filter(({ row }) => !row.hidden).length} of ${rows.length} claims`;
}

/** Set the choices to what the address says. */
function read() {
  const parameters = new URLSearchParams(location.search);
  for (const choice of form.elements) {
    choice.value = parameters.get(choice.name) ?? "";
    if (choice.selectedIndex < 0) choice.selectedIndex = 0;  // the address names what there is not
  }
  filter();
}

/** Write the choices into the address. */
function write() {
  const address = new URL(location);
  address.hash = "";  // its row may be hidden now
  for (const { name, value } of form.elements) {
    value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}

form.addEventListener("change", () => { filter(); write(); });
read();
form.hidden = false;
