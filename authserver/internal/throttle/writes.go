package throttle

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/core"
	"quartet.example/shared/addressgroup"
)

const (
	// unit is how many bytes of a record count as one. An authorization request of
	// an ordinary client takes one.
	unit = 1 << 10

	// MaxRecord is the maximum size of one record in bytes, also for authenticated
	// senders. Each parameter that goes into a record has its own, lower limit.
	MaxRecord = 16 << 10

	// maxAddresses bounds the memory. When so many addresses are counted, all further
	// addresses share one allowance.
	maxAddresses = 20_000
)

// errNoSender means that the context of a request names no sender. This is a programming error:
// Context adds the sender, and must be called for every request.
var errNoSender = errors.New("a record is stored without the address of its sender")

// Writes holds, for each address, an allowance of records that unauthenticated requests
// may store. It refills continuously. It is safe for concurrent use.
type Writes struct {
	now       func() time.Time
	perMinute float64

	mu    sync.Mutex
	used  map[string]level
	swept time.Time
}

// level is the used part of an allowance at a time.
type level struct {
	used float64
	at   time.Time
}

// NewWrites returns Writes that allow each address perMinute records of up to 1 KiB a
// minute. A larger record counts as several.
func NewWrites(perMinute int, now func() time.Time) *Writes {
	return &Writes{now: now, perMinute: float64(perMinute), used: make(map[string]level)}
}

// Context returns ctx with the sender of the request (core.Sender). It is for web.Options, which calls
// it once for each request; a middleware would copy the request once more.
func (w *Writes) Context(ctx context.Context, c echo.Context) context.Context {
	return core.WithSender(ctx, c.RealIP())
}

// Admit returns nil if a record of that many bytes may be stored now. It refuses by
// as.record.size (413) if the record is larger than MaxRecord, and by as.start.rate
// (429 with Retry-After, RFC 6585 §4) if the sender is not authenticated and its address
// has used up its allowance. Without a sender in the context it returns an error, so that
// no record is stored uncounted.
func (w *Writes) Admit(ctx context.Context, size int) error {
	sender := core.SenderOf(ctx)
	if sender == nil {
		return errNoSender
	}
	if err := checks.RecordSize.Require(ctx, size <= MaxRecord); err != nil { // RFC 9126 §2.3
		return err
	}
	if !sender.Stranger() {
		return nil
	}
	if wait := w.take(addressgroup.Of(sender.Address), float64(1+size/unit)); wait > 0 {
		return checks.StartRate.Fail(ctx, nil).After(wait)
	}
	checks.StartRate.Pass(ctx)
	return nil
}

// Reset refills all allowances.
func (w *Writes) Reset() {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.used)
}

// take uses n of the allowance of the address. If too little is left, it uses nothing and returns
// how long to wait.
func (w *Writes) take(address string, n float64) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	if _, seen := w.used[address]; !seen {
		if address = w.room(address, now); address == "" {
			address = "others"
		}
	}
	used, n := w.left(w.used[address], now), min(n, w.perMinute)
	if used+n > w.perMinute {
		return time.Duration(math.Ceil((used + n - w.perMinute) / w.perMinute * float64(time.Minute)))
	}
	w.used[address] = level{used + n, now}
	return 0
}

// left returns how much of the allowance is still used at the time now.
func (w *Writes) left(l level, now time.Time) float64 {
	return max(0, l.used-max(0, now.Sub(l.at).Minutes())*w.perMinute)
}

// room returns the address if it can be counted separately, or "" if too many addresses are
// counted. At most once a second it deletes addresses whose allowance is full again.
func (w *Writes) room(address string, now time.Time) string {
	if len(w.used) < maxAddresses {
		return address
	}
	if now.Sub(w.swept) < time.Second {
		return ""
	}
	w.swept = now
	for other, l := range w.used {
		if w.left(l, now) == 0 {
			delete(w.used, other)
		}
	}
	if len(w.used) < maxAddresses {
		return address
	}
	return ""
}
