// The system's lz4.
#include <lz4.h>
