// What panels and the worker both have to know of the model.

export const LAYERS = 30;
export const HEADS = 9;  // of each layer
export const MOST_RECORDED = 128;  // tokens: attention grows with the square of the text
export const DEFAULT = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";  // in the model's chat template
export const END = "<|im_end|>";

/** A chat as the model reads it, up to where the assistant speaks; without `system` with the template's own line. */
export function chatText(message, system) {
  const turn = (role, content) => `<|im_start|>${role}\n${content}${END}\n`;
  return `${turn("system", system ?? DEFAULT)}${turn("user", message)}<|im_start|>assistant\n`;
}
