// Text to tokens and back: byte-level byte pair encoding, as the model's makers defined it.

const SPECIAL = 3;  // GGUF's mark of a token that no text is merged into, such as <|im_end|>

// The makers split every digit off first, and then the rest into words. Here stands \p{White_Space} and not \s, because
// JavaScript's \s has U+FEFF and lacks U+0085, unlike the \s that they used.
const DIGIT = /(\p{N})/u;
const WORD = new RegExp([
  "'s|'t|'re|'ve|'m|'ll|'d",
  " ?\\p{L}+",
  " ?\\p{N}+",
  " ?[^\\p{White_Space}\\p{L}\\p{N}]+",
  "\\p{White_Space}+(?!\\P{White_Space})",  // of several blanks all but the last, which belongs to the word after it
  "\\p{White_Space}+",
].join("|"), "gu");

/** The vocabulary is written in visible characters, one for each byte: other bytes have those from U+0100 on. */
function visibleBytes() {
  const isVisible = byte => byte > 32 && byte < 127 || byte > 160 && byte !== 173;
  let others = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : others++));
}

const SYMBOLS = visibleBytes();
const BYTES = new Map(SYMBOLS.map((symbol, byte) => [symbol, byte]));

export class Tokenizer {
  #tokens;
  #ids;
  #ranks;
  #isSpecial;
  #specials;

  /** `settings` of the head of a GGUF file. */
  constructor(settings) {
    const [model, rules] = ["model", "pre"].map(key => settings.get(`tokenizer.ggml.${key}`));
    if (model !== "gpt2" || rules !== "smollm") {
      throw new Error(`The file's tokenizer is ${model}/${rules}, and only gpt2/smollm is known. Use another file.`);
    }
    this.#tokens = settings.get("tokenizer.ggml.tokens");
    this.#ids = new Map(this.#tokens.map((token, id) => [token, id]));
    this.#ranks = new Map(settings.get("tokenizer.ggml.merges").map((pair, rank) => [pair, rank]));
    this.#isSpecial = settings.get("tokenizer.ggml.token_type").map(type => type === SPECIAL);
    this.end = settings.get("tokenizer.ggml.eos_token_id");
    const longestFirst = this.#tokens.filter((_, id) => this.#isSpecial[id]).sort((a, b) => b.length - a.length);
    const escaped = longestFirst.map(token => token.replace(/[|.*+?^${}()[\]\\]/g, "\\$&"));
    this.#specials = new RegExp(`(${escaped.join("|")})`);
  }

  /** The ids of a text's tokens. */
  encode(text) {
    return text.split(this.#specials).flatMap((part, i) => i % 2 ? [this.#ids.get(part)] : this.#plain(part));
  }

  /** The text of tokens; bytes that are no whole character become U+FFFD. */
  decode(ids) {
    const bytes = ids.flatMap(id => this.#bytes(id));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  #bytes(id) {
    const token = this.#tokens[id];
    if (this.#isSpecial[id]) return [...new TextEncoder().encode(token)];
    return Array.from(token, symbol => BYTES.get(symbol));
  }

  #plain(text) {
    const words = text.split(DIGIT).flatMap(part => part.match(WORD) ?? []);
    return words.flatMap(word => this.#merged(word)).map(symbol => this.#ids.get(symbol));
  }

  /** A word's bytes, joined pair by pair: always the pair that was learned first, which has the lowest rank. */
  #merged(word) {
    const bytes = new TextEncoder().encode(word);
    // Bytes that the makers met in no text, such as some control characters, have no token: they are left out.
    const symbols = Array.from(bytes, byte => SYMBOLS[byte]).filter(symbol => this.#ids.has(symbol));
    const rankAt = i => this.#ranks.get(`${symbols[i]} ${symbols[i + 1]}`) ?? Infinity;
    const ranks = symbols.map((_, i) => rankAt(i));
    while (ranks.length) {
      let best = 0;
      for (let i = 1; i < ranks.length; i++) if (ranks[i] < ranks[best]) best = i;
      if (ranks[best] === Infinity) break;
      symbols.splice(best, 2, symbols[best] + symbols[best + 1]);
      ranks.splice(best, 2, rankAt(best));
      if (best > 0) ranks[best - 1] = rankAt(best - 1);
    }
    return symbols;
  }
}
