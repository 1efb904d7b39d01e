/* CRC32C (Castagnoli): by the processor's own instruction where there is one, else by tables. */
#include "CHadoopCoding.h"

#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#ifndef HWCAP_CRC32
#define HWCAP_CRC32 (1 << 7)
#endif
#endif

/* The polynomial with its bits reversed, as the instruction has it. */
#define POLYNOMIAL 0x82f63b78u

/* The instruction takes three cycles and can start each cycle, so three runs of bytes are taken at once; the register of
   an earlier run is then moved past a later one by a table. */
#define LONG_RUN 4096
#define SHORT_RUN 256

typedef uint32_t (*crc_function)(uint32_t, const uint8_t *, size_t);

static uint32_t byte_tables[8][256];
static uint32_t long_shift[4][256], short_shift[4][256];
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

/* The product of two polynomials modulo the CRC's. */
static uint32_t multiply(uint32_t left, uint32_t right) {
    uint32_t product = 0;
    for (uint32_t bit = 1u << 31; bit != 0; bit >>= 1) {
        if (left & bit) product ^= right;
        right = right & 1 ? (right >> 1) ^ POLYNOMIAL : right >> 1;
    }
    return product;
}

/* What a register becomes behind `count` zero bytes, a table for each of its bytes. */
static void fill_shift(uint32_t table[4][256], size_t count) {
    uint32_t power = 1u << 31, square = 1u << 30;
    for (size_t rest = 8 * count; rest != 0; rest >>= 1) {
        if (rest & 1) power = multiply(power, square);
        square = multiply(square, square);
    }
    for (int index = 0; index < 4; index++)
        for (uint32_t byte = 0; byte < 256; byte++) table[index][byte] = multiply(power, byte << (8 * index));
}

static inline uint32_t shift(uint32_t table[4][256], uint32_t crc) {
    return table[0][crc & 0xff] ^ table[1][(crc >> 8) & 0xff] ^ table[2][(crc >> 16) & 0xff] ^ table[3][crc >> 24];
}

#if defined(__x86_64__)
#define HARDWARE __attribute__((target("sse4.2")))
#define STEP8(crc, bytes) ((uint32_t)_mm_crc32_u64((crc), load64(bytes)))
#define STEP1(crc, byte) (_mm_crc32_u8((crc), (byte)))
static int has_hardware(void) {
    unsigned a, b, c = 0, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2);
}
#elif defined(__aarch64__)
#define HARDWARE __attribute__((target("crc")))
#define STEP8(crc, bytes) (__crc32cd((crc), load64(bytes)))
#define STEP1(crc, byte) (__crc32cb((crc), (byte)))
static int has_hardware(void) { return (getauxval(AT_HWCAP) & HWCAP_CRC32) != 0; }
#endif

#ifdef HARDWARE
HARDWARE static inline uint32_t three_runs(
    uint32_t crc, const uint8_t *bytes, size_t run, uint32_t table[4][256]
) {
    uint32_t second = 0, third = 0;
    for (size_t at = 0; at < run; at += 8) {
        crc = STEP8(crc, bytes + at);
        second = STEP8(second, bytes + run + at);
        third = STEP8(third, bytes + 2 * run + at);
    }
    return shift(table, shift(table, crc) ^ second) ^ third;
}

HARDWARE static uint32_t by_hardware(uint32_t crc, const uint8_t *bytes, size_t count) {
    while (count >= 3 * LONG_RUN) {
        crc = three_runs(crc, bytes, LONG_RUN, long_shift);
        bytes += 3 * LONG_RUN;
        count -= 3 * LONG_RUN;
    }
    while (count >= 3 * SHORT_RUN) {
        crc = three_runs(crc, bytes, SHORT_RUN, short_shift);
        bytes += 3 * SHORT_RUN;
        count -= 3 * SHORT_RUN;
    }
    while (count >= 8) {
        crc = STEP8(crc, bytes);
        bytes += 8;
        count -= 8;
    }
    while (count-- > 0) crc = STEP1(crc, *bytes++);
    return crc;
}

HARDWARE static void three_by_hardware(
    const uint8_t *first, const uint8_t *second, const uint8_t *third, size_t count, uint32_t crcs[3]
) {
    uint32_t one = ~0u, two = ~0u, three = ~0u;
    size_t at = 0;
    for (; at + 8 <= count; at += 8) {
        one = STEP8(one, first + at);
        two = STEP8(two, second + at);
        three = STEP8(three, third + at);
    }
    for (; at < count; at++) {
        one = STEP1(one, first[at]);
        two = STEP1(two, second[at]);
        three = STEP1(three, third[at]);
    }
    crcs[0] = ~one;
    crcs[1] = ~two;
    crcs[2] = ~three;
}
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
    fill_shift(long_shift, LONG_RUN);
    fill_shift(short_shift, SHORT_RUN);
    if (has_hardware()) best = by_hardware;
#endif
}

uint32_t weft_crc32c(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~best(~crc, bytes, count);
}

uint32_t weft_crc32c_by_tables(uint32_t crc, const void *bytes, size_t count) {
    pthread_once(&once, prepare);
    return ~by_tables(~crc, bytes, count);
}

void weft_crc32c_of_three(const void *first, const void *second, const void *third, size_t count, uint32_t crcs[3]) {
    pthread_once(&once, prepare);
#ifdef HARDWARE
    if (best == by_hardware) return three_by_hardware(first, second, third, count, crcs);
#endif
    crcs[0] = ~by_tables(~0u, first, count);
    crcs[1] = ~by_tables(~0u, second, count);
    crcs[2] = ~by_tables(~0u, third, count);
}
