// What each word of a text costs the model, and which words it would have offered: the rules of the game, as
// snippets/play/words.py has them.

const WORD = /\p{White_Space}*(?:[\p{L}\p{N}_'’]+|[^\p{White_Space}\p{L}\p{N}_'’]+)/gu;  // or a run of signs
const [BEGINS_WITH_LETTER, ENDS_WITH_LETTER] = [/^[\p{L}\p{N}_'’\ufffd]/u, /[\p{L}\p{N}_'’\ufffd]$/u];
const BEGINS_WITH_SIGN = /^[^\p{White_Space}\p{L}\p{N}_'’\ufffd]/u;
const ENDS_WITH_BLANK = /\p{White_Space}$/u;
const SPECIAL = 17;  // so many first tokens end a text, or a turn in a chat
const OFFERED = 5;  // candidates for each word

export const MOST_TOKENS = 6;  // of a candidate

/** The words of a text and its runs of signs, each with the blanks before it. */
export const wordsOf = text => text.match(WORD) ?? [];

/** How words end: by any token that does not make them longer. */
class Ends {
  #letters;
  #signs;
  #all;

  constructor(tokenizer, size) {
    const texts = Array.from({ length: size }, (_, id) => id < SPECIAL ? "" : tokenizer.decode([id]));
    this.#letters = texts.map(text => BEGINS_WITH_LETTER.test(text));
    this.#signs = texts.map(text => BEGINS_WITH_SIGN.test(text));
    this.#all = texts.map(() => true);
  }

  /** Of each token, whether it would make the word longer. */
  longer(word) {
    if (ENDS_WITH_BLANK.test(word)) return this.#all;
    return ENDS_WITH_LETTER.test(word) ? this.#letters : this.#signs;
  }

  /** The chance that the word is whole, by the probabilities of all tokens. */
  chance(shares, word) {
    const longer = this.longer(word);
    return shares.reduce((sum, share, id) => longer[id] ? sum : sum + share, 0);
  }
}

/**
 * Measure the words of `guessed` after `lead`; `ids` are the tokens of both. Returns [{word, bits, blind, tokens:
 * [[token, bits], …], shares: [[candidate, probability], …]}, …], where `blind` are the bits of one to whom all tokens
 * are alike. `part` gets {done, total} in words.
 */
export async function measured(llm, lead, guessed, ids, part) {
  const size = llm.sizes.vocabulary;
  const [ends, uniform] = [new Ends(llm.tokenizer, size), new Float64Array(size).fill(1 / size)];
  const spans = spansOf(lead, guessed, ids, llm.tokenizer);
  const words = [];
  await llm.run(ids.slice(0, spans[0].first));
  for (const { before, word, first, last } of spans) {
    const expected = llm.probabilities();
    const shares = await offered(llm, ends, expected, before);
    llm.length = first;  // the word itself is read over the candidates
    const tokens = [];
    let next = expected;
    for (const id of ids.slice(first, last)) {
      tokens.push([llm.tokenizer.decode([id]), -Math.log2(next[id])]);
      await llm.run([id]);
      next = llm.probabilities();
    }
    const bits = tokens.reduce((sum, [, cost]) => sum + cost, Math.log2(ends.chance(expected, before) / ends.chance(next, word)));
    const blind = tokens.length * Math.log2(size) + Math.log2(ends.chance(uniform, before) / ends.chance(uniform, word));
    words.push({ word, bits, blind, tokens, shares });
    part({ done: words.length, total: spans.length });
  }
  return words;
}

/** Each word to guess with the text or the word before it, its first token, and one past its last. */
function spansOf(lead, guessed, ids, tokenizer) {
  const text = lead + guessed;
  const edges = edgesOf(text, ids, tokenizer);
  let start = lead.length;
  while (!edges.has(start) || ENDS_WITH_BLANK.test(text.slice(0, start))) start--;
  let [before, end] = [text.slice(0, start), lead.length];
  const spans = [];
  for (const part of wordsOf(guessed)) {
    end += part.length;
    if (!edges.has(end)) continue;  // a token goes beyond this word: it is guessed together with the next
    const word = text.slice(start, end);
    spans.push({ before, word, first: edges.get(start), last: edges.get(end) });
    [before, start] = [word, end];
  }
  if (!spans.length || !spans[0].first) throw new Error("There is no text to read, or no word to guess. Write more.");
  return spans;
}

/** How many tokens there are up to each place in the text at which a token ends. */
function edgesOf(text, ids, tokenizer) {
  const edges = new Map();
  for (let count = 0; count <= ids.length; count++) {
    const read = tokenizer.decode(ids.slice(0, count));
    if (text.startsWith(read)) edges.set(read.length, count);  // else a token ends within a character
  }
  if (!edges.has(text.length)) throw new Error("The text has control characters that the model cannot read. Take them out.");
  return edges;
}

/** The candidates in the order of the alphabet, and the probability of each: that of its tokens and of its end. */
async function offered(llm, ends, expected, before) {
  const [place, longer] = [llm.length, ends.longer(before)];
  const end = ends.chance(expected, before);
  const ids = [];
  while (ids.length < OFFERED) ids.push(likeliest(expected, id => !longer[id] && !ids.includes(id)));
  const shares = new Map();
  for (const id of ids) {
    llm.length = place;
    const [candidate, chance] = await lengthened(llm, ends, id);
    shares.set(candidate, expected[id] * chance / end);
  }
  return [...shares].sort(([a], [b]) => a < b ? -1 : 1);
}

/** A token made longer while its end is less likely than not, and the probability of what was added and of its end. */
async function lengthened(llm, ends, first) {
  const row = [first];
  let chance = 1;
  for (;;) {
    await llm.run(row.slice(-1));
    const word = llm.tokenizer.decode(row);
    const [next, longer] = [llm.probabilities(), ends.longer(word)];
    const end = ends.chance(next, word);
    if (end >= 0.5 || row.length === MOST_TOKENS) return [word, chance * end];
    const id = likeliest(next, id => longer[id]);
    chance *= next[id];
    row.push(id);
  }
}

/** The id of the likeliest of those tokens that may be chosen; the first of equals. */
function likeliest(shares, mayBe) {
  let best = -1;
  for (let id = 0; id < shares.length; id++) {
    if (mayBe(id) && (best < 0 || shares[id] > shares[best])) best = id;
  }
  return best;
}
