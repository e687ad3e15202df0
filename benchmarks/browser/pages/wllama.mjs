// wllama: llama.cpp, compiled for WebAssembly. It starts a worker by itself.

import { LoggerWithoutDebug, Wllama } from "/libraries/@wllama/wllama/esm/index.min.js";

export async function load(variant) {
  const paths = { default: "/libraries/@wllama/wllama/esm/wasm/wllama.wasm" };
  const wllama = new Wllama(paths, { logger: LoggerWithoutDebug });
  wllama.setCompat(null);  // what it needs on older browsers would come from another host
  const options = { n_ctx: 512, n_threads: 1, n_gpu_layers: 0 };
  await wllama.loadModelFromUrl(new URL(`/models/${variant}.gguf`, location).href, options);
  return async (prompt, count, onToken) => {
    // Otherwise it would keep what it has read, and the second prediction would be no prediction.
    const wanted = { prompt, max_tokens: count, temperature: 0, cache_prompt: false };
    let text = "";
    for await (const { choices: [choice] } of await wllama.createCompletion({ ...wanted, stream: true })) {
      if (!choice?.text) continue;
      text += choice.text;
      onToken();
    }
    return text;
  };
}
