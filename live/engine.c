/* The forward pass of a Llama-like transformer, for a browser: WebAssembly with 128-bit SIMD, one
   thread, no library. It takes the weights as they stand in a GGUF file, and leaves what happens
   inside (residual stream, attention, logits) in plain arrays. llm.mjs drives it. compile.py
   compiles it, to the same bytes on every machine.

   Memory holds, in this order: constants and the stack; what set_up takes for activations, keys
   and values; the weights; what the caller allocates, and gives back with mark and release. Shapes
   stand in brackets, [rows][columns], of float32 unless another type is named. A place is the
   position of a token in the text, from 0. Every function that is not static is exported. */
#include <wasm_simd128.h>
#pragma GCC visibility push(default) /* or the linker would export nothing */
#define INLINE static inline __attribute__((always_inline))

typedef unsigned char u8;
typedef unsigned u32;
typedef unsigned long long u64;
typedef float f32x4 __attribute__((ext_vector_type(4)));
typedef int i32x4 __attribute__((ext_vector_type(4)));

enum { F32 = 0, Q4_1 = 3, Q8_0 = 8 }; /* types of tensors, as GGUF numbers them */
enum { Q, K, V, OUTPUT, GATE, UP, DOWN, KINDS };
enum { MOST_LAYERS = 64, MOST_EDGES = 64, BLOCK = 32 };

/* What set_up, add_matrix and add_vector answer: 0, or why they refuse. */
enum {
    NO_MEMORY = 1,      /* the browser gives no more */
    BAD_COUNT = 2,      /* below 1 where something is counted, or more layers than MOST_LAYERS */
    BAD_WIDTH = 3,      /* not a multiple of 32, the weights in a block */
    BAD_HEADS = 4,      /* a width not a multiple of 8, or keys that heads cannot share evenly */
    BAD_VOCABULARY = 5, /* not a multiple of 4 */
    BAD_TYPE = 6,       /* a tensor that is neither F32 nor Q4_1 nor Q8_0 */
    BAD_SLOT = 7,       /* the model has no such slot */
    BAD_SHAPE = 8,      /* not the shape that belongs in the slot */
};

/* ---- Memory ---- */

extern u8 __heap_base;
static u8 *end = &__heap_base;

u32 mark(void) { return ((u32)end + 63) & ~63u; }
void release(u32 to) { end = (u8 *)to; }

static void *take(u64 bytes) {
    u8 *start = (u8 *)mark();
    u64 have = __builtin_wasm_memory_size(0), pages = (mark() + bytes + 65535) / 65536;
    if (pages > 65535) return 0; /* addresses end at 4 GiB */
    if (pages > have && __builtin_wasm_memory_grow(0, pages - have) == (u32)-1) return 0;
    end = start + bytes;
    return start;
}

void *allocate(u32 bytes) { return take(bytes); }

/* ---- The model ---- */

static int layers, width, mlp_width, heads, kv_heads, head_width, vocabulary, context, batch;
static int query_width, kv_width, fast; /* all heads side by side; the mode */
static float epsilon;

/* A weight is scale * quant + offset; the 32 weights of a block share scale and offset. */
typedef struct {
    int type, rows, columns, blocks; /* so many blocks in a row */
    u8 *quants;                      /* [rows][columns], as in the file: 4, 8 or 32 bits each */
    float *scales, *offsets;         /* [rows][blocks] */
} Matrix;

static Matrix matrices[1 + KINDS * MOST_LAYERS];
static float *vectors[1 + 2 * MOST_LAYERS];   /* [width] each */
static int *tokens;                           /* [batch] */
static float *cosines, *sines;                /* [context][head_width / 2] */
static float *head_scales;                    /* [layers][heads] */
static float *keys, *values;                  /* [layers][context][kv_width] */
static float *residual, *normed, *change;     /* [batch][width] */
static float *queries, *mixed;                /* [batch][query_width] */
static float *gate, *up;                      /* [batch][mlp_width] */
static float *scores;                         /* [context] */
static float *row_pair, *sums, *quant_scales; /* of a matrix: [2][columns], [blocks], [blocks] */
static short *quantised;                      /* [columns] */
static struct edge { int layer, head, query, key; } edges[MOST_EDGES];
static int edge_count;

/* Comes first, and once. */
int set_up(int layer_count, int stream_width, int hidden_width, int head_count, int kv_head_count,
           int head_size, int token_count, int context_size, int batch_size, float norm_epsilon) {
    layers = layer_count, width = stream_width, mlp_width = hidden_width;
    heads = head_count, kv_heads = kv_head_count, head_width = head_size;
    vocabulary = token_count, context = context_size, batch = batch_size;
    query_width = heads * head_width, kv_width = kv_heads * head_width, epsilon = norm_epsilon;
    if (layers < 1 || width < 1 || mlp_width < 1 || heads < 1 || kv_heads < 1 || head_width < 1
        || vocabulary < 1 || context < 1 || batch < 1 || layers > MOST_LAYERS) return BAD_COUNT;
    if (width % BLOCK || mlp_width % BLOCK || query_width % BLOCK) return BAD_WIDTH;
    if (heads % kv_heads || head_width % 8) return BAD_HEADS;
    if (vocabulary % 4) return BAD_VOCABULARY;
    u64 rows = (batch + 3) & ~3; /* products take tokens by fours */
    u64 stream = rows * width, query = rows * query_width, hidden = rows * mlp_width;
    u64 angles = (u64)context * head_width / 2, cache = (u64)layers * context * kv_width;
    u64 widest = width + query_width + mlp_width; /* no row is wider */
    struct { void *pointer; u64 count; } buffers[] = {
        {&tokens, batch}, {&cosines, angles}, {&sines, angles}, {&head_scales, layers * heads},
        {&keys, cache}, {&values, cache}, {&residual, stream}, {&normed, stream},
        {&change, stream}, {&queries, query}, {&mixed, query}, {&gate, hidden}, {&up, hidden},
        {&scores, context + 3}, {&row_pair, 2 * widest}, {&sums, widest},
        {&quant_scales, widest}, {&quantised, widest},
    };
    for (u32 i = 0; i < sizeof buffers / sizeof *buffers; i++)
        if (!(*(void **)buffers[i].pointer = take(4 * buffers[i].count))) return NO_MEMORY;
    for (int i = 0; i < layers * heads; i++) head_scales[i] = 1;
    return 0;
}

/* Where the caller writes tokens (0), cosines (1), sines (2), head scales (3), the stream (4). */
void *place(int what) {
    void *places[] = {tokens, cosines, sines, head_scales, residual};
    return places[what];
}

/* 0 is exact. 1 is fast: activations are rounded to 16 bits where one token is run alone. */
void set_mode(int mode) { fast = mode; }

static float from_half(const u8 *half) {
    u32 bits = *(const unsigned short *)half;
    union { u32 bits; float value; } shifted = {(bits & 0x7fff) << 13};
    return shifted.value * (bits & 0x8000 ? -0x1p112f : 0x1p112f);
}

/* Slot 0 is the embedding, 1 + 7 * layer + i the i-th of Q, K, V, OUTPUT, GATE, UP, DOWN. llama.cpp
   has the halves of a head of Q or K in alternate rows: given the width of a head, they return. */
int add_matrix(int slot, int type, const u8 *source, int rows, int columns, int head) {
    int shapes[][2] = {{query_width, width}, {kv_width, width}, {kv_width, width},
                       {width, query_width}, {mlp_width, width}, {mlp_width, width},
                       {width, mlp_width}, {vocabulary, width}};
    if (slot < 0 || slot > KINDS * layers) return BAD_SLOT;
    int *shape = shapes[slot ? (slot - 1) % KINDS : KINDS];
    if (rows != shape[0] || columns != shape[1] || (head && head != head_width)) return BAD_SHAPE;
    if (type != F32 && type != Q4_1 && type != Q8_0) return BAD_TYPE;
    int blocks = columns / BLOCK, before = type == F32 ? 0 : type == Q8_0 ? 2 : 4;
    int bytes = type == F32 ? 128 : type == Q8_0 ? 32 : 16;
    u8 *quants = take((u64)rows * blocks * bytes);
    float *scales = take(4 * (u64)rows * blocks), *offsets = take(4 * (u64)rows * blocks);
    if (!quants || !scales || !offsets) return NO_MEMORY;
    for (int row = 0; row < rows; row++) {
        int i = head ? row % head : 0, to = row - i + i % 2 * (head / 2) + i / 2;
        for (int b = to * blocks; b < (to + 1) * blocks; b++, source += before + bytes) {
            scales[b] = from_half(source); /* means nothing in F32, and is not used there */
            offsets[b] = type == Q4_1 ? from_half(source + 2) : 0;
            __builtin_memcpy(quants + b * bytes, source + before, bytes);
        }
    }
    matrices[slot] = (Matrix){type, rows, columns, blocks, quants, scales, offsets};
    return 0;
}

/* Slot 0 is the last norm, 1 + 2 * layer that before attention, 2 + 2 * layer before the MLP. */
int add_vector(int slot, const float *source, int length) {
    if (slot < 0 || slot > 2 * layers) return BAD_SLOT;
    if (length != width) return BAD_SHAPE;
    if (!(vectors[slot] = take(4 * (u64)length))) return NO_MEMORY;
    __builtin_memcpy(vectors[slot], source, 4 * length);
    return 0;
}

/* ---- Four numbers at once ---- */

INLINE f32x4 load(const float *x) { return *(const f32x4 *)x; }
INLINE void store(float *x, f32x4 v) { *(f32x4 *)x = v; }
INLINE float add_up(f32x4 v) { return (v[0] + v[1]) + (v[2] + v[3]); }
INLINE f32x4 to_float(v128_t v) { return __builtin_convertvector((i32x4)v, f32x4); }
INLINE f32x4 first_four(v128_t v) { return to_float(wasm_i32x4_extend_low_i16x8(v)); }
INLINE f32x4 last_four(v128_t v) { return to_float(wasm_i32x4_extend_high_i16x8(v)); }

static float dot(const float *a, const float *b, int n) {
    f32x4 sum = 0;
    for (int i = 0; i < n; i += 8)
        sum += load(a + i) * load(b + i) + load(a + i + 4) * load(b + i + 4);
    return add_up(sum);
}

static float largest(const float *x, int n) {
    float most = x[0];
    for (int i = 1; i < n; i++) most = x[i] > most ? x[i] : most;
    return most;
}

/* exp(x) = 2^n exp(r) with n whole and |r| < 0.35, where eight terms of the series are enough. */
INLINE f32x4 exponential(f32x4 x) {
    f32x4 kept = wasm_f32x4_max(wasm_f32x4_min(x, wasm_f32x4_splat(88)), wasm_f32x4_splat(-87));
    f32x4 n = wasm_f32x4_nearest(kept * 1.44269504f), series = 1;
    f32x4 r = kept - n * 0.693359375f + n * 2.12194440e-4f; /* ln 2, in two parts */
    for (int i = 7; i > 0; i--) series = series * r * (1.0f / i) + 1;
    i32x4 power = (__builtin_convertvector(n, i32x4) + 127) << 23;
    return (f32x4)((i32x4)(series * (f32x4)power) & (x >= -87));
}

/* ---- Products: out [count][rows] = x [count][columns] times a matrix [rows][columns] ---- */

/* A quarter of a block, eight quants, as 16-bit numbers. */
INLINE v128_t unpack(const u8 *block, int type, int quarter) {
    if (type == Q8_0) return wasm_i16x8_load8x8(block + 8 * quarter);
    v128_t pairs = wasm_u16x8_load8x8(block + 8 * (quarter % 2)); /* weight i, and above i + 16 */
    return quarter < 2 ? wasm_v128_and(pairs, wasm_i16x8_splat(15)) : wasm_u16x8_shr(pairs, 4);
}

/* A row of weights, which is written to `to` unless it lies there unpacked. */
static const float *row_of(const Matrix *m, int row, float *to) {
    if (m->type == F32) return (const float *)m->quants + row * m->columns;
    float *next = to;
    for (int b = row * m->blocks; b < (row + 1) * m->blocks; b++)
        for (int i = 0; i < 4; i++, next += 8) {
            v128_t quants = unpack(m->quants + b * (m->type == Q8_0 ? 32 : 16), m->type, i);
            store(next, first_four(quants) * m->scales[b] + m->offsets[b]);
            store(next + 4, last_four(quants) * m->scales[b] + m->offsets[b]);
        }
    return to;
}

/* Many tokens: two rows are unpacked, and meet the tokens by fours. */
static void multiply_many(float *out, const float *x, const Matrix *m, int count) {
    for (int row = 0; row < m->rows; row += 2) {
        const float *a = row_of(m, row, row_pair), *b = row_of(m, row + 1, row_pair + m->columns);
        for (int token = 0; token < count; token += 4) {
            f32x4 sum[4][2] = {0};
            for (int i = 0; i < m->columns; i += 4)
                for (int t = 0; t < 4; t++) {
                    f32x4 four = load(x + (token + t) * m->columns + i);
                    sum[t][0] += load(a + i) * four;
                    sum[t][1] += load(b + i) * four;
                }
            for (int t = 0; t < 4; t++)
                for (int i = 0; i < 2; i++)
                    if (token + t < count) out[(token + t) * m->rows + row + i] = add_up(sum[t][i]);
        }
    }
}

/* Of each block of activations: the sum, which an offset meets; 16-bit numbers, and their scale. */
static void prepare(const float *x, const Matrix *m) {
    for (int b = 0; b < m->blocks; b++, x += BLOCK) {
        float sum = 0, most = 0x1p-100f; /* never 0, to divide by it */
        for (int i = 0; i < BLOCK; i++) {
            sum += x[i];
            most = __builtin_fabsf(x[i]) > most ? __builtin_fabsf(x[i]) : most;
        }
        sums[b] = sum, quant_scales[b] = most / 32767;
        for (int i = 0; i < BLOCK; i++)
            quantised[b * BLOCK + i] = __builtin_rintf(x[i] / quant_scales[b]);
    }
}

INLINE f32x4 exact_block(const u8 *block, int type, const float *x) {
    f32x4 sum = 0;
    for (int i = 0; i < 4; i++, x += 8)
        sum += first_four(unpack(block, type, i)) * load(x)
             + last_four(unpack(block, type, i)) * load(x + 4);
    return sum;
}

INLINE f32x4 fast_block(const u8 *block, int type, const short *x) {
    v128_t sum = wasm_i32x4_splat(0);
    for (int i = 0; i < 4; i++, x += 8)
        sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(unpack(block, type, i), wasm_v128_load(x)));
    return to_float(sum);
}

/* One token: the quants are multiplied as they are, and the sum of a block by its scale. */
INLINE void multiply_one(float *out, const float *x, const Matrix *m, int type, int is_fast) {
    const u8 *block = m->quants;
    prepare(x, m);
    for (int row = 0; row < m->rows; row++) {
        const float *scale = m->scales + row * m->blocks, *offset = m->offsets + row * m->blocks;
        f32x4 products = 0;
        float rest = 0;
        for (int b = 0; b < m->blocks; b++, block += type == Q8_0 ? 32 : 16) {
            products += is_fast
                ? fast_block(block, type, quantised + b * BLOCK) * (scale[b] * quant_scales[b])
                : exact_block(block, type, x + b * BLOCK) * scale[b];
            rest += offset[b] * sums[b];
        }
        out[row] = add_up(products) + rest;
    }
}

static void multiply(float *out, const float *x, const Matrix *m, int count) {
    if (count > 1 || m->type == F32) multiply_many(out, x, m, count);
    else if (m->type == Q4_1 && fast) multiply_one(out, x, m, Q4_1, 1);
    else if (m->type == Q4_1) multiply_one(out, x, m, Q4_1, 0);
    else if (fast) multiply_one(out, x, m, Q8_0, 1);
    else multiply_one(out, x, m, Q8_0, 0);
}

/* ---- The forward pass ---- */

static void embed(int count) {
    for (int t = 0; t < count; t++)
        __builtin_memcpy(residual + t * width, row_of(matrices, tokens[t], row_pair), 4 * width);
}

/* Each row of x [count][width] is scaled to a root mean square of 1, then by the gain [width]. */
static void rms_norm(float *out, const float *x, const float *gain, int count) {
    for (int t = 0; t < count; t++, x += width, out += width) {
        float scale = 1 / __builtin_sqrtf(dot(x, x, width) / width + epsilon);
        for (int i = 0; i < width; i++) out[i] = x[i] * scale * gain[i];
    }
}

/* Rotary positions: the pairs in x [how_many][head_width] turn further at each place. */
static void rotate(float *x, int how_many, int at) {
    int half = head_width / 2;
    const float *cosine = cosines + at * half, *sine = sines + at * half;
    for (int head = 0; head < how_many; head++, x += head_width)
        for (int i = 0; i < half; i++) {
            float left = x[i], right = x[half + i];
            x[i] = left * cosine[i] - right * sine[i];
            x[half + i] = right * cosine[i] + left * sine[i];
        }
}

static int fits(int wanted, int is) { return wanted < 0 || wanted == is; }
static int is_cut(int layer, int head, int query, int key) {
    for (struct edge *e = edges; e < edges + edge_count; e++)
        if (fits(e->layer, layer) && fits(e->head, head) && fits(e->query, query)
            && fits(e->key, key)) return 1;
    return 0;
}

/* With every key cut, all shares are 0: the head sees nothing. */
static void softmax(float *x, int n) {
    float most = largest(x, n), sum = 0;
    for (int i = 0; i < n; i += 4) store(x + i, exponential(load(x + i) - most));
    for (int i = 0; i < n; i++) sum += x[i];
    for (int i = 0; i < n; i++) x[i] = sum > 0 ? x[i] / sum : 0;
}

/* One head at one place: query [head_width] meets the keys so far; out is a mix of their values. */
static void attend(float *out, const float *query, int layer, int head, int at) {
    int first = layer * context * kv_width + head / (heads / kv_heads) * head_width;
    const float *key = keys + first, *value = values + first;
    for (int from = 0; from <= at; from++, key += kv_width)
        scores[from] = is_cut(layer, head, at, from) ? -__builtin_inff()
                     : dot(query, key, head_width) / __builtin_sqrtf(head_width);
    softmax(scores, at + 1);
    for (int i = 0; i < head_width; i++) out[i] = 0;
    for (int from = 0; from <= at; from++, value += kv_width) {
        float share = scores[from] * head_scales[layer * heads + head];
        for (int i = 0; i < head_width; i += 4)
            store(out + i, load(out + i) + share * load(value + i));
    }
}

static void attention(int layer, int count, int start, float *record, int recorded) {
    const Matrix *m = matrices + 1 + KINDS * layer;
    int here = (layer * context + start) * kv_width;
    rms_norm(normed, residual, vectors[1 + 2 * layer], count);
    multiply(queries, normed, m + Q, count);
    multiply(keys + here, normed, m + K, count);
    multiply(values + here, normed, m + V, count);
    for (int t = 0; t < count; t++) {
        rotate(queries + t * query_width, heads, start + t);
        rotate(keys + here + t * kv_width, kv_heads, start + t);
        for (int head = 0; head < heads; head++) {
            int own = t * query_width + head * head_width;
            attend(mixed + own, queries + own, layer, head, start + t);
            float *row = record + ((layer * heads + head) * recorded + start + t) * recorded;
            for (int from = 0; record && from < recorded; from++)
                row[from] = from <= start + t ? scores[from] : 0;
        }
    }
    multiply(change, mixed, m + OUTPUT, count);
    for (int i = 0; i < count * width; i++) residual[i] += change[i];
}

static void mlp(int layer, int count) {
    const Matrix *m = matrices + 1 + KINDS * layer;
    rms_norm(normed, residual, vectors[2 + 2 * layer], count);
    multiply(gate, normed, m + GATE, count);
    multiply(up, normed, m + UP, count);
    for (int i = 0; i < count * mlp_width; i += 4) { /* SwiGLU */
        f32x4 g = load(gate + i);
        store(gate + i, g / (1 + exponential(-g)) * load(up + i));
    }
    multiply(change, gate, m + DOWN, count);
    for (int i = 0; i < count * width; i++) residual[i] += change[i];
}

/* Runs tokens at the places from start on, after those that were run before. A first layer above 0
   takes the residual stream as the caller wrote it. Recorded, unless the pointer is null, are the
   stream before each layer and at the end, [layers + 1][recorded][width], and what each head
   attends to, [layers][heads][recorded][recorded]. What does not fit is stopped by a trap. */
void forward(int count, int start, int first_layer, float *hidden, float *shares, int recorded) {
    int most = hidden || shares ? recorded : context;
    if (count > batch || start + count > most || most > context) __builtin_trap();
    if (first_layer == 0) embed(count);
    for (int layer = first_layer; layer <= layers; layer++) {
        float *row = hidden + (layer * recorded + start) * width;
        if (hidden) __builtin_memcpy(row, residual, 4 * count * width);
        if (layer == layers) return;
        attention(layer, count, start, shares, recorded);
        mlp(layer, count);
    }
}

/* logits [count][vocabulary], of a residual stream [count][width] after any layer. */
void unembed(const float *stream, int count, float *logits) {
    for (int t = 0; t < count; t += batch) {
        int some = count - t < batch ? count - t : batch;
        rms_norm(normed, stream + t * width, vectors[0], some);
        multiply(logits + t * vocabulary, normed, matrices, some);
    }
}

/* ---- Interference, and reading out ---- */

/* From now on this head at this query does not see this key; -1 stands for all. 1 if full. */
int cut_edge(int layer, int head, int query, int key) {
    if (edge_count == MOST_EDGES) return 1;
    edges[edge_count++] = (struct edge){layer, head, query, key};
    return 0;
}

void restore_edges(void) { edge_count = 0; }

/* ln of the sum of exp(logit): a logit less this is the natural logarithm of its probability. */
double log_sum_exp(const float *logits, int n) {
    double sum = 0, ln = largest(logits, n);
    for (int i = 0; i < n; i += 4) sum += add_up(exponential(load(logits + i) - (float)ln));
    for (; sum > 1.5; sum /= 2) ln += 0.693147180559945309;
    double y = (sum - 1) / (sum + 1), power = 2 * y; /* ln sum = 2 artanh y, here a short series */
    for (int i = 1; i < 24; i += 2, power *= y * y) ln += power / i;
    return ln;
}

/* The k largest, falling, the lower id first among equals; their probabilities among all n. */
void top(const float *logits, int n, int k, int *ids, float *probabilities) {
    int found = 0;
    for (int id = 0; id < n; id++) {
        if (found == k && logits[id] <= logits[ids[k - 1]]) continue;
        int i = found < k ? found++ : k - 1;
        for (; i > 0 && logits[ids[i - 1]] < logits[id]; i--) ids[i] = ids[i - 1];
        ids[i] = id;
    }
    double all = log_sum_exp(logits, n);
    for (int i = 0; i < found; i++) probabilities[i] = exponential(logits[ids[i]] - all)[0];
}
