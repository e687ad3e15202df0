// Two texts that differ by a word: which tokens they share, and where the word is.

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * The tokens of two texts as rows {token, before, now}, where bits are missing from a text that has no such token there:
 * first those that both begin with, then what only the old text has, what only the new one has, and what both end with.
 */
export function aligned(before, now) {
  const rows = ({ tokens, bits }, name) => tokens.map((token, i) => ({ token, [name]: bits[i] }));
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

/** The word that a token is part of, with its place in the text; nothing where it is part of none. */
export function wordAt({ text, tokens }, place) {
  const [before, rest] = [tokens.slice(0, place), tokens.slice(place)].map(part => part.join(""));
  // A character that takes several tokens is in none of them: then the place is counted from the end.
  const start = text.startsWith(before) ? before.length : text.endsWith(rest) ? text.length - rest.length : text.length;
  const end = start + tokens[place].length;
  return [...text.matchAll(WORD)].find(({ index, 0: word }) => index < end && index + word.length > start);
}
