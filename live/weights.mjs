// The weights: a GGUF file in chunks, which weights/manifest.json lists with their hashes. Each chunk is checked before
// it is used, and kept in the browser's cache under its hash, so that it is fetched once.

const FOLDER = new URL("weights/", import.meta.url).href;
const MANIFEST = `${FOLDER}manifest.json`;
const CACHE = `weights ${FOLDER}`;  // other sites at the same host have caches of their own

const key = chunk => FOLDER + chunk.sha256;

/** Are all chunks in the cache? Asks no server. */
export async function isCached() {
  try {
    const manifest = await (await caches.match(MANIFEST, { cacheName: CACHE })).json();
    const found = await Promise.all(manifest.chunks.map(chunk => caches.match(key(chunk), { cacheName: CACHE })));
    return found.every(Boolean);
  } catch {
    return false;  // nothing was kept, or the address is not secure, and the browser has no cache for it
  }
}

/**
 * The bytes of each chunk in turn.
 *
 * `onProgress` gets {done, total, fetched}: how many bytes are there, how many there will be, and how many of them came
 * over the network.
 */
export async function* chunks({ onProgress, signal }) {
  const cache = await globalThis.caches?.open(CACHE).catch(() => null);
  const manifest = await readManifest(cache, signal);
  await removeOthers(cache, manifest);
  const progress = { done: 0, total: manifest.bytes, fetched: 0 };
  const keeping = [];  // while one chunk is written to the cache, the next is fetched
  for (const chunk of manifest.chunks) {
    const before = progress.done;
    let bytes = await kept(cache, chunk);
    if (!bytes) {
      bytes = await download(chunk, signal, (arrived, piece) => {
        progress.fetched += piece;
        onProgress({ ...progress, done: before + arrived });
      });
      keeping.push(keep(cache, key(chunk), bytes));
    }
    progress.done = before + bytes.length;
    onProgress({ ...progress });
    yield bytes;
  }
  await Promise.all(keeping);
}

/** Fetch `url` and `read` the response; an error says what to do. */
export async function request(url, options, read) {
  try {
    const response = await fetch(url, options);
    if (response.ok) return await read(response);
    throw new Error(`The server answers ${response.status} for ${url}. Load again later, or tell its owner.`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error(`${url} did not arrive. Check your connection and load again: what has arrived is kept.`);
  }
}

/** The list of chunks; where the server gives none, the one that was kept. */
async function readManifest(cache, signal) {
  try {
    const text = await request(MANIFEST, { cache: "no-cache", signal }, response => response.text());
    const manifest = JSON.parse(text);
    await keep(cache, MANIFEST, text);
    return manifest;
  } catch (error) {
    const response = await cache?.match(MANIFEST);
    if (response && !signal.aborted) return await response.json();
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${MANIFEST} is not JSON. Reload the page, or tell its owner.`);
  }
}

/** What an earlier edition kept is in nobody's way. */
async function removeOthers(cache, manifest) {
  const wanted = new Set([MANIFEST, ...manifest.chunks.map(key)]);
  for (const { url } of await cache?.keys() ?? []) if (!wanted.has(url)) await cache.delete(url);
}

async function keep(cache, url, body) {
  try {
    await cache?.put(url, new Response(body));
  } catch { /* no space is left: the next visit fetches it again */ }
}

async function kept(cache, chunk) {
  const response = await cache?.match(key(chunk));
  if (!response) return null;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return await isGood(bytes, chunk) ? bytes : null;
}

async function download(chunk, signal, onPiece) {
  for (const cache of ["default", "reload"]) {  // the second time, past what the browser keeps of its own accord
    const bytes = await request(FOLDER + chunk.file, { cache, signal }, response => readAll(response, chunk, onPiece));
    if (await isGood(bytes, chunk)) return bytes;
  }
  throw new Error(`${chunk.file} arrived damaged twice. Load again later: the good chunks are kept.`);
}

async function readAll(response, chunk, onPiece) {
  const bytes = new Uint8Array(chunk.bytes);
  const reader = response.body.getReader();
  let arrived = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, arrived);
    if (arrived + value.length > bytes.length) {
      await reader.cancel();
      return null;
    }
    bytes.set(value, arrived);
    arrived += value.length;
    onPiece(arrived, value.length);
  }
}

/** Does a chunk have the length and the hash that it should have? At an insecure address browsers cannot hash. */
async function isGood(bytes, { bytes: length, sha256 }) {
  if (bytes?.length !== length) return false;
  if (!globalThis.crypto?.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("") === sha256;
}
