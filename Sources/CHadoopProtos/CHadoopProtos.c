#include "CHadoopProtos.h"
