// Guesses before an answer. They are kept in this browser and sent nowhere. Without this file a guess is a sentence to think about.

const PLACE = "seven-guesses";

/** All guesses made so far, by name; none where the browser keeps nothing, or nonsense. */
function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE));
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

function keep(name, guess) {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...kept(), [name]: guess }));
  } catch {
    // The browser keeps nothing: the guess stands until the page is left.
  }
}

const withUnit = (number, unit) => unit ? `${number} ${unit}` : number;

/** Show the number on the slider, written with as many decimals as its steps have. */
function read(slider) {
  const decimals = slider.step.split(".")[1]?.length ?? 0;
  return Number(slider.value).toFixed(decimals);
}

/** Say what was guessed, below the question and beside the answer. */
function show(form, guess) {
  const { answer, unit } = form.dataset;
  const made = `You guessed ${withUnit(guess, unit)}`;
  form.querySelector(".said").textContent = `${made}; it was ${answer}.`;
  for (const button of form.querySelectorAll("[value]")) button.setAttribute("aria-pressed", button.value === guess);
  const block = form.closest(".evidence") ?? form.closest(".predict");
  const place = block.querySelector(".answer");
  if (!place) return;
  place.querySelector(".yours")?.remove();
  const yours = Object.assign(document.createElement("span"), { className: "yours", textContent: ` ${made}.` });
  place.append(yours);
  const fold = place.closest("details");
  if (fold) fold.open = true;
}

function prepare(form) {
  const { name } = form.dataset;
  const slider = form.querySelector("input");
  const earlier = kept()[name];
  if (slider) {
    const update = () => {
      slider.ariaValueText = form.querySelector(".number").textContent = withUnit(read(slider), form.dataset.unit);
    };
    slider.addEventListener("input", update);
    if (typeof earlier === "string") slider.value = earlier;
    update();
  }
  if (typeof earlier === "string") show(form, earlier);
  form.addEventListener("submit", event => {
    event.preventDefault();
    const guess = slider ? read(slider) : event.submitter.value;
    keep(name, guess);
    show(form, guess);
  });
  form.hidden = false;
}

document.querySelectorAll(".ask").forEach(prepare);
