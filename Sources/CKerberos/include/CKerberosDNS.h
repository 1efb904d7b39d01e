#pragma once

#include <stdint.h>

/* One server of a service, as DNS names it. */
struct weft_service_record {
    uint16_t priority, weight, port;
    char host[1025];
};

/* Asks DNS for the servers of a service, `_kerberos._tcp.EXAMPLE.COM` for instance: a few seconds at most.
   The number of records found, which may be more than there is room for; 0 for none. */
int weft_find_service(const char *name, struct weft_service_record *records, int room);
