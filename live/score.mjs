// How guesses are scored: pure functions of a passage's data and of what the reader said. `docs/play.md` explains them.

const KEPT = 0.01;  // of every share-out, for what was not named: a word that got no share would cost infinitely many bits

/** A word without the blanks around it, as people compare words: capitals, accents' forms and apostrophes do not count. */
export const plain = word => word.trim().normalize("NFC").toLowerCase().replaceAll("’", "'");

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
export function bitsOf(answer, { word, bits, shares }) {
  const { given, own, rest } = shareOut(answer);
  const named = new Map(given);
  const shareOf = candidate => (named.get(candidate) ?? 0) + (plain(own[0]) === plain(candidate) ? own[1] : 0);
  const spreader = bits[1] === null ? 0 : 1;
  const usual = 2 ** -bits[spreader];
  const others = shares.reduce((left, row) => shareOf(row[0]) ? left - row[1 + spreader] : left, 1);
  return -Math.log2(shareOf(word) || rest * usual / Math.max(others, usual));  // of rounded numbers, a part can come out as more than the whole
}

/** What everybody has after the words that were answered: right first guesses, bits, and bits for each character of the text. */
export function totals(words, answers, way) {
  const played = words.slice(0, answers.length);
  const characters = played.reduce((sum, { word }) => sum + [...word].length, 0);
  const add = part => played.reduce((sum, word, i) => sum + part(word, i), 0);
  const isCounted = words.every(({ bits }) => bits[1] !== null);
  const row = (right, bits) => ({ right, bits, rate: bits === null || !characters ? null : bits / characters });
  return {
    you: way === "type"
      ? row(add(({ word }, i) => plain(answers[i]) === plain(word)), null)
      : row(null, add((word, i) => bitsOf(answers[i], word))),
    model: row(add(({ word, shares }) => firstGuess(shares, 1) === word), add(({ bits }) => bits[0])),
    "n-gram": isCounted ? row(add(({ word, shares }) => firstGuess(shares, 2) === word), add(({ bits }) => bits[1])) : row(null, null),
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
    + `I ${score(all.you)}, the model ${score(all.model)}${counted}\n${address}`;
}
