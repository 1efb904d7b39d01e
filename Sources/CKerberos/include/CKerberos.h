#pragma once

/* The headers are needed to compile, the libraries are loaded when they are first used: a process that only has tokens
   runs on hosts without Kerberos. */
#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <krb5/krb5.h>
#include <profile.h>

#include "CKerberosDNS.h"

#define WEFT_GSSAPI_FUNCTIONS(X)  \
    X(gss_accept_sec_context)     \
    X(gss_acquire_cred_from)      \
    X(gss_delete_sec_context)     \
    X(gss_display_name)           \
    X(gss_display_status)         \
    X(gss_import_name)            \
    X(gss_init_sec_context)       \
    X(gss_inquire_context)        \
    X(gss_release_buffer)         \
    X(gss_release_cred)           \
    X(gss_release_name)           \
    X(gss_unwrap)                 \
    X(gss_wrap)                   \
    X(gss_wrap_size_limit)

#define WEFT_KRB5_FUNCTIONS(X)                 \
    X(krb5_cc_close)                           \
    X(krb5_cc_default)                         \
    X(krb5_cc_default_name)                    \
    X(krb5_cc_destroy)                         \
    X(krb5_cc_end_seq_get)                     \
    X(krb5_cc_cache_match)                     \
    X(krb5_cc_get_full_name)                   \
    X(krb5_cc_get_principal)                   \
    X(krb5_cc_get_type)                        \
    X(krb5_cc_new_unique)                      \
    X(krb5_cc_next_cred)                       \
    X(krb5_cc_resolve)                         \
    X(krb5_cc_start_seq_get)                   \
    X(krb5_decode_ticket)                      \
    X(krb5_enctype_to_name)                    \
    X(krb5_free_context)                       \
    X(krb5_free_cred_contents)                 \
    X(krb5_free_default_realm)                 \
    X(krb5_free_error_message)                 \
    X(krb5_free_host_realm)                    \
    X(krb5_free_keytab_entry_contents)         \
    X(krb5_free_principal)                     \
    X(krb5_free_string)                        \
    X(krb5_free_ticket)                        \
    X(krb5_free_unparsed_name)                 \
    X(krb5_get_default_realm)                  \
    X(krb5_get_error_message)                  \
    X(krb5_get_host_realm)                     \
    X(krb5_get_init_creds_keytab)              \
    X(krb5_get_init_creds_opt_alloc)           \
    X(krb5_get_init_creds_opt_free)            \
    X(krb5_get_init_creds_opt_set_out_ccache)  \
    X(krb5_get_profile)                        \
    X(krb5_init_context)                       \
    X(krb5_is_config_principal)                \
    X(krb5_kt_close)                           \
    X(krb5_kt_end_seq_get)                     \
    X(krb5_kt_next_entry)                      \
    X(krb5_kt_resolve)                         \
    X(krb5_kt_start_seq_get)                   \
    X(krb5_parse_name)                         \
    X(krb5_principal_compare)                  \
    X(krb5_timeofday)                          \
    X(krb5_unparse_name)                       \
    X(profile_free_list)                       \
    X(profile_get_boolean)                     \
    X(profile_get_values)                      \
    X(profile_release)

/* The libraries' functions under their own names. */
#define WEFT_FIELD(name) __typeof__(name) *name;
struct weft_kerberos {
    WEFT_GSSAPI_FUNCTIONS(WEFT_FIELD)
    WEFT_KRB5_FUNCTIONS(WEFT_FIELD)
};
#undef WEFT_FIELD

/* Loads the libraries into a table. NULL for success, else what the loader says, which the next call may overwrite. */
const char *weft_kerberos_load(struct weft_kerberos *table, const char *gssapi, const char *krb5);

/* The identifiers that are variables of the library. */
extern const gss_OID_desc weft_gss_mechanism_krb5;
extern const gss_OID_desc weft_gss_name_hostbased_service;
extern const gss_OID_desc weft_gss_name_krb5_principal;

/* Tells Swift what the headers say in macros that it can't read. */
static inline int weft_gss_is_error(OM_uint32 major) { return GSS_ERROR(major) != 0; }
static inline OM_uint32 weft_gss_routine_error(OM_uint32 major) { return GSS_ROUTINE_ERROR(major); }
static inline int weft_gss_continues(OM_uint32 major) { return (major & GSS_S_CONTINUE_NEEDED) != 0; }
static inline OM_uint32 weft_gss_supplement(OM_uint32 major) { return GSS_SUPPLEMENTARY_INFO(major); }
