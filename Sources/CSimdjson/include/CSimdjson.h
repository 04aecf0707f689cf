// C functions over simdjson (Debian: libsimdjson-dev): they parse a line and return the requested fields.
//
// Swift does not import simdjson's C++ templates. The DOM is walked here, once for each line, instead of with a call for
// each member. The DOM is used and not the on-demand parser, because a line must be validated completely (RFC 8259, UTF-8
// included), also the parts that are not requested.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The longest line of a feed, in bytes without its newline.
#define CCS_MAXIMUM_LINE (1 << 20)

/// The longest redacted line (`ccs_redacted`) in bytes. The replacement of a secret may be longer than the secret.
#define CCS_MAXIMUM_KEPT (2 << 20)

/// The number of bytes after a line that must be readable, with any content. All other code takes it from here.
#define CCS_PADDING 64

/// Bytes inside the line or the parser, valid until the next parse. `bytes` is NULL without a value.
typedef struct {
    const char *bytes;
    size_t length;
} ccs_text;

/// The form of a line.
typedef enum {
    CCS_NOT_JSON,   ///< not UTF-8, or not JSON
    CCS_NO_FORM,    ///< JSON, but not a form of the feed
    CCS_CONTROL,    ///< ["method",{…}] with another method than notify
    CCS_EVENT       ///< an envelope, bare or in a notify frame, with a class and a type that are strings
} ccs_form;

/// The envelope of an event.
typedef struct {
    ccs_text event_class;
    ccs_text type;
    ccs_text domain;       ///< empty if the line names none
    int type_index;        ///< the number its name was added with, or -1
    bool has_time;         ///< eventts is a number
    double time;           ///< eventts as it came
    bool has_data;         ///< data is an object
    bool has_qid;          ///< the notify frame wants an answer
    ccs_text method;       ///< of a control frame
} ccs_envelope;

typedef struct ccs_parser ccs_parser;

/// A parser with its own memory, for one thread; NULL without memory.
ccs_parser *ccs_parser_create(void);
void ccs_parser_destroy(ccs_parser *parser);

/// Declares an event type. Types get numbers from 0 in the order in which they are added. If `secrets` (one bit for each
/// field) is not 0, any value in its data may be a secret of that field, except the values of the `kept` fields.
void ccs_parser_add_type(ccs_parser *parser, const char *name, size_t length, uint32_t secrets, uint32_t kept);

/// Declares a name of a field in `data`. Names with a lower `rank` are tried first. A dot reaches into nested objects. A
/// value under a `secret` name, in upper or lower case, is redacted. Returns false when the tables are full.
bool ccs_parser_add_name(
    ccs_parser *parser, const char *name, size_t length, unsigned field, unsigned rank, bool secret);

/// The number of fields that a parser can know.
#define CCS_FIELDS 24

/// Parses a line. Without `padded`, the bytes after it are not read, at the cost of a copy.
ccs_form ccs_parse(ccs_parser *parser, const char *line, size_t length, bool padded, ccs_envelope *envelope);

/// Reads the fields of the last parsed event. Returns one bit for each field with a value. `fields` has CCS_FIELDS entries.
/// The entries of found fields get the value of the first name that has one, and the others stay unchanged. A value under a
/// secret name in `hidden` (one bit for each field) becomes "(hidden)", as in the redacted line. `holds_secret` tells
/// whether the line has a value under a secret name, or its type is about a secret.
uint32_t ccs_fields(ccs_parser *parser, uint32_t hidden, ccs_text *fields, bool *holds_secret);

/// The last parsed line without the values of secret names in `hidden` (one bit for each field), at any depth. If the type
/// is about one of these secrets, all strings and numbers are hidden, except those of kept fields. A `brief` line has
/// replacements of one character, so it is less than twice as long as the original. Otherwise a line with many secrets may
/// become several times as long.
ccs_text ccs_redacted(ccs_parser *parser, uint32_t hidden, bool brief);

/// The qid of the last parsed frame as JSON; empty if it has none.
ccs_text ccs_qid(ccs_parser *parser);

/// A string parameter of the last parsed control frame.
ccs_text ccs_parameter(ccs_parser *parser, const char *name, size_t length);

/// A parameter of any type as JSON. It uses the same memory as the qid, so request one at a time.
ccs_text ccs_parameter_json(ccs_parser *parser, const char *name, size_t length);

/// The kind of value of a member.
typedef enum {
    CCS_MEMBER_VALUE,     ///< a string, or an integer as its digits
    CCS_MEMBER_NO_VALUE,  ///< null, or a string that means no value
    CCS_MEMBER_OTHER      ///< a value that no field can have: a list, true, a fraction
} ccs_member;

/// Takes a member: its path, with dots between names, and its value. Both are valid only during the call.
typedef void (*ccs_visitor)(void *context, ccs_text path, ccs_member kind, ccs_text value);

/// Visits every member of the data of the last parsed event and of its nested objects, at most four levels deep and 512
/// members.
void ccs_members(ccs_parser *parser, void *context, ccs_visitor visit);

#ifdef __cplusplus
}
#endif

#endif
