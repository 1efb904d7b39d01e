#pragma once
#include <stddef.h>
#include <zlib.h>

// In <string.h> for _GNU_SOURCE only, which Swift's importer doesn't define.
extern void *memmem(const void *haystack, size_t haystacklen, const void *needle, size_t needlelen);
