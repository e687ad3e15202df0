// Times one engine in this page. Its adapter has `load(variant)`, which gives `write(prompt, count, onToken)`: the text
// of the `count` likeliest tokens one after the other, with a call of `onToken` as each of them arrives.

const { adapter, variant, prompt, count } = Object.fromEntries(new URLSearchParams(location.search));

/** All times in milliseconds; `load` is since the page began. */
async function measure() {
  const { load } = await import(`./${adapter}.mjs`);
  const write = await load(variant);
  const loaded = performance.now();
  const predict = () => write(prompt, 1, () => {});
  const first = await time(predict);
  const again = await time(predict);
  const arrivals = [];
  const text = await write(prompt, Number(count), () => arrivals.push(performance.now()));
  const token = (arrivals.at(-1) - arrivals[0]) / (arrivals.length - 1);
  return { load: loaded, first, again, token, tokens: arrivals.length, text };
}

async function time(action) {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** Fails after some minutes, so that an engine that hangs is noticed. */
function giveUp() {
  const limit = 180_000;
  return new Promise((_, reject) => setTimeout(() => reject(new Error(`No result after ${limit} ms.`)), limit));
}

globalThis.measured = Promise.race([measure(), giveUp()]);
