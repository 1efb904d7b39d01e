#include "CKerberos.h"

#include <dlfcn.h>
#include <stddef.h>

const gss_OID_desc weft_gss_mechanism_krb5 = {9, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02"};
const gss_OID_desc weft_gss_name_hostbased_service = {10, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x04"};
const gss_OID_desc weft_gss_name_krb5_principal = {10, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01"};

const char *weft_kerberos_load(struct weft_kerberos *table, const char *gssapi, const char *krb5) {
    void *library = dlopen(krb5, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
#define WEFT_LOAD(name)                                          \
    if (!(*(void **)&table->name = dlsym(library, #name))) return dlerror();
    WEFT_KRB5_FUNCTIONS(WEFT_LOAD)
    library = dlopen(gssapi, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
    WEFT_GSSAPI_FUNCTIONS(WEFT_LOAD)
    return NULL;
}
