package throttle

import (
	"math"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/checks"
	"quartet.example/shared/addressgroup"
)

// maxAddresses bounds the memory: beyond it, addresses that were not seen yet
// share one allowance.
const maxAddresses = 20_000

// Starts is an allowance of starts for each address, which refills evenly. It
// is safe for concurrent use.
type Starts struct {
	now       func() time.Time
	perMinute float64

	mu    sync.Mutex
	used  map[string]level
	swept time.Time
}

// level is how much of an allowance was used up at a time.
type level struct {
	used float64
	at   time.Time
}

// NewStarts allows each address that many starts a minute.
func NewStarts(perMinute int, now func() time.Time) *Starts {
	return &Starts{now: now, perMinute: float64(perMinute), used: make(map[string]level)}
}

// Middleware answers 429 with Retry-After (RFC 6585 §4) to an address that has
// used up its allowance, on these routes only.
func (s *Starts) Middleware(routes ...string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if !slices.Contains(routes, c.Path()) {
				return next(c)
			}
			ctx := c.Request().Context()
			if wait := s.take(addressgroup.Of(c.RealIP())); wait > 0 {
				return checks.StartRate.Fail(ctx, nil).WithStatus(http.StatusTooManyRequests).After(wait)
			}
			if err := checks.StartRate.Require(ctx, true); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// take uses one of the allowance, or gives how long to wait for one.
func (s *Starts) take(address string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if _, seen := s.used[address]; !seen {
		if address = s.room(address, now); address == "" {
			address = "others"
		}
	}
	used := s.left(s.used[address], now)
	if used+1 > s.perMinute {
		return time.Duration(math.Ceil((used + 1 - s.perMinute) / s.perMinute * float64(time.Minute)))
	}
	s.used[address] = level{used + 1, now}
	return 0
}

// left is what is still used up now.
func (s *Starts) left(l level, now time.Time) float64 {
	return max(0, l.used-max(0, now.Sub(l.at).Minutes())*s.perMinute)
}

// room makes room for an address; "" if there is none. It looks for allowances
// that are whole again at most once a second.
func (s *Starts) room(address string, now time.Time) string {
	if len(s.used) < maxAddresses {
		return address
	}
	if now.Sub(s.swept) < time.Second {
		return ""
	}
	s.swept = now
	for other, l := range s.used {
		if s.left(l, now) == 0 {
			delete(s.used, other)
		}
	}
	if len(s.used) < maxAddresses {
		return address
	}
	return ""
}
