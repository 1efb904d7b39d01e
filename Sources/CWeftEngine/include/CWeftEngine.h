#pragma once

#include <stddef.h>
#include <stdint.h>

/* CRC32C. */
#include "CHadoopCoding.h"

/* The task that the calling thread is running: an unretained pointer to the engine's TaskContext, NULL outside tasks.
   A C thread-local is one instruction to read, which matters because accumulators read it for each row. */
void *weft_current_task(void);
void weft_set_current_task(void *task);

/* Asks for the cache line at an address, which may be any address: the processor ignores those it can't read. */
static inline void weft_prefetch(const void *address) { __builtin_prefetch(address); }

/* glibc shows these two only to C with _GNU_SOURCE. */
int weft_pipe_cloexec(int descriptors[2]);
void weft_name_current_thread(const char *name);
enum { WEFT_SPAWN_SETSID = 0x80 };

/* The name that ps and top show for the process; the system keeps 15 bytes of it. */
void weft_name_process(const char *name);

/* Settings of the C library's allocator that keep the process's resident memory near what it uses; `threads` is how many
   threads allocate much. Without effect where the library has no such settings. */
void weft_tune_allocator(int threads);
/* Gives free memory back to the system, where the library can. */
void weft_trim_memory(void);

/* Takes code and constants of the executable and its libraries out of the process's resident memory. They stay in the page
   cache, from which the kernel maps again what is used. */
void weft_unmap_start_code(void);
