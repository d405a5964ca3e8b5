package securityevents

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/securityevent"
)

// maxEvents is the maximum number of events in one response. If there are more, moreAvailable is
// true.
const maxEvents = 500

// maxAck is the maximum number of jti values that one poll may acknowledge.
const maxAck = 10_000

// poll is a poll request that passed the checks.
type poll struct {
	securityevent.Poll
	limit int // of events in the answer
}

// parse reads the body (RFC 8936 §2.2).
func parse(ctx context.Context, r *http.Request) (poll, error) {
	p := poll{limit: maxEvents}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return p, checks.EventsPoll.Fail(ctx, err)
	}
	decoder := json.NewDecoder(r.Body)
	if err := decoder.Decode(&p.Poll); err != nil {
		return p, checks.EventsPoll.Fail(ctx, err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return p, checks.EventsPoll.Fail(ctx, err)
	}
	if p.MaxEvents != nil {
		p.limit = min(p.limit, *p.MaxEvents)
	}
	if err := checks.EventsPoll.Require(ctx, p.limit >= 0 && len(p.Ack) <= maxAck); err != nil {
		return p, err
	}
	return p, checks.EventsPosition.Require(ctx, p.places())
}

// places tells whether position and all values of ack have the form of positions. The jti of an
// event is its position.
func (p *poll) places() bool {
	for _, jti := range p.Ack {
		if !isPosition(jti) {
			return false
		}
	}
	return p.Position == "" || isPosition(p.Position)
}

// isPosition tells whether s has the form of a position in the feed: two decimal numbers of up to
// 19 digits, separated by "-".
func isPosition(s string) bool {
	ms, n, ok := strings.Cut(s, "-")
	return ok && isNumber(ms) && isNumber(n)
}

func isNumber(s string) bool {
	return s != "" && len(s) <= 19 && strings.Trim(s, "0123456789") == "" // 19 digits fit into 64 bits
}

// before tells whether position a is before b; "" is before all others.
func before(a, b string) bool {
	aMS, aN := numbers(a)
	bMS, bN := numbers(b)
	return cmp.Or(cmp.Compare(aMS, bMS), cmp.Compare(aN, bN)) < 0
}

func numbers(position string) (ms, n uint64) {
	first, second, _ := strings.Cut(position, "-")
	ms, _ = strconv.ParseUint(first, 10, 64)
	n, _ = strconv.ParseUint(second, 10, 64)
	return ms, n
}
