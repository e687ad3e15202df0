// What a page can ask of the model, and the worker that answers, so that the page stays alive while the model computes.
//
// The page sends {call, options}, and the next one after the answer; "stop" ends the call that is being answered. Back
// come any number of {part}, then one {result} or {error}.

import { LLM } from "./llm.mjs";
import { MOST_RECORDED, chatText } from "./smollm.mjs";
import { chunks, request } from "./weights.mjs";

const TEMPERATURES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];  // at which a page may show what comes next
const MOST_CHARACTERS = 10_000;  // of a text that is read at all: it would have too many tokens anyway

let llm = null;
let running = null;  // the AbortController of the call that is being answered

onmessage = async ({ data }) => {
  if (data === "stop") return running?.abort();
  running = new AbortController();
  const { signal } = running;
  try {
    if (!llm && data.call !== "load") throw new Error("The model is not loaded. Load it first.");
    if (llm) Object.assign(llm, { pause: () => pause(signal), fast: data.options.fast });
    const result = await calls[data.call](data.options, part => postMessage({ part }), signal);
    postMessage({ result }, result?.weights ? [result.weights.buffer] : []);
  } catch (error) {
    // What readers can act on is thrown as a plain Error; anything else is a fault, and the page starts anew.
    if (error.constructor !== Error && error.name !== "AbortError") reportError(error);
    else postMessage({ error: { name: error.name, message: error.message } });
  }
  running = null;
};

const channel = new MessageChannel();

/** Lets messages in, and throws if one of them said "stop". A message to oneself arrives sooner than any timer. */
async function pause(signal) {
  await new Promise(resolve => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
  signal.throwIfAborted();
}

const calls = {
  async load(_, part, signal) {
    const options = { cache: "no-cache", signal };
    const wasm = await request(new URL("engine.wasm", import.meta.url), options, response => response.arrayBuffer());
    const loaded = await LLM.create(wasm);
    for await (const bytes of chunks({ onProgress: part, signal })) {
      signal.throwIfAborted();
      loaded.feed(bytes);
    }
    if (!loaded.isWhole) throw new Error("The weights end too early. Reload the page, or tell its owner.");
    llm = loaded;
  },

  async next({ prompt, count = 20 }) {
    const ids = begin(prompt, llm.context);
    await llm.run(ids);
    const shares = llm.probabilities();
    const sums = TEMPERATURES.map(heat => Math.log2(shares.reduce((sum, share) => sum + share ** (1 / heat), 0)));
    return { tokens: texts(ids), top: named(llm.top(count)), sums };
  },

  async costs({ text }) {
    const ids = begin(text, llm.context);
    return { tokens: texts(ids), bits: await llm.costs(ids) };
  },

  async words({ text, guessed }, part) {
    const { MOST_TOKENS, measured } = await import("./words.mjs");  // only the game needs it
    const room = MOST_TOKENS - 1;  // a candidate for the last token may be so much longer
    const ids = begin(text + guessed, llm.context - room);
    return { words: await measured(llm, text, guessed, ids, part) };
  },

  async attention({ prompt }) {
    const ids = begin(prompt, MOST_RECORDED);
    await llm.record(ids);
    return { tokens: texts(ids), weights: llm.attention() };
  },

  async lens({ prompt, count = 3 }, part) {
    const ids = begin(prompt, MOST_RECORDED);
    await llm.record(ids);
    const rows = [];
    for (let layer = 0; layer <= llm.sizes.layers; layer++) {
      rows.push((await llm.lens(layer, count)).map(named));
      part({ done: layer + 1, total: llm.sizes.layers + 1 });
    }
    return { tokens: texts(ids), layers: rows };
  },

  async knockout({ prompt, heads, edges, count = 10 }) {
    let ids;
    const found = [];
    for (const interference of [[], [heads, edges]]) {
      ids = begin(prompt, MOST_RECORDED, ...interference);
      await llm.run(ids);
      found.push({ top: llm.top(count), shares: llm.probabilities() });
    }
    const [before, after] = found.map(({ shares }) => shares);
    const either = new Set(found.flatMap(({ top }) => top.map(([id]) => id)));
    const order = [...either].sort((a, b) => before[b] - before[a]);
    const list = shares => named(order.map(id => [id, shares[id]]));
    return { tokens: texts(ids), before: list(before), after: list(after) };
  },

  async each_head({ prompt }, part) {
    const ids = begin(prompt, MOST_RECORDED);
    await llm.record(ids);
    const [[id]] = llm.top(1);
    const usual = llm.surprisal(id);
    const { layers, heads } = llm.sizes;
    const bits = [];
    for (let layer = 0; layer < layers; layer++) {
      bits.push([]);
      for (let head = 0; head < heads; head++) {
        llm.scaleHead(layer, head, 0);
        await llm.rerun(layer);
        llm.scaleHead(layer, head, 1);
        bits[layer].push(llm.surprisal(id) - usual);
        part({ done: layer * heads + head + 1, total: layers * heads });
      }
    }
    return { tokens: texts(ids), target: text(id), bits };
  },

  async generate({ prompt, system, chat, seed = 1, limit = 60, ...rule }, part) {
    const { tokenizer } = llm;
    if (!prompt) throw empty();
    await llm.run(begin(chat ? chatText(prompt, system) : prompt, llm.context));
    const written = [];
    const random = generator(seed);
    let ended = null;
    while (!ended) {
      const id = rule.temperature > 0 ? drawn(llm.logits(), rule, random()) : llm.top(1)[0][0];
      if (id === tokenizer.end) {
        ended = "eos";
        break;
      }
      written.push(id);
      part({ token: text(id), text: tokenizer.decode(written) });
      if (written.length >= limit) ended = "limit";
      else if (llm.length === llm.context) ended = "context";
      else ended = await goOn(id);
    }
    return { tokens: texts(written), text: tokenizer.decode(written), ended };
  },
};

/** Read one more token; says "stopped" if the page wants no more, so that what was written is not lost. */
async function goOn(id) {
  try {
    await llm.run([id]);
    return null;
  } catch (error) {
    if (error.name === "AbortError") return "stopped";
    throw error;
  }
}

const empty = () => new Error("The text is empty. Write something first.");

/** The ids of a text of at most so many tokens, and of at least one. */
function read(text, most) {
  if (text.length > MOST_CHARACTERS) {
    throw new Error(`The text has ${text.length} characters, and at most ${MOST_CHARACTERS} are read. Shorten it.`);
  }
  const ids = llm.tokenizer.encode(text);
  if (!ids.length) throw empty();
  if (ids.length > most) throw new Error(`The text has ${ids.length} tokens, and at most ${most} fit. Shorten it.`);
  return ids;
}

/** The ids of a new text of at most so many tokens, for which some heads are knocked out and some edges cut. */
function begin(text, most, heads = [], edges = []) {
  const ids = read(text, most);
  llm.reset();
  for (const [layer, head] of heads) llm.scaleHead(layer, head, 0);
  for (const edge of edges) llm.cutEdge(...edge);
  return ids;
}

const text = id => llm.tokenizer.decode([id]);
const texts = ids => ids.map(text);
const named = list => list.map(([id, share]) => [text(id), share]);

/** Numbers from 0 to 1 that look random: the same for the same seed, in every language. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A token drawn at a temperature: the first, from the likeliest on, up to which the shares sum to more than `random`.
 * Only the `top_k` likeliest take part (0: all), and of those only as many as make up `top_p` of their sum.
 */
function drawn(logits, { temperature, top_k = 0, top_p = 1 }, random) {
  const highest = logits.reduce((most, logit) => Math.max(most, logit));
  const weights = new Float64Array(logits).map(logit => Math.exp((logit - highest) / temperature));
  // Numbers are sorted five times as fast as the ids that they belong to; the id is looked up in the end.
  const falling = weights.slice().sort().reverse().subarray(0, top_k || weights.length);
  const enough = top_p * falling.reduce((sum, weight) => sum + weight);
  let [sum, count] = [0, 0];
  while (count < falling.length && sum < enough) sum += falling[count++];
  let place = 0;
  for (let passed = falling[0]; passed <= random * sum; passed += falling[place]) place++;
  let id = -1;
  for (let i = falling.indexOf(falling[place]); i <= place; i++) id = weights.indexOf(falling[place], id + 1);
  return id;
}
