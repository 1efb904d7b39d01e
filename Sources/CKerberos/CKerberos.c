#include "CKerberos.h"
