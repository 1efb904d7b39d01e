/* CRC32 as zlib has it: by carry-less multiplication or the processor's own instruction where there is one, else by
   tables. */
#include "CHadoopCoding.h"

#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#ifndef HWCAP_CRC32
#define HWCAP_CRC32 (1 << 7)
#endif
#endif

/* The polynomial with its bits reversed. */
#define POLYNOMIAL 0xedb88320u

typedef uint32_t (*crc_function)(uint32_t, const uint8_t *, size_t);

static uint32_t byte_tables[8][256];
static crc_function best;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint64_t load64(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static uint32_t by_tables(uint32_t crc, const uint8_t *bytes, size_t count) {
    while (count >= 8) {
        uint64_t word = load64(bytes) ^ crc;
        crc = byte_tables[7][word & 0xff] ^ byte_tables[6][(word >> 8) & 0xff] ^ byte_tables[5][(word >> 16) & 0xff] ^
              byte_tables[4][(word >> 24) & 0xff] ^ byte_tables[3][(word >> 32) & 0xff] ^
              byte_tables[2][(word >> 40) & 0xff] ^ byte_tables[1][(word >> 48) & 0xff] ^ byte_tables[0][word >> 56];
        bytes += 8;
        count -= 8;
    }
    while (count-- > 0) crc = byte_tables[0][(crc ^ *bytes++) & 0xff] ^ (crc >> 8);
    return crc;
}

#if defined(__x86_64__)
#define TARGET __attribute__((target("sse4.1,pclmul")))

static int has_hardware(void) {
    unsigned a, b, c = 0, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) && (c & bit_PCLMUL);
}

/* Powers of x modulo the polynomial, reversed and shifted by one as carry-less multiplication of reversed numbers needs:
   a pair moves 128 bits over this many bits (Gopal et al., "Fast CRC Computation Using PCLMULQDQ", 2009). */
#define OVER_512 _mm_set_epi64x(0x1c6e41596, 0x154442bd4)
#define OVER_128 _mm_set_epi64x(0x0ccaa009e, 0x1751997d0)
#define OVER_64 _mm_set_epi64x(0, 0x163cd6124)
/* Barrett's reduction: the polynomial, and x^64 divided by it. */
#define REDUCTION _mm_set_epi64x(0x1f7011641, 0x1db710641)

TARGET static inline __m128i fold(__m128i value, __m128i over, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(value, over, 0x00);
    __m128i high = _mm_clmulepi64_si128(value, over, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

static inline __m128i load128(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)(const void *)bytes); }

TARGET static uint32_t by_hardware(uint32_t crc, const uint8_t *bytes, size_t count) {
    if (count < 64) return by_tables(crc, bytes, count);
    __m128i first = _mm_xor_si128(load128(bytes), _mm_cvtsi32_si128((int)crc));
    __m128i second = load128(bytes + 16), third = load128(bytes + 32), fourth = load128(bytes + 48);
    bytes += 64;
    count -= 64;
    const __m128i over512 = OVER_512, over128 = OVER_128, reduction = REDUCTION;
    while (count >= 64) {
        first = fold(first, over512, load128(bytes));
        second = fold(second, over512, load128(bytes + 16));
        third = fold(third, over512, load128(bytes + 32));
        fourth = fold(fourth, over512, load128(bytes + 48));
        bytes += 64;
        count -= 64;
    }
    __m128i value = fold(fold(fold(first, over128, second), over128, third), over128, fourth);
    while (count >= 16) {
        value = fold(value, over128, load128(bytes));
        bytes += 16;
        count -= 16;
    }
    /* 128 bits to 64, and those to 32. */
    const __m128i low32 = _mm_set_epi32(0, ~0, 0, ~0);
    value = _mm_xor_si128(_mm_srli_si128(value, 8), _mm_clmulepi64_si128(value, over128, 0x10));
    value = _mm_xor_si128(
        _mm_clmulepi64_si128(_mm_and_si128(value, low32), OVER_64, 0x00), _mm_srli_si128(value, 4)
    );
    __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(value, low32), reduction, 0x10);
    quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low32), reduction, 0x00);
    crc = (uint32_t)_mm_extract_epi32(_mm_xor_si128(value, quotient), 1);
    return by_tables(crc, bytes, count);
}
#define HARDWARE
#elif defined(__aarch64__)
static int has_hardware(void) { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }

__attribute__((target("crc"))) static uint32_t by_hardware(uint32_t crc, const uint8_t *bytes, size_t count) {
    while (count >= 8) {
        crc = __crc32d(crc, load64(bytes));
        bytes += 8;
        count -= 8;
    }
    while (count-- > 0) crc = __crc32b(crc, *bytes++);
    return crc;
}
#define HARDWARE
#endif

static void prepare(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1;
        byte_tables[0][byte] = crc;
    }
    for (uint32_t byte = 0; byte < 256; byte++)
        for (int index = 1; index < 8; index++) {
            uint32_t before = byte_tables[index - 1][byte];
            byte_tables[index][byte] = byte_tables[0][before & 0xff] ^ (before >> 8);
        }
    best = by_tables;
#ifdef HARDWARE
    if (has_hardware()) best = by_hardware;
#endif
}

uint32_t weft_crc32(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~best(~crc, bytes, count);
}

uint32_t weft_crc32_by_tables(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~by_tables(~crc, bytes, count);
}
