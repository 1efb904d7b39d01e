#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CRC.h"

/* RC4: one stream of key bytes; what is sealed and what is opened each need a state of their own. */
struct weft_rc4;
/* NULL without memory, and for a key that isn't 1 to 256 bytes. */
struct weft_rc4 *weft_rc4_make(const uint8_t *key, size_t count);
/* The bytes combined with the stream's next ones; `to` may be `from`. */
void weft_rc4_apply(struct weft_rc4 *state, const uint8_t *from, uint8_t *to, size_t count);
/* Forgets the key. */
void weft_rc4_free(struct weft_rc4 *state);

/* DES and 3DES (encrypt, decrypt, encrypt) in CBC mode, whose chain goes on from one call to the next. */
struct weft_des;
/* A key of 8, 16 (the third part is the first again) or 24 bytes, whose parity bits don't matter; NULL without memory and
   for another length. */
struct weft_des *weft_des_make(const uint8_t *key, size_t count, const uint8_t vector[8], bool decrypts);
/* Whole blocks of 8 bytes; `to` may be `from`. */
void weft_des_apply(struct weft_des *state, const uint8_t *from, uint8_t *to, size_t blocks);
/* Forgets the key. */
void weft_des_free(struct weft_des *state);
