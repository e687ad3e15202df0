// The evidence page's filter. Without this file the table stands whole. What was chosen is kept in the address,
// so that a filtered table can be linked; one visit stays one step of the history.

const form = document.querySelector(".filter");
const choices = [...form.querySelectorAll("select")];
const rows = [...document.querySelectorAll(".ledger tbody tr")].map(row => ({
  row,
  view: row.querySelector(".cid").pathname.split("/").at(-2),
  kind: row.querySelector(".kind").textContent,
  verdict: row.querySelector("td.verdict").textContent.trim().replace(" ", "-"),
  came: row.querySelector(".says .v")?.textContent ?? "",
}));

/** Show the rows that agree with every choice, and say how many. */
function filter() {
  const chosen = choices.filter(choice => choice.value);
  for (const { row, ...facts } of rows) row.hidden = chosen.some(({ name, value }) => facts[name] !== value);
  const shown = rows.filter(({ row }) => !row.hidden).length;
  form.querySelector("[role=status]").textContent = shown ? `${shown} of ${rows.length} claims` : "No claim matches all of these";
  form.querySelector("[type=reset]").hidden = !chosen.length;
  form.classList.toggle("filtered", shown < rows.length);  // on paper
}

/** Set the choices to what the address says. */
function read() {
  const parameters = new URLSearchParams(location.search);
  for (const choice of choices) {
    choice.value = parameters.get(choice.name) ?? "";
    if (choice.selectedIndex < 0) choice.selectedIndex = 0;  // the address names an unknown option
  }
  filter();
}

/** Write the choices into the address. */
function write() {
  const address = new URL(location);
  address.hash = "claims";  // the address leads to the rows
  for (const { name, value } of choices) {
    value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}

form.addEventListener("change", () => { filter(); write(); });
form.addEventListener("reset", () => {
  choices[0].focus();  // the button that was pressed is about to be hidden
  setTimeout(() => { filter(); write(); });  // the choices are cleared after the event
});
read();
form.hidden = false;
