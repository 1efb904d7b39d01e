#define _DEFAULT_SOURCE
#include "CKerberosDNS.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

int weft_find_service(const char *name, struct weft_service_record *records, int room) {
    struct __res_state state;
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return 0;
    state.retrans = 1;
    state.retry = 2;
    unsigned char answer[NS_MAXMSG];
    int length = res_nquery(&state, name, ns_c_in, ns_t_srv, answer, sizeof answer);
    res_nclose(&state);
    ns_msg message;
    if (length <= 0 || length > (int)sizeof answer || ns_initparse(answer, length, &message) != 0) return 0;
    int found = 0;
    for (int n = 0; n < ns_msg_count(message, ns_s_an); n++) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, n, &record) != 0) continue;
        if (ns_rr_type(record) != ns_t_srv || ns_rr_rdlen(record) < 7) continue;
        const unsigned char *data = ns_rr_rdata(record);
        struct weft_service_record entry = {ns_get16(data), ns_get16(data + 2), ns_get16(data + 4), ""};
        if (dn_expand(answer, answer + length, data + 6, entry.host, sizeof entry.host) < 0) continue;
        if (found < room) records[found] = entry;
        found++;
    }
    return found;
}
