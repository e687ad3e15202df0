// The game: guess the next word. The passages and what the opponents expected were recorded; the page's own words explain the scores.
// Of a text of the reader's own (own-text.mjs) the model says it now, and there is no n-gram model: its bits are null.
// What was answered is kept in this browser alone, and where nothing can be kept the game is played all the same.

import { firstGuess, plain, shareOut, summary, totals } from "./score.mjs";

const KEY = "seven-play";
const game = document.querySelector(".game");
const [chooser, board] = game.querySelectorAll(".chooser, .board");
const part = name => game.querySelector(`.${name}`);
const [form, said, own] = [part("guess"), part("said"), part("own")];
const percent = share => share === 0 ? "0 %" : share < 0.0005 ? "under 0.1 %" : share < 0.01 ? `${(100 * share).toFixed(1)} %` : `${Math.round(100 * share)} %`;
const seen = word => word.replaceAll("\n", "↵").trim();
let passage, answers, way, shown;
let ownText = null;  // where the site carries the model

/** An element with attributes and children. */
function make(tag, attributes, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
}

let memory = {};
try {
  const kept = JSON.parse(localStorage.getItem(KEY));
  if (kept && typeof kept === "object" && !Array.isArray(kept)) memory = kept;
} catch { /* blocked, or not written by this game: begin afresh */ }

function keep() {
  if (passage.answers) {  // of a text of the reader's own
    passage.answers[way] = answers;
    return;
  }
  memory[`${passage.name}/${way}`] = answers;
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch { /* blocked or full: it lasts as long as the page */ }
}

const isWeight = weight => Number.isFinite(weight) && weight >= 0;
const isAnswer = {
  type: answer => typeof answer === "string",
  share: answer => Array.isArray(answer?.given) && [...answer.given, answer.own].every(pair => typeof pair?.[0] === "string" && isWeight(pair[1])) && isWeight(answer.rest),
};

/** What was answered before, if it can be read and fits a passage of so many words. */
function remembered(name, words) {
  const found = memory[`${name}/${way}`];
  return Array.isArray(found) && found.length <= words && found.every(isAnswer[way]) ? found : [];
}

async function load(name) {
  const answer = await fetch(`${name}.json`);
  if (!answer.ok) throw new Error(`the server says ${answer.status}`);
  const data = await answer.json();
  const isRow = ([word, ...numbers], length) => typeof word === "string" && numbers.length === length && numbers.every(Number.isFinite);
  const isWhole = ({ word, bits, tokens, shares }) => isRow([word, ...bits], 3)
    && tokens.every(row => isRow(row, 1)) && shares.length && shares.every(row => isRow(row, 2));
  try {
    if (data.name === name && [data.kind, data.text, data.origin].every(words => typeof words === "string") && data.words.length && data.words.every(isWhole)) return data;
  } catch { /* a part is missing or of another type */ }
  throw new Error("it is not whole");
}

/** The page as its address says: the list of passages, or one of them. */
async function route() {
  const asked = shown = location.search;
  const wanted = new URLSearchParams(location.search);
  way = wanted.get("way") === "share" ? "share" : "type";
  game.querySelector(`[name=way][value=${way}]`).checked = true;
  part("back").href = `?way=${way}`;
  const name = wanted.get("passage");
  const links = [...chooser.querySelectorAll("a")];
  part("trouble").textContent = "";
  passage = null;
  ownText?.stop();
  if (name === "own" && ownText) {
    passage = ownText.passage;
    if (!passage) askAgain();
  } else if (name && !links.some(link => link.dataset.name === name)) {
    part("trouble").textContent = `There is no passage “${name}”. Choose one of these.`;
  } else if (name) {
    try {
      const found = await load(name);
      if (location.search !== asked) return;  // another was chosen meanwhile
      passage = found;
    } catch (error) {
      if (location.search !== asked) return;
      part("trouble").textContent = `This passage could not be loaded: ${error.message}. Try again, or choose another.`;
    }
  }
  chooser.hidden = Boolean(passage);
  board.hidden = !passage;
  if (!passage) return showLinks(links);
  answers = passage.answers?.[way] ?? remembered(name, passage.words.length);
  said.replaceChildren();
  part("expected").replaceChildren();
  show();
}

/** The address of a text of one's own does not carry it. */
function askAgain() {
  ownText.open();
  part("trouble").textContent = "A text of one’s own lasts as long as the page, and this one is gone. Paste it again, or choose a passage.";
}

/** Where each link leads, and how far the reader has got there. */
function showLinks(links) {
  for (const link of links) {
    link.href = `?passage=${link.dataset.name}&way=${way}`;
    const done = remembered(link.dataset.name, Number(link.dataset.words)).length;
    link.nextElementSibling.textContent = `${link.dataset.words} words${done ? `, ${done} guessed` : ""}`;
  }
}

/** Everything that follows from the answers given. */
function show() {
  const { words, kind, text, origin } = passage;
  const next = words[answers.length];
  part("board-title").textContent = `${kind}: ${next ? `word ${answers.length + 1} of ${words.length}` : `all ${words.length} words`}`;
  part("board-text").replaceChildren(text, ...words.slice(0, answers.length).map(told), ...next ? [make("span", { className: "caret" })] : []);
  part("board-text").classList.toggle("mono", Boolean(passage.mono));
  part("origin").textContent = origin;
  form.hidden = part("typed").hidden = part("shared").hidden = true;
  if (next) {
    form.hidden = part(way === "type" ? "typed" : "shared").hidden = false;
    form.reset();
    if (way === "share") offer(next);
  }
  part("done").hidden = Boolean(next);
  part("copied").textContent = "";
  if (!next) part("result").textContent = summary(passage, answers, way, location.origin + location.pathname);
  for (const [who, { right, bits, rate }] of Object.entries(totals(words, answers, way))) {
    const cells = game.querySelectorAll(`[data-who="${who}"] td`);
    cells[0].textContent = right === null ? "–" : `${right}`;
    cells[1].textContent = bits === null ? "–" : bits.toFixed(1);
    cells[2].textContent = rate === null ? "–" : rate.toFixed(2);
  }
}

/** A word that was guessed, darker the more bits it cost the model. */
function told({ word, bits }, i) {
  const isRight = way === "type" && plain(answers[i]) === plain(word);
  const cost = Math.min(Math.floor(bits[0] / 3), 5);
  const element = make("span", { className: `told cost-${cost} ${isRight ? "right" : ""}` }, word.trimStart());
  const fragment = document.createDocumentFragment();
  fragment.append(word.slice(0, word.length - word.trimStart().length), element);
  return fragment;
}

/** The candidates for a word, each with a slider; in the order of the alphabet, which tells nothing. */
function offer({ shares }) {
  part("candidates").replaceChildren(...shares.map(([word]) => {
    const slider = make("input", { type: "range", min: 0, max: 10, step: 1, defaultValue: 0 });
    slider.dataset.word = word;
    return make("label", {}, make("span", {}, seen(word)), slider, make("span", { className: "part" }));
  }));
  showShares();
}

/** What the sliders say. */
function read() {
  const sliders = [...part("candidates").querySelectorAll("input")];
  return {
    given: sliders.map(slider => [slider.dataset.word, Number(slider.value)]),
    own: [own.value, plain(own.value) ? Number(part("own-weight").value) : 0],
    rest: Number(part("rest").value),
  };
}

function showShares() {
  const { given, own: [, mine], rest } = shareOut(read());
  const sliders = form.querySelectorAll("[type=range]");
  for (const [i, share] of [...given.map(pair => pair[1]), mine, rest].entries()) {
    sliders[i].nextElementSibling.textContent = percent(share);
    sliders[i].setAttribute("aria-valuetext", percent(share));
  }
}

const quoted = word => make("q", {}, seen(word));

/** What came, said in words, and what the model had expected. */
function tell(entry, answer) {
  const { word, bits, tokens, shares } = entry;
  const isCounted = bits[1] !== null;
  const verdict = isRight => isRight ? "right" : "wrong";
  const first = opponent => {
    const candidate = firstGuess(shares, opponent);
    return [quoted(candidate), `, ${verdict(candidate === word)}`];
  };
  const mine = way === "share" ? [`You pay ${totals([entry], [answer], way).you.bits.toFixed(1)} bits. `]
    : plain(answer) ? ["You said ", quoted(answer), `: ${verdict(plain(answer) === plain(word))}. `] : ["You passed. "];
  said.replaceChildren(make("p", {},
    "It was ", quoted(word), ". ", ...mine,
    "The model’s first guess: ", ...first(1), ...isCounted ? ["; the n-gram model’s: ", ...first(2)] : [], ". ",
    `It cost the model ${bits[0].toFixed(1)} bits, ${isCounted ? `the n-gram model ${bits[1].toFixed(1)}, ` : ""}a blind guess ${bits[2].toFixed(1)}.`));
  const rows = shares.toSorted((a, b) => b[1] - a[1]).filter(row => row[1] >= 0.0005 || row[0] === word);
  if (!rows.some(row => row[0] === word)) rows.push([word, 2 ** -bits[0], 2 ** -bits[1]]);
  part("expected").replaceChildren(
    make("caption", {}, "What the model expected",
      tokens.length > 1 ? `; the word came in ${tokens.length} tokens: ${tokens.map(([token, cost]) => `${seen(token) || "a blank"} ${cost.toFixed(1)} bits`).join(", ")}` : ""),
    make("tbody", {}, ...rows.map(([candidate, share, other]) => {
      const bar = make("i", {});
      bar.style.width = `${100 * share}%`;
      return make("tr", { className: candidate === word ? "came" : "" },
        make("th", { scope: "row" }, seen(candidate), candidate === word ? make("small", {}, " came") : ""),
        make("td", { className: "bar" }, bar), make("td", {}, percent(share)), ...isCounted ? [make("td", {}, make("small", {}, `n-gram ${percent(other)}`))] : []);
    })));
}

function guess() {
  const entry = passage.words[answers.length];
  const answer = way === "type" ? part("word").value : read();
  answers = [...answers, answer];
  keep();
  show();
  tell(entry, answer);
  (answers.length === passage.words.length ? part("board-title") : form.querySelector(way === "type" ? ".word" : ".candidates input")).focus();
}

function go(address) {
  history.pushState(null, "", address);
  return route();
}

form.addEventListener("submit", event => { event.preventDefault(); guess(); });
form.addEventListener("input", () => { if (way === "share") showShares(); });
chooser.querySelector("fieldset").addEventListener("change", event => {
  way = event.target.value;
  showLinks([...chooser.querySelectorAll("a")]);
});
game.addEventListener("click", async event => {
  const link = event.target.closest("a[data-name], a.back");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  await go(link.href);
  (passage ? part("board-title") : part("trouble").textContent ? part("trouble") : chooser.querySelector("input:checked")).focus();
});
part("again").addEventListener("click", () => {
  answers = [];
  keep();
  said.replaceChildren();
  part("expected").replaceChildren();
  show();
  part("board-title").focus();
});
part("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(part("result").textContent);
    part("copied").textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(part("result"));
    part("copied").textContent = "Selected: copy it with your browser.";
  }
});
addEventListener("popstate", () => { if (location.search !== shown) route(); });  // otherwise it was a link within the page
if (Number(game.dataset.megabytes)) {
  const { OwnText } = await import("./own-text.mjs");
  ownText = new OwnText(game, async () => {
    await go(`?passage=own&way=${way}`);
    part("board-title").focus();
  });
}
await route();
game.hidden = false;
