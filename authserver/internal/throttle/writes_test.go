package throttle_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/internal/core"
	"quartet.example/authserver/internal/storetest"
	"quartet.example/authserver/internal/throttle"
	"quartet.example/shared/web"
)

// site is a server that stores a record of ?size bytes for each POST. One address may store ten
// records of up to 1 KiB a minute.
func site(t *testing.T, trusted ...netip.Prefix) (func(remote, forwarded, query string) *httptest.ResponseRecorder, *storetest.Clock) {
	t.Helper()
	clock := storetest.NewClock()
	writes := throttle.NewWrites(10, clock.Now)
	e := web.New(web.Options{Service: "test", Log: slog.New(slog.DiscardHandler), Now: clock.Now, TrustedProxies: trusted, Context: writes.Context})
	e.GET("/", func(c echo.Context) error {
		if c.QueryParam("authenticated") != "" {
			core.SenderOf(c.Request().Context()).Authenticated()
		}
		size, _ := strconv.Atoi(c.QueryParam("size"))
		if err := writes.Admit(c.Request().Context(), size); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
	e.GET("/reads", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	return func(remote, forwarded, path string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.RemoteAddr = remote
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
			r.Header.Set("X-Real-Ip", forwarded)
			r.Header.Set("Forwarded", "for="+forwarded)
		}
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, r)
		return rec
	}, clock
}

func TestFlood(t *testing.T) { // O-24
	get, clock := site(t)
	flood := func(n int, remote func(i int) string) (passed int) {
		for i := range n {
			if get(remote(i), fmt.Sprintf("198.51.100.%d", i%250), "/").Code == http.StatusNoContent {
				passed++
			}
		}
		return passed
	}
	t.Run("O-24 one address cannot pass its allowance with X-Forwarded-For", func(t *testing.T) {
		if got := flood(1000, func(int) string { return "192.0.2.1:5000" }); got != 10 {
			t.Errorf("got %d, want 10", got)
		}
	})
	t.Run("O-24 then 429 with Retry-After", func(t *testing.T) {
		if rec := get("192.0.2.1:5000", "", "/"); rec.Code != http.StatusTooManyRequests || rec.Header().Get("Retry-After") != "6" {
			t.Errorf("got %d, Retry-After %q", rec.Code, rec.Header().Get("Retry-After"))
		}
	})
	t.Run("O-24 other addresses are served, and requests that store nothing too", func(t *testing.T) {
		if rec := get("192.0.2.2:5000", "", "/"); rec.Code != http.StatusNoContent {
			t.Errorf("another address: got %d", rec.Code)
		}
		if rec := get("192.0.2.1:5000", "", "/reads"); rec.Code != http.StatusNoContent {
			t.Errorf("another route: got %d", rec.Code)
		}
	})
	t.Run("addresses of one /64 share an allowance", func(t *testing.T) {
		if got := flood(100, func(i int) string { return fmt.Sprintf("[2001:db8::%x]:5000", i+1) }); got != 10 {
			t.Errorf("got %d, want 10", got)
		}
	})
	t.Run("it refills evenly", func(t *testing.T) {
		clock.Forward(12 * time.Second)
		if got := flood(10, func(int) string { return "192.0.2.1:5000" }); got != 2 {
			t.Errorf("after 12s: got %d, want 2", got)
		}
	})
	t.Run("memory is bounded: too many addresses share one allowance", func(t *testing.T) {
		last := flood(25_000, func(i int) string { return fmt.Sprintf("10.%d.%d.1:5000", i/250, i%250) })
		if last > 20_000+10 {
			t.Errorf("%d passed", last)
		}
		clock.Forward(time.Minute)
		if rec := get("203.0.113.9:5000", "", "/"); rec.Code != http.StatusNoContent {
			t.Errorf("a minute later: got %d", rec.Code)
		}
	})
}

func TestClientBehindATrustedProxyIsCounted(t *testing.T) {
	get, _ := site(t, netip.MustParsePrefix("192.0.2.0/24"))
	for range 10 {
		get("192.0.2.1:5000", "198.51.100.1", "/")
	}
	if get("192.0.2.1:5000", "198.51.100.1", "/").Code != http.StatusTooManyRequests {
		t.Error("the client is not counted")
	}
	if get("192.0.2.1:5000", "198.51.100.2", "/").Code != http.StatusNoContent {
		t.Error("the proxy is counted")
	}
}

func TestSizes(t *testing.T) {
	stores := func(query string) (n, last int) {
		get, _ := site(t)
		for {
			last = get("192.0.2.1:5000", "", "/?"+query).Code
			if last != http.StatusNoContent || n == 100 {
				return n, last
			}
			n++
		}
	}
	for name, tt := range map[string]struct {
		query   string
		n, last int
	}{
		"a record of up to 1 KiB counts as one":  {"size=1023", 10, http.StatusTooManyRequests},
		"a larger one counts as several":         {"size=4096", 2, http.StatusTooManyRequests},
		"the largest can be stored":              {"size=16384", 1, http.StatusTooManyRequests},
		"a larger one is not stored":             {"size=16385&authenticated=1", 0, http.StatusRequestEntityTooLarge},
		"an authenticated client is not limited": {"size=1&authenticated=1", 100, http.StatusNoContent},
	} {
		t.Run(name, func(t *testing.T) {
			if n, last := stores(tt.query); n != tt.n || last != tt.last {
				t.Errorf("got %d and then %d, want %d and %d", n, last, tt.n, tt.last)
			}
		})
	}
}

func TestWithoutASenderNothingIsStored(t *testing.T) {
	if err := throttle.NewWrites(10, storetest.NewClock().Now).Admit(t.Context(), 1); err == nil {
		t.Error("a record is stored without being counted")
	}
}
