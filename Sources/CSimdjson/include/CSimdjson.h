// A thin C face over simdjson (Debian: libsimdjson-dev): one line in, the fields asked for out.
//
// Swift does not import simdjson's C++ templates, and the DOM is walked once a line here rather than through a
// call for every member. simdjson's DOM is used, not its on-demand parser, because a line must be checked in full
// (RFC 8259, UTF-8 included), the parts nobody asked for too.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The longest line of a feed, in bytes without its end.
#define CCS_MAXIMUM_LINE (1 << 20)

/// The longest line without secrets (`ccs_redacted`) that is kept of one: the mark of a secret may be longer than the secret.
#define CCS_MAXIMUM_KEPT (2 << 20)

/// How many bytes after a line must be readable, whatever they hold: the only place that says so.
#define CCS_PADDING 64

/// Bytes inside the line or the parser; `bytes` is NULL where there is no value. Valid until the next parse.
typedef struct {
    const char *bytes;
    size_t length;
} ccs_text;

/// What a line is, judged by its form alone.
typedef enum {
    CCS_NOT_JSON,   ///< not UTF-8, or not JSON
    CCS_NO_FORM,    ///< JSON, but none of the feed's forms
    CCS_CONTROL,    ///< ["method",{…}] with another method than notify
    CCS_EVENT       ///< an envelope, bare or in a notify frame, with a class and a type that are strings
} ccs_form;

/// The envelope of an event.
typedef struct {
    ccs_text event_class;
    ccs_text type;
    ccs_text domain;       ///< no value where it names none
    int type_index;        ///< the number its name was added with, or -1
    bool has_time;         ///< eventts is a number
    double time;           ///< eventts as it came
    bool has_data;         ///< data is an object
    bool has_qid;          ///< the notify frame wants an answer
    ccs_text method;       ///< of a control frame
} ccs_envelope;

typedef struct ccs_parser ccs_parser;

/// A parser of its own memory, for one thread; NULL when there is none to be had.
ccs_parser *ccs_parser_create(void);
void ccs_parser_destroy(ccs_parser *parser);

/// Declares an event type; the names count up from 0 in the order in which they are added. Where `secrets` (a bit a field) is
/// not 0, anything in its data may be a value of that field, but for the fields of `kept`.
void ccs_parser_add_type(ccs_parser *parser, const char *name, size_t length, uint32_t secrets, uint32_t kept);

/// Declares a name of a field in `data`. The lower `rank` is asked first; a dot reaches into nested objects;
/// a value of a `secret` name, in upper or lower case, makes the line one to redact. False when the tables are full.
bool ccs_parser_add_name(
    ccs_parser *parser, const char *name, size_t length, unsigned field, unsigned rank, bool secret);

/// Fields that a parser knows.
#define CCS_FIELDS 24

/// Parses a line. Without `padded`, the bytes after it are not touched, at the price of a copy.
ccs_form ccs_parse(ccs_parser *parser, const char *line, size_t length, bool padded, ccs_envelope *envelope);

/// Fields of the data of the event that was parsed last: which of them have a value, a bit each. `fields` has CCS_FIELDS
/// places; those of the fields found are set to the first name's text that holds a value, the rest is left as it was.
/// A value that stands under a secret name of `hidden` (a bit a field) is "(hidden)", whatever the field: it is the same in the
/// line without secrets. `holds_secret` says whether the line holds a value of a secret name, or is of a type that is about one.
uint32_t ccs_fields(ccs_parser *parser, uint32_t hidden, ccs_text *fields, bool *holds_secret);

/// The line parsed last with the values of secret names in `hidden` (a bit a field) taken out, at any depth; where its type
/// is about one of them, with all strings and numbers taken out but for the fields that are kept. A `brief` one has marks of one
/// character, so it is less than twice as long as the line; else a line of many secrets may become several times as long.
ccs_text ccs_redacted(ccs_parser *parser, uint32_t hidden, bool brief);

/// The qid of the frame that was parsed last, as JSON; no value where it has none.
ccs_text ccs_qid(ccs_parser *parser);

/// A member of the parameters of the control frame that was parsed last, where it is a string.
ccs_text ccs_parameter(ccs_parser *parser, const char *name, size_t length);

/// A member of the same parameters, whatever it is, as JSON. It lies where the qid does: ask for one at a time.
ccs_text ccs_parameter_json(ccs_parser *parser, const char *name, size_t length);

/// What a member holds.
typedef enum {
    CCS_MEMBER_VALUE,     ///< a string, or an integer as its digits
    CCS_MEMBER_NO_VALUE,  ///< null, or a string that means none
    CCS_MEMBER_OTHER      ///< what no field can be: a list, true, a fraction
} ccs_member;

/// Takes a member: its path, with dots between names, and its value. Both are valid until it returns.
typedef void (*ccs_visitor)(void *context, ccs_text path, ccs_member kind, ccs_text value);

/// Shows every member of the data of the event that was parsed last, and of the objects in it, four deep, 512 at most.
void ccs_members(ccs_parser *parser, void *context, ccs_visitor visit);

#ifdef __cplusplus
}
#endif

#endif
