#include "CWeftEngine.h"

static _Thread_local void *current_task;

void *weft_current_task(void) { return current_task; }
void weft_set_current_task(void *task) { current_task = task; }
