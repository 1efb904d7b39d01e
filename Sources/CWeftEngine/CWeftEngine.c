#define _GNU_SOURCE
#include "CWeftEngine.h"

#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
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

/* Whether the object's code was changed when it was loaded: such pages are in no file. */
static int has_text_relocations(const struct dl_phdr_info *object) {
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[i];
        if (header->p_type != PT_DYNAMIC) continue;
        for (const ElfW(Dyn) *entry = (const void *)(object->dlpi_addr + header->p_vaddr); entry->d_tag != DT_NULL; entry++) {
            if (entry->d_tag == DT_TEXTREL) return 1;
            if (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL)) return 1;
        }
    }
    return 0;
}

static int drop_read_only_segments(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    (void)context;
    if (has_text_relocations(object)) return 0;
    const ElfW(Addr) page = (ElfW(Addr))sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[i];
        if (header->p_type != PT_LOAD || (header->p_flags & PF_W)) continue;
        ElfW(Addr) start = (object->dlpi_addr + header->p_vaddr) & ~(page - 1);
        ElfW(Addr) end = (object->dlpi_addr + header->p_vaddr + header->p_memsz + page - 1) & ~(page - 1);
        /* The kernel refuses what is no file, such as the page that it adds to each process itself. */
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

static int is_traced(void) {
    char text[2048];
    int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 1;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return 1;
    text[count] = 0;
    const char *line = strstr(text, "\nTracerPid:");
    int tracer = 1;
    return !line || sscanf(line + 11, "%d", &tracer) != 1 || tracer != 0;
}

void weft_unmap_start_code(void) {
    /* A debugger's breakpoints are changed pages of code too. */
    if (!is_traced()) dl_iterate_phdr(drop_read_only_segments, NULL);
}
