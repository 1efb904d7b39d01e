#pragma once

#include <stddef.h>
#include <stdint.h>

/* The CRC32 of zlib, of bytes behind others whose CRC32 is `crc`; 0 stands for none. */
uint32_t weft_crc32(uint32_t crc, const void *bytes, size_t count);
/* The CRC32C (Castagnoli) of bytes behind others whose CRC32C is `crc`; 0 stands for none. */
uint32_t weft_crc32c(uint32_t crc, const void *bytes, size_t count);
/* The same without the processor's instructions, to compare with. */
uint32_t weft_crc32_by_tables(uint32_t crc, const void *bytes, size_t count);
uint32_t weft_crc32c_by_tables(uint32_t crc, const void *bytes, size_t count);
/* The CRC32C of three runs of the same length at once, each from its start. */
void weft_crc32c_of_three(const void *first, const void *second, const void *third, size_t count, uint32_t crcs[3]);

/* The checksums of HDFS, by Hadoop's numbers (ChecksumTypeProto). */
enum weft_checksum_type { WEFT_CHECKSUM_NULL = 0, WEFT_CHECKSUM_CRC32 = 1, WEFT_CHECKSUM_CRC32C = 2 };

/* Checks the data of a packet: one checksum, four bytes big-endian, for each `chunk` bytes; the last chunk may be shorter.
   Returns the first chunk that doesn't match, -1 when all do. There must be a checksum for each chunk, and `chunk` > 0. */
ptrdiff_t weft_verify_chunks(
    enum weft_checksum_type type, const void *data, size_t length, size_t chunk, const void *checksums
);
/* Computes such checksums. */
void weft_compute_chunks(
    enum weft_checksum_type type, const void *data, size_t length, size_t chunk, void *checksums
);
