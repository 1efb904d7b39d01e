/* The checksums of a packet's chunks, in one call. */
#include "CHadoopCoding.h"

#include <string.h>

static uint32_t load_checksum(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void store_checksum(uint8_t *bytes, uint32_t crc) {
    bytes[0] = (uint8_t)(crc >> 24);
    bytes[1] = (uint8_t)(crc >> 16);
    bytes[2] = (uint8_t)(crc >> 8);
    bytes[3] = (uint8_t)crc;
}

ptrdiff_t weft_verify_chunks(
    enum weft_checksum_type type, const void *data, size_t length, size_t chunk, const void *checksums
) {
    const uint8_t *bytes = data, *sums = checksums;
    size_t index = 0;
    if (type == WEFT_CHECKSUM_NULL || chunk == 0) return -1;
    if (type == WEFT_CHECKSUM_CRC32C) {
        uint32_t crcs[3];
        while (length / 3 >= chunk) {
            weft_crc32c_of_three(bytes, bytes + chunk, bytes + 2 * chunk, chunk, crcs);
            for (size_t part = 0; part < 3; part++)
                if (crcs[part] != load_checksum(sums + 4 * (index + part))) return (ptrdiff_t)(index + part);
            bytes += 3 * chunk;
            length -= 3 * chunk;
            index += 3;
        }
    }
    while (length > 0) {
        size_t count = length < chunk ? length : chunk;
        uint32_t crc = type == WEFT_CHECKSUM_CRC32C ? weft_crc32c(0, bytes, count) : weft_crc32(0, bytes, count);
        if (crc != load_checksum(sums + 4 * index)) return (ptrdiff_t)index;
        bytes += count;
        length -= count;
        index++;
    }
    return -1;
}

void weft_compute_chunks(
    enum weft_checksum_type type, const void *data, size_t length, size_t chunk, void *checksums
) {
    const uint8_t *bytes = data;
    uint8_t *sums = checksums;
    if (type == WEFT_CHECKSUM_NULL || chunk == 0) return;
    if (type == WEFT_CHECKSUM_CRC32C) {
        uint32_t crcs[3];
        while (length / 3 >= chunk) {
            weft_crc32c_of_three(bytes, bytes + chunk, bytes + 2 * chunk, chunk, crcs);
            for (size_t part = 0; part < 3; part++) store_checksum(sums + 4 * part, crcs[part]);
            bytes += 3 * chunk;
            length -= 3 * chunk;
            sums += 12;
        }
    }
    while (length > 0) {
        size_t count = length < chunk ? length : chunk;
        store_checksum(sums, type == WEFT_CHECKSUM_CRC32C ? weft_crc32c(0, bytes, count) : weft_crc32(0, bytes, count));
        bytes += count;
        length -= count;
        sums += 4;
    }
}
