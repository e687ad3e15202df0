// The language model: feeds a GGUF file to the engine, lets it read one text at a time, and gives what went on inside.

import { parse } from "./gguf.mjs";
import { Tokenizer } from "./tokenizer.mjs";

const [TOKENS, COSINES, SINES, HEAD_SCALES, STREAM] = [0, 1, 2, 3, 4];  // the engine's numbers of its places
const MOST_RANKED = 1000;  // tokens in one list of the likeliest
const NO_MEMORY = 1;  // the engine's answer; by other numbers it refuses a model

// What follows `blk.LAYER.` in the names of tensors, in the order in which the engine numbers their slots.
const MATRICES = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];
const VECTORS = ["attn_norm", "ffn_norm"];

// What the model is built of -> what the file calls it.
const SIZES = {
  layers: "block_count", width: "embedding_length", mlpWidth: "feed_forward_length",
  heads: "attention.head_count", keyHeads: "attention.head_count_kv", headWidth: "rope.dimension_count",
  vocabulary: "vocab_size", base: "rope.freq_base", epsilon: "attention.layer_norm_rms_epsilon",
};

export class LLM {
  pause = async () => {};  // awaited between steps: a caller may throw here to stop the work
  length = 0;  // tokens of the text read so far
  #engine;
  #batch;
  #todo;  // tensors that have not come whole, in the order of the file
  #fed = 0;  // bytes of the file
  #desk;  // where in the engine's memory a tensor is put together
  #logits;  // where the logits of one batch are
  #ranking;  // where the likeliest tokens are
  #free;  // the memory after the weights
  #rows;  // tokens of the last batch
  #record;  // of the last recorded text its ids, and where its streams and attention are

  /** `wasm` is the engine, compiled or as bytes; `context` the most tokens of a text; `batch` those read at once. */
  static async create(wasm, { context = 512, batch = 32 } = {}) {
    try {
      const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
      return new LLM((await WebAssembly.instantiate(module)).exports, context, batch);
    } catch (error) {
      throw new Error(`This browser cannot run the model (${error.message}). Update it, or use another one.`);
    }
  }

  constructor(engine, context, batch) {
    this.#engine = engine;
    this.context = context;
    this.#batch = batch;
  }

  /** Compute in whole numbers of 16 bits, faster and less exact. */
  set fast(isFast) {
    this.#engine.set_mode(isFast ? 1 : 0);
  }

  // The weights

  get isWhole() {
    return this.#todo?.length === 0;
  }

  /** Take the next piece of the GGUF file. The first holds the whole head, the others may have any length. */
  feed(piece) {
    if (!this.#todo) this.#setUp(parse(piece));
    this.#store(piece);
  }

  #setUp({ settings, tensors }) {
    const sizes = this.sizes = sizesIn(settings);
    const { layers, width, mlpWidth, heads, keyHeads, headWidth, vocabulary, epsilon } = sizes;
    this.#check(this.#engine.set_up(
      layers, width, mlpWidth, heads, keyHeads, headWidth, vocabulary, this.context, this.#batch, epsilon,
    ));
    this.tokenizer = new Tokenizer(settings);
    this.#placeAngles(sizes);
    if (tensors.length !== 2 + layers * (MATRICES.length + VECTORS.length)) {
      throw new Error(`A llama of ${layers} layers has not ${tensors.length} tensors. Use another file.`);
    }
    this.#todo = tensors.sort((a, b) => a.start - b.start);
    this.#desk = this.#allocate(Math.max(...tensors.map(({ bytes }) => bytes)));
    this.#logits = this.#allocate(4 * this.#batch * vocabulary);
    this.#ranking = this.#allocate(8 * MOST_RANKED);
  }

  /** RoPE: the angles by which queries and keys are rotated at each position, rounded as PyTorch rounds them. */
  #placeAngles({ headWidth, base }) {
    const half = headWidth / 2;
    const [cosines, sines] = [COSINES, SINES].map(what => this.#floats(this.#engine.place(what), this.context * half));
    for (let i = 0; i < half; i++) {
      const frequency = Math.fround(1 / base ** (2 * i / headWidth));
      for (let position = 0; position < this.context; position++) {
        const angle = Math.fround(position * frequency);
        cosines[position * half + i] = Math.cos(angle);
        sines[position * half + i] = Math.sin(angle);
      }
    }
  }

  /** Put a piece's part of each tensor on the desk; a tensor that is whole goes to the engine. */
  #store(piece) {
    const end = this.#fed + piece.length;
    while (this.#todo.length) {
      const { start, bytes } = this.#todo[0];
      const [from, to] = [Math.max(start, this.#fed), Math.min(start + bytes, end)];
      if (from < to) {
        const place = new Uint8Array(this.#engine.memory.buffer, this.#desk + from - start, to - from);
        place.set(piece.subarray(from - this.#fed, to - this.#fed));
      }
      if (start + bytes > end) break;
      this.#add(this.#todo.shift());
    }
    this.#fed = end;
  }

  #add({ name, type, shape: [columns, rows] }) {
    const { slot, rotated } = slotOf(name, this.sizes.headWidth);
    this.#check(rows
      ? this.#engine.add_matrix(slot, type, this.#desk, rows, columns, rotated)
      : this.#engine.add_vector(slot, this.#desk, columns));
  }

  #check(refusal) {
    if (refusal === NO_MEMORY) throw noMemory();
    if (refusal) throw new Error(`The engine refuses this model: engine.c explains number ${refusal}. Use another.`);
  }

  #allocate(bytes) {
    const place = this.#engine.allocate(bytes);
    if (!place) throw noMemory();
    return place;
  }

  /** A view of the engine's memory, until the engine allocates more. */
  #floats(place, length) {
    return new Float32Array(this.#engine.memory.buffer, place, length);
  }

  // Reading a text

  /** Forget the text; all heads write again, and no edge is cut. */
  reset() {
    this.length = 0;
    this.#engine.restore_edges();
    this.#headScales().fill(1);
  }

  #headScales() {
    return this.#floats(this.#engine.place(HEAD_SCALES), this.sizes.layers * this.sizes.heads);
  }

  /** What a head writes is multiplied by `scale`: 0 knocks it out. */
  scaleHead(layer, head, scale) {
    const { layers, heads } = this.sizes;
    const isThere = layer >= 0 && layer < layers && head >= 0 && head < heads;
    if (!isThere) throw new Error(`There is no head ${head} in layer ${layer}. Choose among ${layers} x ${heads}.`);
    this.#headScales()[layer * heads + head] = scale;
  }

  /** A head no longer sees the position `key` from `query`; -1 stands for every layer, head or position. */
  cutEdge(layer, head, query, key) {
    const isFull = this.#engine.cut_edge(layer, head, query, key);
    if (isFull) throw new Error("So many edges cannot be cut at once. Cut fewer.");
  }

  /** Read tokens after those read before; `look(count)` may look at each batch of them. */
  async run(ids, look = () => {}) {
    await this.#read(ids, { look });
  }

  /** Read a text from its beginning, and keep its residual streams and attention until the next one. */
  async record(ids) {
    const { layers, width, heads } = this.sizes;
    const tokens = ids.length;
    this.length = 0;
    this.#free ??= this.#engine.mark();
    this.#engine.release(this.#free);
    const streams = this.#allocate(4 * (layers + 1) * tokens * width);
    this.#record = { ids, tokens, streams, attention: this.#allocate(4 * layers * heads * tokens ** 2) };
    await this.#read(ids, this.#record);
  }

  async #read(ids, { streams = 0, attention = 0, tokens = 0, look = () => {} }) {
    const whole = this.length + ids.length;
    if (whole > this.context) {
      throw new Error(`The text has ${whole} tokens, and the model was set up for ${this.context}. Shorten it.`);
    }
    for (let start = 0; start < ids.length; start += this.#batch) {
      await this.pause();
      this.#placeBatch(ids, start);
      this.#engine.forward(this.#rows, this.length, 0, streams, attention, tokens);
      this.length += this.#rows;
      look(this.#rows);
    }
    this.#unembedLast();
  }

  #unembedLast() {
    this.#engine.unembed(this.#engine.place(STREAM) + 4 * (this.#rows - 1) * this.sizes.width, 1, this.#logits);
  }

  /** Hand the tokens from `start` on to the engine, as many as one batch takes. */
  #placeBatch(ids, start) {
    const batch = ids.slice(start, start + this.#batch);
    this.#rows = batch.length;
    new Int32Array(this.#engine.memory.buffer, this.#engine.place(TOKENS), this.#rows).set(batch);
  }

  /** Read the recorded text again from `layer` on: before it, the residual stream is that of the record. */
  async rerun(layer) {
    const { ids, tokens, streams } = this.#record;
    const { width } = this.sizes;
    for (let start = 0; start < tokens; start += this.#batch) {
      await this.pause();
      this.#placeBatch(ids, start);
      const before = this.#floats(streams + 4 * (layer * tokens + start) * width, this.#rows * width);
      this.#floats(this.#engine.place(STREAM), before.length).set(before);
      this.#engine.forward(this.#rows, start, layer, 0, 0, 0);
    }
    this.#unembedLast();
  }

  // What follows: after the last token that was read, or by another row of logits

  /** The logits: [vocabulary], until more is read. */
  logits(row = 0) {
    const { vocabulary } = this.sizes;
    return this.#floats(this.#logits + 4 * row * vocabulary, vocabulary);
  }

  #logSumExp({ byteOffset, length }) {
    return this.#engine.log_sum_exp(byteOffset, length);
  }

  /** The probabilities: [vocabulary]. */
  probabilities() {
    const logits = this.logits();
    const whole = this.#logSumExp(logits);
    return new Float64Array(logits).map(logit => Math.exp(logit - whole));
  }

  /** The bits that a token costs. */
  surprisal(id, row = 0) {
    const logits = this.logits(row);
    return (this.#logSumExp(logits) - logits[id]) / Math.LN2;
  }

  /** The likeliest tokens: [[id, probability], …]. */
  top(count, row = 0) {
    if (!(count >= 1 && count <= MOST_RANKED)) throw new Error(`Ask for 1 to ${MOST_RANKED} tokens, not for ${count}.`);
    const { byteOffset, length } = this.logits(row);
    const shares = this.#ranking + 4 * count;
    this.#engine.top(byteOffset, length, count, this.#ranking, shares);
    const ids = new Int32Array(this.#engine.memory.buffer, this.#ranking, count);
    return Array.from(this.#floats(shares, count), (share, i) => [ids[i], share]);
  }

  // What went on inside

  /** The bits of each token of a text; the first has none. */
  async costs(ids) {
    const bits = [null];
    await this.run(ids, count => {
      this.#engine.unembed(this.#engine.place(STREAM), count, this.#logits);
      const rows = Math.min(count, ids.length - bits.length);  // nothing follows the last token
      for (let row = 0; row < rows; row++) bits.push(this.surprisal(ids[bits.length], row));
    });
    return bits;
  }

  /** The logit lens on the recorded text after `layer` blocks: the likeliest tokens at each position. */
  async lens(layer, count) {
    const { tokens, streams } = this.#record;
    const found = [];
    for (let start = 0; start < tokens; start += this.#batch) {
      await this.pause();
      const rows = Math.min(this.#batch, tokens - start);
      this.#engine.unembed(streams + 4 * (layer * tokens + start) * this.sizes.width, rows, this.#logits);
      for (let row = 0; row < rows; row++) found.push(this.top(count, row));
    }
    return found;
  }

  /** The attention in the recorded text: of each layer's heads in turn what each token sees, itself the last. */
  attention() {
    const { tokens, attention } = this.#record;
    const maps = this.sizes.layers * this.sizes.heads;
    const weights = new Float32Array(maps * tokens * (tokens + 1) / 2);
    let at = 0;
    for (let row = 0; row < maps * tokens; row++) {
      const seen = this.#floats(attention + 4 * row * tokens, row % tokens + 1);
      weights.set(seen, at);
      at += seen.length;
    }
    return weights;
  }
}

const noMemory = () => new Error("There is too little memory for the model. Close other tabs, then load it again.");

function sizesIn(settings) {
  const architecture = settings.get("general.architecture");
  if (architecture !== "llama") throw new Error(`The file's model is a ${architecture}. Use one that is a llama.`);
  return Object.fromEntries(Object.entries(SIZES).map(([size, name]) => [size, settings.get(`llama.${name}`)]));
}

/** The engine's number of the slot for a tensor, and how wide the heads are that RoPE rotates: 0 for none. */
function slotOf(name, headWidth) {
  if (name === "token_embd.weight" || name === "output_norm.weight") return { slot: 0, rotated: 0 };
  const [, layer, kind] = name.match(/^blk\.(\d+)\.(\w+)\.weight$/) ?? [];
  const kinds = [MATRICES, VECTORS].find(list => list.includes(kind));
  if (!kinds) throw new Error(`A llama with tied embeddings has no tensor ${name}. Use another file.`);
  const i = kinds.indexOf(kind);
  const isRotated = kind === "attn_q" || kind === "attn_k";
  return { slot: 1 + kinds.length * layer + i, rotated: isRotated ? headWidth : 0 };
}
