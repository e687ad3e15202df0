// transformers.js: ONNX Runtime, compiled for WebAssembly. It computes where it is called, here in the page.

import {
  AutoModelForCausalLM, AutoTokenizer, env, TextStreamer,
} from "/libraries/@huggingface/transformers/dist/transformers.min.js";

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = "/models/";
env.backends.onnx.wasm.wasmPaths = "/libraries/onnxruntime-web/dist/";
env.backends.onnx.wasm.numThreads = 1;

export async function load(variant) {
  const options = { device: "wasm", dtype: "fp32", use_external_data_format: true };  // fp32: the file without a suffix
  const model = await AutoModelForCausalLM.from_pretrained(variant, options);
  const tokenizer = await AutoTokenizer.from_pretrained(variant);
  return async (prompt, max_new_tokens, onToken) => {
    const inputs = tokenizer(prompt);
    const listeners = { callback_function: () => {}, token_callback_function: onToken };
    const streamer = new TextStreamer(tokenizer, { skip_prompt: true, ...listeners });
    const output = await model.generate({ ...inputs, max_new_tokens, do_sample: false, streamer });
    const [ids] = output.tolist();
    return tokenizer.decode(ids.slice(inputs.input_ids.dims[1]));
  };
}
