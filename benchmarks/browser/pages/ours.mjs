// The engine of this project, as its pages use it: in a worker, behind client.mjs.

import { model } from "/live/client.mjs";

export async function load(variant) {
  await model.load();
  return async (prompt, limit, onToken) => {
    const options = { prompt, chat: false, temperature: 0, limit, fast: variant === "fast" };
    const { text } = await model.ask("generate", options, { onPart: onToken });
    return text;
  };
}
