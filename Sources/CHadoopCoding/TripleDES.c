#define _DEFAULT_SOURCE
#include "CHadoopCoding.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* DES as FIPS 46-3 has it. Its tables number bits from 1, the highest one. */

static const uint8_t substitution[8][64] = {
    {14, 4,  13, 1, 2,  15, 11, 8,  3,  10, 6,  12, 5,  9,  0, 7, 0,  15, 7,  4,  14, 2,
     13, 1,  10, 6, 12, 11, 9,  5,  3,  8,  4,  1,  14, 8,  13, 6, 2,  11, 15, 12, 9,  7,
     3,  10, 5,  0, 15, 12, 8,  2,  4,  9,  1,  7,  5,  11, 3,  14, 10, 0,  6,  13},
    {15, 1,  8,  14, 6,  11, 3,  4,  9, 7,  2,  13, 12, 0,  5,  10, 3,  13, 4, 7,  15, 2,
     8,  14, 12, 0,  1,  10, 6,  9,  11, 5, 0,  14, 7,  11, 10, 4,  13, 1,  5, 8,  12, 6,
     9,  3,  2,  15, 13, 8,  10, 1,  3,  15, 4, 2,  11, 6,  7,  12, 0,  5,  14, 9},
    {10, 0,  9,  14, 6,  3,  15, 5, 1,  13, 12, 7, 11, 4,  2,  8,  13, 7,  0,  9,  3,  4,
     6,  10, 2,  8,  5,  14, 12, 11, 15, 1, 13, 6, 4,  9,  8,  15, 3,  0,  11, 1,  2,  12,
     5,  10, 14, 7,  1,  10, 13, 0,  6,  9,  8,  7, 4,  15, 14, 3,  11, 5,  2,  12},
    {7, 13, 14, 3, 0,  6, 9,  10, 1,  2,  8, 5, 11, 12, 4,  15, 13, 8,  11, 5,  6,  15,
     0, 3,  4,  7, 2,  12, 1,  10, 14, 9, 10, 6, 9,  0,  12, 11, 7,  13, 15, 1,  3,  14,
     5, 2,  8,  4, 3,  15, 0,  6,  10, 1, 13, 8, 9,  4,  5,  11, 12, 7,  2,  14},
    {2,  12, 4,  1,  7,  10, 11, 6, 8, 5,  3, 15, 13, 0,  14, 9,  14, 11, 2,  12, 4,  7,
     13, 1,  5,  0,  15, 10, 3,  9, 8, 6,  4, 2,  1,  11, 10, 13, 7,  8,  15, 9,  12, 5,
     6,  3,  0,  14, 11, 8,  12, 7, 1, 14, 2, 13, 6,  15, 0,  9,  10, 4,  5,  3},
    {12, 1,  10, 15, 9,  2, 6,  8, 0,  13, 3,  4,  14, 7, 5,  11, 10, 15, 4,  2, 7,  12,
     9,  5,  6,  1,  13, 14, 0, 11, 3, 8,  9,  14, 15, 5, 2,  8,  12, 3,  7,  0, 4,  10,
     1,  13, 11, 6,  4,  3,  2,  12, 9, 5, 15, 10, 11, 14, 1,  7, 6,  0,  8,  13},
    {4,  11, 2,  14, 15, 0,  8,  13, 3, 12, 9, 7,  5,  10, 6,  1,  13, 0,  11, 7, 4,  9,
     1,  10, 14, 3,  5,  12, 2,  15, 8, 6,  1, 4,  11, 13, 12, 3,  7,  14, 10, 15, 6,  8,
     0,  5,  9,  2,  6,  11, 13, 8,  1, 4,  10, 7,  9,  5,  0,  15, 14, 2,  3,  12},
    {13, 2,  8,  4,  6, 15, 11, 1,  10, 9, 3, 14, 5,  0,  12, 7, 1,  15, 13, 8,  10, 3,
     7,  4,  12, 5,  6, 11, 0,  14, 9,  2, 7, 11, 4,  1,  9,  12, 14, 2,  0,  6,  10, 13,
     15, 3,  5,  8,  2, 1,  14, 7,  4,  10, 8, 13, 15, 12, 9,  0,  3,  5,  6,  11},
};
static const uint8_t permutation[32] = {16, 7, 20, 21, 29, 12, 28, 17, 1,  15, 23, 26, 5,  18, 31, 10,
                                        2,  8, 24, 14, 32, 27, 3,  9,  19, 13, 30, 6,  22, 11, 4,  25};
static const uint8_t first_choice[56] = {57, 49, 41, 33, 25, 17, 9,  1,  58, 50, 42, 34, 26, 18, 10, 2,  59, 51, 43,
                                         35, 27, 19, 11, 3,  60, 52, 44, 36, 63, 55, 47, 39, 31, 23, 15, 7,  62, 54,
                                         46, 38, 30, 22, 14, 6,  61, 53, 45, 37, 29, 21, 13, 5,  28, 20, 12, 4};
static const uint8_t second_choice[48] = {14, 17, 11, 24, 1,  5,  3,  28, 15, 6,  21, 10, 23, 19, 12, 4,
                                          26, 8,  16, 7,  27, 20, 13, 2,  41, 52, 31, 37, 47, 55, 30, 40,
                                          51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32};

/* One look-up for a substitution box and the permutation behind it, turned left by one bit as the halves are. */
static uint32_t boxes[8][64];
static pthread_once_t boxes_once = PTHREAD_ONCE_INIT;

static uint32_t left(uint32_t word, int bits) { return word << bits | word >> (32 - bits); }

static void make_boxes(void) {
    for (int box = 0; box < 8; box++)
        for (int in = 0; in < 64; in++) {
            int row = (in >> 4 & 2) | (in & 1), column = in >> 1 & 15;
            uint32_t from = (uint32_t)substitution[box][row * 16 + column] << (28 - 4 * box), to = 0;
            for (int bit = 0; bit < 32; bit++) to |= (from >> (32 - permutation[bit]) & 1) << (31 - bit);
            boxes[box][in] = left(to, 1);
        }
}

/* A round takes two words: six bits a box, those of the odd boxes in the first, of the even ones in the second. */
struct weft_des {
    uint32_t rounds[3][32];
    int passes;
    bool decrypts;
    uint8_t vector[8];
};

static void make_rounds(uint32_t rounds[32], const uint8_t key[8], bool decrypts) {
    uint8_t bits[56];
    for (int n = 0; n < 56; n++) bits[n] = key[(first_choice[n] - 1) / 8] >> (7 - (first_choice[n] - 1) % 8) & 1;
    int turned = 0;
    for (int round = 0; round < 16; round++) {
        turned += round == 0 || round == 1 || round == 8 || round == 15 ? 1 : 2;
        uint32_t words[2] = {0, 0};
        for (int n = 0; n < 48; n++) {
            int at = second_choice[n] - 1;
            at = at < 28 ? (at + turned) % 28 : 28 + (at - 28 + turned) % 28;
            words[n / 6 % 2] |= (uint32_t)bits[at] << (24 - n / 12 * 8 + 5 - n % 6);
        }
        uint32_t *to = rounds + 2 * (decrypts ? 15 - round : round);
        to[0] = words[0];
        to[1] = words[1];
    }
    explicit_bzero(bits, sizeof bits);
}

struct weft_des *weft_des_make(const uint8_t *key, size_t count, const uint8_t vector[8], bool decrypts) {
    if (count != 8 && count != 16 && count != 24) return NULL;
    pthread_once(&boxes_once, make_boxes);
    struct weft_des *state = malloc(sizeof *state);
    if (!state) return NULL;
    state->passes = count == 8 ? 1 : 3;
    state->decrypts = decrypts;
    memcpy(state->vector, vector, 8);
    const uint8_t *third = count == 24 ? key + 16 : key;
    if (state->passes == 1) {
        make_rounds(state->rounds[0], key, decrypts);
    } else {
        make_rounds(state->rounds[0], decrypts ? third : key, decrypts);
        make_rounds(state->rounds[1], key + 8, !decrypts);
        make_rounds(state->rounds[2], decrypts ? key : third, decrypts);
    }
    return state;
}

/* The bits of `b` under the mask change place with those of `a` that are `shift` higher. */
#define EXCHANGE(a, b, shift, mask)                 \
    {                                               \
        uint32_t t = ((a >> (shift)) ^ b) & (mask); \
        b ^= t;                                     \
        a ^= t << (shift);                          \
    }

static inline uint32_t round_function(uint32_t half, const uint32_t *key) {
    uint32_t odd = left(half, 28) ^ key[0], even = half ^ key[1];
    uint32_t a = boxes[0][odd >> 24 & 63] ^ boxes[1][even >> 24 & 63];
    uint32_t b = boxes[2][odd >> 16 & 63] ^ boxes[3][even >> 16 & 63];
    uint32_t c = boxes[4][odd >> 8 & 63] ^ boxes[5][even >> 8 & 63];
    uint32_t d = boxes[6][odd & 63] ^ boxes[7][even & 63];
    return (a ^ b) ^ (c ^ d);
}

/* Blocks that don't depend on each other, together: one alone leaves the processor waiting for its look-ups. */
static inline __attribute__((always_inline)) void apply_blocks(
    const struct weft_des *state, uint64_t *blocks, const int count) {
    uint32_t l[2], r[2];
    for (int n = 0; n < count; n++) {
        l[n] = (uint32_t)(blocks[n] >> 32);
        r[n] = (uint32_t)blocks[n];
        EXCHANGE(l[n], r[n], 4, 0x0f0f0f0f)
        EXCHANGE(l[n], r[n], 16, 0x0000ffff)
        EXCHANGE(r[n], l[n], 2, 0x33333333)
        EXCHANGE(r[n], l[n], 8, 0x00ff00ff)
        EXCHANGE(l[n], r[n], 1, 0x55555555)
        l[n] = left(l[n], 1);
        r[n] = left(r[n], 1);
    }
    for (int pass = 0; pass < state->passes; pass++) {
        const uint32_t *key = state->rounds[pass];
        for (int round = 0; round < 8; round++, key += 4) {
            for (int n = 0; n < count; n++) l[n] ^= round_function(r[n], key);
            for (int n = 0; n < count; n++) r[n] ^= round_function(l[n], key + 2);
        }
        /* The last round leaves the halves where they are. */
        for (int n = 0; n < count; n++) {
            uint32_t t = l[n];
            l[n] = r[n];
            r[n] = t;
        }
    }
    for (int n = 0; n < count; n++) {
        l[n] = left(l[n], 31);
        r[n] = left(r[n], 31);
        EXCHANGE(l[n], r[n], 1, 0x55555555)
        EXCHANGE(r[n], l[n], 8, 0x00ff00ff)
        EXCHANGE(r[n], l[n], 2, 0x33333333)
        EXCHANGE(l[n], r[n], 16, 0x0000ffff)
        EXCHANGE(l[n], r[n], 4, 0x0f0f0f0f)
        blocks[n] = (uint64_t)l[n] << 32 | r[n];
    }
}

static uint64_t load(const uint8_t *from) {
    uint64_t word;
    memcpy(&word, from, 8);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static void store(uint8_t *to, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(to, &word, 8);
}

static inline __attribute__((always_inline)) void decrypt(
    struct weft_des *state, uint64_t *chain, const uint8_t *from, uint8_t *to, const int count) {
    uint64_t sealed[2], blocks[2];
    for (int n = 0; n < count; n++) blocks[n] = sealed[n] = load(from + 8 * n);
    apply_blocks(state, blocks, count);
    for (int n = 0; n < count; n++) {
        store(to + 8 * n, blocks[n] ^ *chain);
        *chain = sealed[n];
    }
}

void weft_des_apply(struct weft_des *state, const uint8_t *from, uint8_t *to, size_t blocks) {
    uint64_t chain = load(state->vector);
    if (state->decrypts) {
        for (; blocks >= 2; blocks -= 2, from += 16, to += 16) decrypt(state, &chain, from, to, 2);
        for (; blocks > 0; blocks--, from += 8, to += 8) decrypt(state, &chain, from, to, 1);
    } else {
        for (; blocks > 0; blocks--, from += 8, to += 8) {
            chain ^= load(from);
            apply_blocks(state, &chain, 1);
            store(to, chain);
        }
    }
    store(state->vector, chain);
}

void weft_des_free(struct weft_des *state) {
    if (!state) return;
    explicit_bzero(state, sizeof *state);
    free(state);
}
