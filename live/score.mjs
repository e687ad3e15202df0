// How guesses are scored: pure functions of a passage's data and of what the reader said. `docs/play.md` explains them.

const NAMES = { model: "the model", "n-gram": "the n-gram model" };
const CLEAR = 2;  // so many standard deviations chance alone does not often give: one time in twenty
const BETS = 1.3;  // what people reached in print: `docs/play.md`, "What people scored"
const KEPT = 0.01;  // of every share-out, for what was not named: a word that got no share would cost infinitely many bits

/** A word without the blanks around it, as people compare words: capitals, accents' forms and apostrophes do not count. */
export const plain = word => word.trim().normalize("NFC").toLowerCase().replaceAll("’", "'");

/** A share of one in per cent: in whole ones, where they tell enough. */
export function roughPercent(share) {
  if (share === 0) return "0 %";
  if (share < 0.0005) return "under 0.1 %";
  if (share < 0.01) return `${(100 * share).toFixed(1)} %`;
  return `${Math.round(100 * share)} %`;
}

/** Line ends in a row, or other blanks, in words. */
function inWords(run) {
  if (!run.startsWith("\n")) return run.length > 1 ? `${run.length} blanks` : "a blank";
  if (run.length > 2) return `${run.length - 1} empty lines`;
  return run.length > 1 ? "an empty line" : "a new line";
}

/** A word in two parts: its letters or marks, and the blanks before them in words, unless it is the usual one. */
export function markAndBlanks(word) {
  const marks = word.trim();
  const blanks = word.slice(0, word.length - word.trimStart().length);
  const runs = marks && blanks === " " ? [] : blanks.match(/\n+|[^\n]+/g) ?? [];
  return [marks, runs.map(inWords).join(" and ")];
}

/** The candidate to which an opponent gives most: 1 is the model, 2 the n-gram model; the first of equals. */
export function firstGuess(shares, opponent) {
  return shares.reduce((best, row) => row[opponent] > best[opponent] ? row : best)[0];
}

/**
 * Weights as shares of one: `given` is [[candidate, weight], ...], `own` is [word, weight], `rest` the weight of any other word.
 * Returns the shares in the same form.
 */
export function shareOut({ given, own, rest }) {
  const sum = given.reduce((total, [, weight]) => total + weight, own[1] + rest);
  const share = weight => sum ? (1 - KEPT) * weight / sum : 0;
  const named = given.map(([word, weight]) => [word, share(weight)]);
  const left = 1 - named.reduce((total, [, part]) => total + part, share(own[1]));
  return { given: named, own: [own[0], share(own[1])], rest: left };
}

/**
 * The bits that a share-out costs when `word` comes. What was left over is spread over the other words as the n-gram model
 * would, and where that has no part, as the model would.
 */
function bitsOf(answer, { word, bits, shares }) {
  const { given, own, rest } = shareOut(answer);
  const named = new Map(given);
  const shareOf = candidate => (named.get(candidate) ?? 0) + (plain(own[0]) === plain(candidate) ? own[1] : 0);
  const spreader = bits[1] === null ? 0 : 1;
  const usual = 2 ** -bits[spreader];
  const others = shares.reduce((left, row) => shareOf(row[0]) ? left - row[1 + spreader] : left, 1);
  return -Math.log2(shareOf(word) || rest * usual / Math.max(others, usual));  // of rounded numbers, a part can come out as more than the whole
}

/** Has the n-gram model a part? In a text of the reader's own it has none. */
const isCounted = words => words.every(({ bits }) => bits[1] !== null);

/** What everybody has after the words that were answered: right first guesses, bits, and bits for each character of the text. */
export function totals(words, answers, way) {
  const played = words.slice(0, answers.length);
  const characters = played.reduce((sum, { word }) => sum + [...word].length, 0);
  const add = part => played.reduce((sum, word, i) => sum + part(word, i), 0);
  const row = (right, bits) => ({ right, bits, rate: bits === null || !characters ? null : bits / characters });
  return {
    you: way === "type"
      ? row(add(({ word }, i) => plain(answers[i]) === plain(word)), null)
      : row(null, add((word, i) => bitsOf(answers[i], word))),
    model: row(add(({ word, shares }) => firstGuess(shares, 1) === word), add(({ bits }) => bits[0])),
    "n-gram": isCounted(words) ? row(add(({ word, shares }) => firstGuess(shares, 2) === word), add(({ bits }) => bits[1])) : row(null, null),
    blind: row(null, add(({ bits }) => bits[2])),
  };
}

/** The result to pass on: the game's own words and numbers, and nothing about who played. */
export function summary({ kind, kindToPassOn = kind, words }, answers, way, address) {
  const all = totals(words, answers, way);
  const squares = way === "type" ? `${words.map(({ word }, i) => plain(answers[i]) === plain(word) ? "■" : "□").join("")}\n` : "";
  const score = ({ right, rate }) => way === "type" ? `${right} right` : `${rate.toFixed(2)} bits per character`;
  const counted = all["n-gram"].bits === null ? "" : `, an n-gram model ${score(all["n-gram"])}`;
  return `Guess the next word: ${kindToPassOn}, ${words.length} words\n${squares}`
    + `Me ${score(all.you)}, the model ${score(all.model)}${counted}\n${address}`;
}

/** The opponents with whom a reader is compared. */
const comparedWith = words => isCounted(words) ? ["model", "n-gram"] : ["model"];

/**
 * 1 where differences, word by word, are clearly more than nothing, -1 where they are clearly less; else 0: so small a sum
 * often comes about by chance. `allowance` is taken off the sum: 1 for counts, which come in ones.
 */
function direction(differences, allowance) {
  const sum = differences.reduce((total, each) => total + each, 0);
  const squares = differences.reduce((total, each) => total + each ** 2, 0);
  return Math.abs(sum) - allowance > CLEAR * Math.sqrt(squares) ? Math.sign(sum) : 0;
}

/** What a finished passage means whose words were typed, in a sentence. */
export function typedMeaning(words, answers) {
  const all = totals(words, answers, "type");
  const each = words.map((word, i) => totals([word], [answers[i]], "type"));
  const compared = comparedWith(words).map(who => {
    const differences = each.map(({ you, [who]: other }) => you.right - other.right);
    const said = { "-1": "fewer than", 0: "about as many as", 1: "more than" }[direction(differences, 1)];
    return `${said} ${NAMES[who]} (${all[who].right})`;
  });
  return `You had ${all.you.right} of ${words.length} words right, ${compared.join(" and ")}; `
    + "people in a study had 29 in 100 tokens of other texts right.";
}

/** What a finished passage means for whose words chances were shared out, in a sentence. */
export function sharedMeaning(words, answers) {
  const all = totals(words, answers, "share");
  const each = words.map((word, i) => totals([word], [answers[i]], "share"));
  const compared = comparedWith(words).map(who => {
    const differences = each.map(({ you, [who]: other }) => you.bits - other.bits);
    const said = { "-1": "less than", 0: "about as much as", 1: "more than" }[direction(differences, 0)];
    return `${said} ${NAMES[who]} (${all[who].rate.toFixed(2)})`;
  });
  return `You paid ${all.you.rate.toFixed(2)} bits per character, ${compared.join(" and ")};`
    + ` people who bet on every letter of another text paid about ${BETS}.`;
}
