// The page's side of the model: one worker for all widgets, which the first load starts and which answers their calls
// one after the other.

import { isCached } from "./weights.mjs";

/** A trouble that a reader can act on; the message is a sentence that says how. */
export class LiveError extends Error {
  name = "LiveError";
}

let worker = null;
let loading = null;  // the load that is under way or done
let state = "absent";
const queue = [];  // calls; the first is with the worker

export const model = {
  /** "absent", "loading" or "ready". */
  get state() {
    return state;
  },

  /**
   * Load the model, once for all who ask. `onProgress` gets {done, total, fetched} in bytes. When all who wait have
   * aborted, the download stops.
   */
  async load({ onProgress, signal } = {}) {
    signal?.throwIfAborted();
    if (location.protocol === "file:") {
      throw new LiveError("The model cannot be loaded from a file. Serve the site, by `nox -s serve -- live`.");
    }
    loading ??= startLoading();
    return await join(loading, onProgress, signal);
  },

  /**
   * The result of a call; worker.mjs has the calls, their options and results. With `fast: true` among the options it
   * comes sooner and is a little less exact. `onPart` gets what comes before the result. An abort stops the call and throws an AbortError; but "generate" gives what it has written.
   */
  async ask(call, options, { onPart, signal } = {}) {
    if (state === "absent") throw new LiveError("The model is not loaded. Load it first.");
    return await enqueue({ call, options, onPart, signal });
  },

  /** Can the model be loaded without a download? */
  cached: isCached,
};

function startLoading() {
  const started = { listeners: new Set(), controller: new AbortController() };
  state = "loading";
  worker ??= startWorker();
  started.promise = enqueue({
    call: "load",
    options: {},
    onPart: progress => started.listeners.forEach(listener => listener(progress)),
    signal: started.controller.signal,
  });
  const settle = next => {
    started.listeners.clear();
    if (loading === started) state = next;
  };
  started.promise.then(() => settle("ready"), () => {
    settle("absent");
    if (loading === started) loading = null;
  });
  return started;
}

/** Wait for a load that others may wait for too. */
function join({ listeners, controller, promise }, onProgress, signal) {
  const listener = progress => onProgress?.(progress);
  if (state === "loading") listeners.add(listener);
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    signal?.addEventListener("abort", () => {
      if (!listeners.delete(listener)) return;  // it is loaded already
      reject(signal.reason);
      if (listeners.size) return;
      controller.abort();
      [state, loading] = ["absent", null];
    });
  });
}

function startWorker() {
  const started = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
  started.onmessage = ({ data }) => receive(data);
  started.onerror = ({ message }) => giveUp(message ?? "its program did not arrive");
  return started;
}

function enqueue(entry) {
  return new Promise((resolve, reject) => {
    entry.signal?.throwIfAborted();
    Object.assign(entry, { resolve, reject });
    queue.push(entry);
    if (queue.length === 1) send();
    entry.signal?.addEventListener("abort", () => stop(entry));
  });
}

function send() {
  const { call, options } = queue[0];
  worker.postMessage({ call, options });
}

function receive({ part, result, error }) {
  if (part) {
    queue[0].onPart?.(part);
    return;
  }
  const { resolve, reject } = queue.shift();
  if (queue.length) send();
  if (!error) resolve(result);
  else reject(error.name === "AbortError" ? new DOMException(error.message, error.name) : new LiveError(error.message));
}

/** A call that waits leaves the queue; the one with the worker ends when the worker says so. */
function stop(entry) {
  const place = queue.indexOf(entry);
  if (place === 0) worker.postMessage("stop");
  if (place < 1) return;
  queue.splice(place, 1);
  entry.reject(entry.signal.reason);
}

/** The worker has failed: nobody waits for it any longer, and the next load starts another. */
function giveUp(reason) {
  worker.terminate();
  [worker, loading, state] = [null, null, "absent"];
  const error = new LiveError(`The model stopped (${reason}). Load it again; if that fails, reload the page.`);
  for (const { reject } of queue.splice(0)) reject(error);
}
