// The glossary's filter. Without this file all terms stand there.

const form = document.querySelector(".find");
const input = form.querySelector("input");
const entries = [...document.querySelectorAll(".term-entry")];
const groups = [...document.querySelectorAll("article h2")].map(heading => {
  const own = [];
  for (let next = heading.nextElementSibling; next?.matches(".term-entry"); next = next.nextElementSibling) own.push(next);
  return { heading, own };
});

/** Show the entries that contain every word typed, and say how many. */
function filter() {
  const words = input.value.toLowerCase().split(/\s+/);
  for (const entry of entries) {
    const text = entry.textContent.toLowerCase();
    entry.hidden = !words.every(word => text.includes(word));
  }
  for (const { heading, own } of groups) heading.hidden = own.every(entry => entry.hidden);
  const shown = entries.filter(entry => !entry.hidden).length;
  form.querySelector("[role=status]").textContent = shown ? `${shown} of ${entries.length} terms` : "No term has all of these words";
  form.classList.toggle("filtered", shown < entries.length);  // on paper
}

/** A link to a term shows it, whatever was typed. */
function showAll() {
  input.value = "";
  filter();
}

input.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
addEventListener("hashchange", showAll);
filter();
form.hidden = false;
