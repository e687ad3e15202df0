// The game: guess the next word. The passages and what the opponents expected were recorded; the page's own words explain the scores.
// Of a text of the reader's own (own-text.mjs) the model says it now, and there is no n-gram model: its bits are null.
// What was answered is kept in this browser alone, and where nothing can be kept the game is played all the same.

import { bar, make } from "./dom.mjs";
import { firstGuess, markAndBlanks, plain, roughPercent, sharedMeaning, summary, totals, typedMeaning } from "./score.mjs";
import { Sharing } from "./sharing.mjs";

const KEY = "seven-play";
const GAP = 8;  // pixels below the form
const game = document.querySelector(".game");
const [chooser, board] = game.querySelectorAll(".chooser, .board");
const part = name => game.querySelector(`.${name}`);
const [form, said] = [part("guess"), part("said")];
const sharing = new Sharing(form);
let passage, answers, way, shown;
let ownText = null;  // where the site carries the model

const unkept = {};  // where the browser keeps nothing: it lasts as long as the page

/** Everything that was answered before; read anew each time, for another tab may have gone on. */
function memory() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept && typeof kept === "object" && !Array.isArray(kept)) return { ...kept, ...unkept };
  } catch { /* blocked, or not written by this game: begin afresh */ }
  return unkept;
}

function keep() {
  if (passage.answers) {  // of a text of the reader's own
    passage.answers[way] = answers;
    return;
  }
  const name = `${passage.name}/${way}`;
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...memory(), [name]: answers }));
    delete unkept[name];
  } catch {  // blocked or full
    unkept[name] = answers;
  }
}

const isWeight = weight => Number.isFinite(weight) && weight >= 0;
const isAnswer = {
  type: answer => typeof answer === "string",
  share: answer => Array.isArray(answer?.given) && [...answer.given, answer.own].every(pair => typeof pair?.[0] === "string" && isWeight(pair[1])) && isWeight(answer.rest),
};

/** What was answered before, if it can be read and fits a passage of so many words. */
function remembered(name, words) {
  const found = memory()[`${name}/${way}`];
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
    if (way === "share") sharing.offer(next);
  }
  part("done").hidden = Boolean(next);
  part("copied").textContent = "";
  const meaning = way === "type" ? typedMeaning : sharedMeaning;
  part("meaning").textContent = next ? "" : meaning(words, answers);
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

/** A word as it is quoted or listed; the blanks before it are said in words. */
function named(word, tag = "q") {
  const [marks, blanks] = markAndBlanks(word);
  return [marks && make(tag, {}, marks), blanks && (marks ? make("small", {}, ` after ${blanks}`) : blanks)];
}

/** What came, said in words, and what the model had expected. */
function tell(entry, answer) {
  const { word, bits: [bits, counted, blind], shares } = entry;
  const isCounted = counted !== null;
  const verdict = isRight => isRight ? ": right. " : ": wrong. ";
  const first = opponent => {
    const candidate = firstGuess(shares, opponent);
    return [...named(candidate), verdict(candidate === word)];
  };
  const paid = isCounted ? `${bits.toFixed(1)}, the n-gram model ${counted.toFixed(1)}` : bits.toFixed(1);
  const scored = way === "share" ? [`You pay ${totals([entry], [answer], way).you.bits.toFixed(1)} bits, the model ${paid}.`] : [
    ...plain(answer) ? ["You said ", ...named(answer.trim()), verdict(plain(answer) === plain(word))] : ["You passed. "],
    "The model said ", ...first(1), ...isCounted ? ["The n-gram model said ", ...first(2)] : [],
  ];
  said.replaceChildren(make("p", {}, "It was ", ...named(word), ". ", ...scored));
  part("expected").replaceChildren(
    make("caption", {}, `What the model expected. Bits that the word cost: the model ${paid}, a blind guess ${blind.toFixed(1)}.${inTokens(entry)}`),
    make("thead", {}, make("tr", {}, ...[["Next", 1], ["the model", 2], ...isCounted ? [["n-gram", 1]] : []]
      .map(([name, colSpan]) => make("th", { scope: "col", colSpan }, name)))),
    make("tbody", {}, ...expectedRows(entry).map(([name, share, other, className = ""]) => make("tr", { className },
      make("th", { scope: "row" }, ...name), make("td", { className: "bar" }, bar(share)), make("td", {}, roughPercent(share)),
      ...isCounted ? [make("td", {}, roughPercent(other))] : []))));
}

function inTokens({ tokens }) {
  if (tokens.length === 1) return "";
  const parts = tokens.map(([token, cost]) => `${markAndBlanks(token).filter(Boolean).join(" after ")} ${cost.toFixed(1)} bits`);
  return ` It came in ${tokens.length} tokens: ${parts.join(", ")}.`;
}

/** The candidates that the model gave most, the word that came, and everything else: together one. */
function expectedRows({ word, bits, shares }) {
  const rows = shares.toSorted((a, b) => b[1] - a[1]).filter(row => row[1] >= 0.0005 || row[0] === word);
  if (!rows.some(row => row[0] === word)) rows.push([word, 2 ** -bits[0], 2 ** -bits[1]]);
  const left = column => Math.max(0, rows.reduce((rest, row) => rest - row[column], 1));
  const shown = rows.map(([candidate, share, other]) => candidate === word
    ? [[...named(candidate, "span"), make("small", {}, " came")], share, other, "came"]
    : [named(candidate, "span"), share, other]);
  return [...shown, [["everything else"], left(1), left(2), "else"]];
}

/** Keep the form in sight, and what is said above it, also over the keyboard of a phone. */
function keepInSight() {
  const { offsetTop, height } = visualViewport;
  const below = form.getBoundingClientRect().bottom + GAP - offsetTop - height;
  if (below > 0) scrollBy(0, below);
}

/** Where a reader goes on: the entry, as elsewhere letters are the site's shortcuts; the title once no word is left. */
function place() {
  return form.hidden ? part("board-title") : form.querySelector(way === "type" ? ".word" : ".candidates input");
}

function guess() {
  const entry = passage.words[answers.length];
  const answer = way === "type" ? part("word").value : sharing.given();
  answers = [...answers, answer];
  keep();
  show();
  tell(entry, answer);
  place().focus();
  keepInSight();
}

/** Go on where another tab has gone on. */
function follow() {
  if (!passage) return showLinks([...chooser.querySelectorAll("a")]);
  if (passage.answers) return;
  const found = remembered(passage.name, passage.words.length);
  if (JSON.stringify(found) === JSON.stringify(answers)) return;
  answers = found;
  said.replaceChildren();
  part("expected").replaceChildren();
  show();
}

function go(address) {
  history.pushState(null, "", address);
  return route();
}

form.addEventListener("submit", event => { event.preventDefault(); guess(); });
chooser.querySelector("fieldset").addEventListener("change", event => {
  way = event.target.value;
  showLinks([...chooser.querySelectorAll("a")]);
});
game.addEventListener("click", async event => {
  const link = event.target.closest("a[data-name], a.back");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  await go(link.href);
  (passage ? place() : part("trouble").textContent ? part("trouble") : chooser.querySelector("input:checked")).focus();
});
part("again").addEventListener("click", () => {
  answers = [];
  keep();
  said.replaceChildren();
  part("expected").replaceChildren();
  show();
  place().focus();
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
addEventListener("storage", event => { if (!event.key || event.key === KEY) follow(); });  // without a key, all was cleared
addEventListener("popstate", () => { if (location.search !== shown) route(); });  // otherwise it was a link within the page
if (Number(game.dataset.megabytes)) {
  const { OwnText } = await import("./own-text.mjs");
  ownText = new OwnText(game, async () => {
    await go(`?passage=own&way=${way}`);
    place().focus();
  });
}
await route();
game.hidden = false;
