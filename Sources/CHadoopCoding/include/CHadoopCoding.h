#pragma once

#include "CRC.h"
