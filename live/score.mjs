// How guesses are scored: pure functions of a passage's data and of what the reader said. `docs/play.md` explains them.

const CLEAR = 2;  // so many standard deviations chance alone does not often give: one time in twenty
const [STUDY, BETS] = [0.29, 1.3];  // what people reached in print: `docs/play.md`, "What people scored"
const KEPT = 0.01;  // of every share-out, for what was not named: a word that got no share would cost infinitely many bits

/** A word without the blanks around it, as people compare words: capitals, accents' forms and apostrophes do not count. */
export const plain = word => word.trim().normalize("NFC").toLowerCase().replaceAll("’", "'");

/** A share of one in per cent: in whole ones, where they tell enough. */
export const roughPercent = share => share === 0 ? "0 %" : share < 0.0005 ? "under 0.1 %" : share < 0.01 ? `${(100 * share).toFixed(1)} %` : `${Math.round(100 * share)} %`;

/** A word in two parts: its letters or marks, and the blanks before them in words, unless it is the usual one. */
export function seen(word) {
  const marks = word.trim();
  const blanks = word.slice(0, word.length - word.trimStart().length);
  const runs = marks && blanks === " " ? [] : blanks.match(/\n+|[^\n]+/g) ?? [];
  const inWords = ({ [0]: sign, length }) => sign === "\n"
    ? length > 2 ? `${length - 1} empty lines` : length > 1 ? "an empty line" : "a new line"
    : length > 1 ? `${length} blanks` : "a blank";
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

/**
 * What a finished passage means, in a sentence. "About as many" is said where so small a difference, word by word, often
 * comes about by chance.
 */
export function meaning(words, answers, way) {
  const all = totals(words, answers, way);
  const [less, more, same] = way === "type" ? ["fewer than", "more than", "about as many as"] : ["less than", "more than", "about as much as"];
  const score = ({ right, rate }) => way === "type" ? right : rate.toFixed(2);
  const against = (name, who) => {
    const differences = words.map((word, i) => {
      const { you, [who]: other } = totals([word], [answers[i]], way);
      return way === "type" ? you.right - other.right : you.bits - other.bits;
    });
    const [sum, squares] = differences.reduce(([sum, squares], each) => [sum + each, squares + each ** 2], [0, 0]);
    const isClear = Math.abs(sum) - (way === "type") > CLEAR * Math.sqrt(squares);
    return `${isClear ? sum < 0 ? less : more : same} ${name} (${score(all[who])})`;
  };
  const compared = [against("the model", "model"), ...all["n-gram"].bits === null ? [] : [against("the n-gram model", "n-gram")]].join(" and ");
  return way === "type"
    ? `You had ${all.you.right} of ${words.length} words right, ${compared}; people in a study had 29 in 100 tokens of other texts right, which would be ${Math.round(STUDY * words.length)} here.`
    : `You paid ${score(all.you)} bits per character, ${compared}; people who bet on every letter of another text paid about ${BETS}.`;
}
