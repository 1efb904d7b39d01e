#define _GNU_SOURCE
#include "CWeftEngine.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

static _Thread_local void *current_task;

void *weft_current_task(void) { return current_task; }
void weft_set_current_task(void *task) { current_task = task; }

int weft_pipe_cloexec(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }
void weft_name_current_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
void weft_name_process(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
