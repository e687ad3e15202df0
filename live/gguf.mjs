// The head of a GGUF file: how the model is built, its vocabulary, and where each of its tensors stands.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md describes the format; all numbers are little-endian.

const MAGIC = 0x46554747;  // the letters GGUF
const VERSIONS = [2, 3];  // the first version wrote its lengths in four bytes

// GGUF's number of a type -> how a DataView reads it, and its bytes. 8 is a string, 9 an array.
const SCALARS = {
  0: ["getUint8", 1], 1: ["getInt8", 1], 2: ["getUint16", 2], 3: ["getInt16", 2],
  4: ["getUint32", 4], 5: ["getInt32", 4], 6: ["getFloat32", 4], 7: ["getUint8", 1],
  10: ["getBigUint64", 8], 11: ["getBigInt64", 8], 12: ["getFloat64", 8],
};
const [UINT32, UINT64, STRING, ARRAY] = [4, 10, 8, 9];

// GGUF's number of a tensor's type -> its name, the values in one block, and the bytes of a block.
const TENSORS = { 0: ["F32", 1, 4], 3: ["Q4_1", 32, 20], 8: ["Q8_0", 32, 34] };

/** Reads values one after the other; beyond the end, DataView throws a RangeError. */
class Reader {
  at = 0;
  #bytes;
  #view;
  #text = new TextDecoder();

  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(type) {
    if (type === STRING) return this.#string();
    if (type === ARRAY) {
      const inner = this.value(UINT32);
      return Array.from({ length: this.value(UINT64) }, () => this.value(inner));
    }
    if (!SCALARS[type]) throw new Error(`The GGUF file has a setting of type ${type}. Use another file.`);
    const [method, bytes] = SCALARS[type];
    const found = this.#view[method](this.at, true);
    this.at += bytes;
    return Number(found);
  }

  #string() {
    const end = this.value(UINT64) + this.at;
    if (end > this.#bytes.length) throw new RangeError("the string goes on beyond the end");
    const text = this.#text.decode(this.#bytes.subarray(this.at, end));
    this.at = end;
    return text;
  }
}

/**
 * The head of a file of which `bytes` is the beginning.
 *
 * `settings` is a Map. Each tensor has a name, GGUF's number of its type, its shape as [columns, rows] or [length], and
 * where in the file it starts, and its bytes.
 */
export function parse(bytes) {
  try {
    return head(new Reader(bytes));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error("The GGUF file ends within its head. Use a whole one, or cut it into longer pieces.");
  }
}

function head(reader) {
  if (reader.value(UINT32) !== MAGIC) throw new Error("This is not a GGUF file. Use one that begins with GGUF.");
  const version = reader.value(UINT32);
  if (!VERSIONS.includes(version)) {
    throw new Error(`The GGUF file has version ${version}. Convert it to one of the versions ${VERSIONS.join(", ")}.`);
  }
  const [tensorCount, settingCount] = [reader.value(UINT64), reader.value(UINT64)];
  const settings = new Map();
  for (let i = 0; i < settingCount; i++) {
    const key = reader.value(STRING);
    settings.set(key, reader.value(reader.value(UINT32)));
  }
  const tensors = [];
  for (let i = 0; i < tensorCount; i++) tensors.push(tensor(reader));
  const alignment = settings.get("general.alignment") ?? 32;
  const data = Math.ceil(reader.at / alignment) * alignment;
  for (const found of tensors) found.start += data;
  return { settings, tensors };
}

function tensor(reader) {
  const name = reader.value(STRING);
  const shape = Array.from({ length: reader.value(UINT32) }, () => reader.value(UINT64));
  const [type, start] = [reader.value(UINT32), reader.value(UINT64)];
  if (!TENSORS[type]) {
    const known = Object.values(TENSORS).map(([kind]) => kind).join(", ");
    throw new Error(`The tensor ${name} has type ${type}. Quantise it to one of these types: ${known}.`);
  }
  const [kind, values, blockBytes] = TENSORS[type];
  const isWhole = [1, 2].includes(shape.length) && shape[0] % values === 0;
  if (!isWhole) {
    const size = shape.join(" x ");
    throw new Error(`The tensor ${name} has the size ${size}, which ${kind} cannot hold. Use another file.`);
  }
  const bytes = shape.reduce((product, length) => product * length, 1) / values * blockBytes;
  return { name, type, shape, start, bytes };
}
