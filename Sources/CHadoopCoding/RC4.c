#define _DEFAULT_SOURCE
#include "CHadoopCoding.h"

#include <stdlib.h>
#include <string.h>

/* Elements of 32 bits: the processor writes and reads them without merging parts of a register. */
struct weft_rc4 {
    uint8_t i, j;
    uint32_t box[256];
};

struct weft_rc4 *weft_rc4_make(const uint8_t *key, size_t count) {
    if (count == 0 || count > 256) return NULL;
    struct weft_rc4 *state = malloc(sizeof *state);
    if (!state) return NULL;
    state->i = state->j = 0;
    for (uint32_t n = 0; n < 256; n++) state->box[n] = n;
    uint32_t j = 0;
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t x = state->box[n];
        j = (j + x + key[n % count]) & 255;
        state->box[n] = state->box[j];
        state->box[j] = x;
    }
    return state;
}

/* One byte of the stream. The next element is read before the exchange, so that the processor doesn't wait for the stores,
   and taken from the exchange where it was part of it. */
#define STEP(stream, shift)                                \
    {                                                      \
        i++;                                               \
        j += (uint8_t)x;                                   \
        uint8_t next = i + 1;                              \
        uint32_t y = box[j], following = box[next];        \
        box[i] = y;                                        \
        box[j] = x;                                        \
        stream |= (uint64_t)box[(uint8_t)(x + y)] << shift; \
        x = next == j ? x : following;                     \
    }

void weft_rc4_apply(struct weft_rc4 *state, const uint8_t *from, uint8_t *to, size_t count) {
    uint8_t i = state->i, j = state->j;
    uint32_t *box = state->box, x = box[(uint8_t)(i + 1)];
    /* Eight bytes are combined in one word: a store of a byte behind each step would cost as much as the step. */
    while (count >= 8) {
        uint64_t stream = 0, word;
        STEP(stream, 0)
        STEP(stream, 8)
        STEP(stream, 16)
        STEP(stream, 24)
        STEP(stream, 32)
        STEP(stream, 40)
        STEP(stream, 48)
        STEP(stream, 56)
        memcpy(&word, from, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        stream = __builtin_bswap64(stream);
#endif
        word ^= stream;
        memcpy(to, &word, 8);
        from += 8;
        to += 8;
        count -= 8;
    }
    while (count--) {
        uint64_t stream = 0;
        STEP(stream, 0)
        *to++ = *from++ ^ (uint8_t)stream;
    }
    state->i = i;
    state->j = j;
}

void weft_rc4_free(struct weft_rc4 *state) {
    if (!state) return;
    explicit_bzero(state, sizeof *state);
    free(state);
}
