package proxy

import (
	"net/http"
	"net/textproto"
	"strings"
)

// The header fields that are copied. All others are dropped: Cookie, Authorization, Origin,
// Referer, Sec-*, X-Forwarded-*, Forwarded; Set-Cookie, WWW-Authenticate, Server, Alt-Svc,
// Clear-Site-Data, Access-Control-*; and those that belong to one connection.
var (
	requestFields = []field{
		{"Accept", list},
		{"Accept-Language", list},
		{"Content-Type", single},
		{"Last-Event-Id", single},
		{"If-Match", list},
		{"If-None-Match", list},
		{"If-Modified-Since", single},
		{"If-Unmodified-Since", single}, // RFC 9110 §13.1
	}
	answerFields = []field{
		{"Content-Type", single},
		{"Content-Language", list},
		{"Content-Disposition", single},
		{"Etag", single},
		{"Last-Modified", single},
		{"Allow", list},
		{"Retry-After", single},
	}
)

type field struct {
	name string // canonical
	kind kind
}

// kind says what it means if a field occurs more than once (RFC 9110 §5.3).
type kind int

const (
	single kind = iota // one value: only the first is copied
	list               // a list: all values are copied
)

// pass copies the fields that are on the list.
func pass(to, from http.Header, fields []field) {
	dropped := ofConnection(from)
	for _, f := range fields {
		values := from[f.name]
		switch {
		case len(values) == 0 || dropped[f.name]:
		case f.kind == list:
			to.Set(f.name, strings.Join(values, ", "))
		default:
			to.Set(f.name, values[0])
		}
	}
}

// ofConnection returns the fields that Connection names. They are for this hop only and must not
// be copied (RFC 9110 §7.6.1). Those that always are, such as Upgrade, are on no list.
func ofConnection(h http.Header) map[string]bool {
	var named map[string]bool
	for _, line := range h["Connection"] {
		for option := range strings.SplitSeq(line, ",") {
			if named == nil {
				named = map[string]bool{}
			}
			named[textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(option))] = true
		}
	}
	return named
}
