package proxy

import (
	"net/http"
	"net/textproto"
	"strings"
)

// The fields that pass. Everything else stays on its side: Cookie,
// Authorization, Origin, Referer, Sec-*, X-Forwarded-*, Forwarded; Set-Cookie,
// WWW-Authenticate, Server, Alt-Svc, Clear-Site-Data, Access-Control-*; and
// what belongs to one connection only.
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

// kind tells what a field that comes more than once means (RFC 9110 §5.3).
type kind int

const (
	single kind = iota // one value: the first counts, and goes on alone
	list               // one value, in parts
)

// pass copies the fields that may pass.
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

// ofConnection are the fields that Connection names: they were meant for us, and
// must not go on (RFC 9110 §7.6.1). Those that always are, such as Upgrade, are
// on no list.
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
