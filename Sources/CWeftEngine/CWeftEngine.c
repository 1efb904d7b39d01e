#define _GNU_SOURCE
#include "CWeftEngine.h"

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

static _Thread_local void *current_task;

void *weft_current_task(void) { return current_task; }
void weft_set_current_task(void *task) { current_task = task; }

int weft_pipe_cloexec(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }
void weft_name_current_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
void weft_name_process(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

void weft_tune_allocator(int threads) {
#ifdef __GLIBC__
    /* Each arena keeps its own free memory, which the others can't use. One for each thread that computes, one for the rest. */
    mallopt(M_ARENA_MAX, threads + 1);
    /* A fixed threshold: left alone, glibc raises it to the largest block freed so far, up to 32 MiB, and from then on
       tables and arrays of rows stay in the heap, where one small value above them keeps them resident. */
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 4 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
#else
    (void)threads;
#endif
}

void weft_trim_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
