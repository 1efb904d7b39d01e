#include "CHadoopCoding.h"
