// Two texts that differ by a word: which tokens they share, and where the word is.
// Most tokens are whole characters; those of a rare script or an emoji may be single bytes, which only together can be read.

const BROKEN = "\uFFFD";  // how bytes are written that are no character alone
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/** What stands between the missing bytes of a token, as patterns. */
const partsOf = token => token.split(/\uFFFD+/).map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));

/**
 * What a token looks like in the text, if another token or the end comes next: where bytes are missing, the reader wrote some
 * characters beyond ASCII, up to the first place where the text goes on. That is one way at most: to try all would take forever.
 */
function pattern(token, next) {
  const parts = partsOf(token);
  parts[parts.length - 1] += `(?=${next ? partsOf(next.token)[0] : "$"})`;
  let whole = parts[0];
  for (const part of parts.slice(1)) whole += `\\P{ASCII}(?:(?!${part})\\P{ASCII})*${part}`;
  return new RegExp(whole, "uy");
}

/**
 * The tokens of a text as pieces {token, bits, count, start}, of which each can be read: `count` tokens in a row that
 * share characters are one piece, with those characters as the reader wrote them and the sum of the bits.
 */
export function pieces({ text, tokens, bits }) {
  const found = [];
  for (const [i, token] of tokens.entries()) {
    const last = found.at(-1);
    if (token.includes(BROKEN) && last?.token.includes(BROKEN)) {
      last.token += token;
      last.bits += bits[i];
      last.count++;
    } else found.push({ token, bits: bits[i], count: 1 });
  }
  let start = 0;
  for (const [i, piece] of found.entries()) {
    const written = pattern(piece.token, found[i + 1]);
    written.lastIndex = start;
    piece.token = written.exec(text)?.[0] ?? piece.token;  // no match: the tokenizer left something out
    piece.start = start;
    start += piece.token.length;
  }
  return found;
}

/**
 * The pieces of two texts as rows {token, count, before, now}, where bits are missing from a text that has no such piece there:
 * first those that both begin with, then what only the old text has, what only the new one has, and what both end with.
 */
export function aligned(before, now) {
  const rows = (result, name) => result.pieces.map(({ token, count, bits }) => ({ token, count, [name]: bits }));
  const [old, fresh] = [rows(before, "before"), rows(now, "now")];
  const isSame = i => old.at(i).token === fresh.at(i).token;
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && isSame(start)) start++;
  let end = 0;
  while (end < shorter - start && isSame(-1 - end)) end++;
  const both = fresh.map((row, i) => ({ ...old.at(i < start ? i : i - fresh.length), ...row }));
  return [
    both.slice(0, start), old.slice(start, old.length - end),
    fresh.slice(start, fresh.length - end), both.slice(fresh.length - end),
  ];
}

/** The word that a piece is part of, with its place in the text; nothing where it is part of none. */
export function wordAt({ text, pieces }, place) {
  const { start, token } = pieces[place];
  const end = start + token.length;
  return [...text.matchAll(WORD)].find(({ index, 0: word }) => index < end && index + word.length > start);
}
