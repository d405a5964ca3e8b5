package fetch_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quartet.example/authserver/internal/checks"
	"quartet.example/authserver/internal/fetch"
	"quartet.example/shared/oauth"
)

// victim counts who connects to it: a service that only this machine can reach.
func victim(t *testing.T) (port string, hits *atomic.Int64) {
	t.Helper()
	hits = &atomic.Int64{}
	listener, err := net.Listen("tcp", ":0") // every address of this machine
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			hits.Add(1)
			_ = conn.Close()
		}
	}()
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port, hits
}

func failedAt(err error) string {
	var refused *oauth.Error
	if errors.As(err, &refused) {
		return refused.CheckID()
	}
	return ""
}

// names is a resolver that a stranger controls.
func names(_ context.Context, _, host string) ([]netip.Addr, error) {
	addr := map[string]string{
		"loopback.example": "127.0.0.1", "loopback6.example": "::1", "mapped.example": "::ffff:127.0.0.1",
		"metadata.example": "169.254.169.254", "private.example": "10.0.0.1", "nat64.example": "64:ff9b::7f00:1",
		"sixtofour.example": "2002:7f00:1::", "unique-local.example": "fd00::1", "zero.example": "0.0.0.0", "cgnat.example": "100.64.0.1",
	}[host]
	if host == "mixed.example" {
		return []netip.Addr{netip.MustParseAddr("198.41.0.4"), netip.MustParseAddr("127.0.0.1")}, nil
	}
	if addr == "" {
		return nil, errors.New("no such host")
	}
	return []netip.Addr{netip.MustParseAddr(addr)}, nil
}

func TestPrivateAddressesAreNeverAsked(t *testing.T) { // O-22, ADV-10
	port, hits := victim(t)
	f := fetch.New(fetch.Options{Lookup: names, Timeout: time.Second})
	for name, tt := range map[string]struct{ url, check string }{
		"loopback":                       {"https://127.0.0.1:PORT/", "as.fetch.url"},
		"loopback, IPv6":                 {"https://[::1]:PORT/", "as.fetch.url"},
		"metadata of clouds":             {"https://169.254.169.254/latest/meta-data/", "as.fetch.url"},
		"private":                        {"https://10.0.0.1/", "as.fetch.url"},
		"0.0.0.0":                        {"https://0.0.0.0:PORT/", "as.fetch.url"},
		"unspecified, IPv6":              {"https://[::]:PORT/", "as.fetch.url"},
		"decimal":                        {"https://2130706433:PORT/", "as.fetch.url"},
		"octal":                          {"https://0177.0.0.1:PORT/", "as.fetch.url"},
		"hexadecimal":                    {"https://0x7f.0.0.1:PORT/", "as.fetch.url"},
		"hexadecimal whole":              {"https://0x7f000001:PORT/", "as.fetch.url"},
		"short":                          {"https://127.1:PORT/", "as.fetch.url"},
		"with a final dot":               {"https://127.0.0.1.:PORT/", "as.fetch.url"},
		"full-width digits":              {"https://１２７.０.０.１:PORT/", "as.fetch.url"},
		"mapped":                         {"https://[::ffff:127.0.0.1]:PORT/", "as.fetch.url"},
		"mapped, public":                 {"https://[::ffff:198.41.0.4]:PORT/", "as.fetch.url"},
		"with a zone":                    {"https://[fe80::1%25lo]:PORT/", "as.fetch.url"},
		"6to4":                           {"https://[2002:7f00:1::]:PORT/", "as.fetch.url"},
		"NAT64":                          {"https://[64:ff9b::7f00:1]:PORT/", "as.fetch.url"},
		"localhost":                      {"https://localhost:PORT/", "as.fetch.url"},
		"below localhost":                {"https://auth.LOCALHOST.:PORT/", "as.fetch.url"},
		"file":                           {"file:///etc/passwd", "as.fetch.url"},
		"gopher":                         {"gopher://127.0.0.1:PORT/_x", "as.fetch.url"},
		"no scheme":                      {"//127.0.0.1:PORT/", "as.fetch.url"},
		"http":                           {"http://client.example/", "as.fetch.url"},
		"a user":                         {"https://client.example@127.0.0.1:PORT/", "as.fetch.url"},
		"a fragment":                     {"https://client.example/#", "as.fetch.url"},
		"no host":                        {"https:///jwks", "as.fetch.url"},
		"port 0":                         {"https://client.example:0/", "as.fetch.url"},
		"a name of loopback":             {"https://loopback.example:PORT/", "as.fetch.address"},
		"a name of loopback, IPv6":       {"https://loopback6.example:PORT/", "as.fetch.address"},
		"a name of a mapped address":     {"https://mapped.example:PORT/", "as.fetch.address"},
		"a name of metadata":             {"https://metadata.example/", "as.fetch.address"},
		"a name of a private address":    {"https://private.example/", "as.fetch.address"},
		"a name of NAT64":                {"https://nat64.example/", "as.fetch.address"},
		"a name of 6to4":                 {"https://sixtofour.example/", "as.fetch.address"},
		"a name of a unique local":       {"https://unique-local.example/", "as.fetch.address"},
		"a name of 0.0.0.0":              {"https://zero.example:PORT/", "as.fetch.address"},
		"a name of carrier-grade NAT":    {"https://cgnat.example/", "as.fetch.address"},
		"one of two addresses is public": {"https://mixed.example:PORT/", "as.fetch.address"},
	} {
		t.Run("O-22 "+name, func(t *testing.T) {
			address := strings.Replace(tt.url, "PORT", port, 1)
			if _, err := f.JSON(t.Context(), address); failedAt(err) != tt.check {
				t.Errorf("GET: got %v, want it refused by %s", err, tt.check)
			}
			if _, err := f.PostForm(t.Context(), address, url.Values{}); failedAt(err) != tt.check {
				t.Errorf("POST: got %v, want it refused by %s", err, tt.check)
			}
		})
	}
	if hits.Load() != 0 {
		t.Errorf("O-22: the victim was asked %d times", hits.Load())
	}
}

// A name that is public when it is judged and loopback a moment later.
func TestRebindingFindsNoSecondResolution(t *testing.T) { // O-22
	port, hits := victim(t)
	var asked atomic.Int64
	rebinding := func(_ context.Context, _, _ string) ([]netip.Addr, error) {
		if asked.Add(1) == 1 {
			return []netip.Addr{netip.MustParseAddr("2001:4860:4860::8888")}, nil
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	f := fetch.New(fetch.Options{Lookup: rebinding, Timeout: 300 * time.Millisecond})
	_, _ = f.JSON(t.Context(), "https://rebinding.example:"+port+"/")
	if asked.Load() != 1 || hits.Load() != 0 {
		t.Errorf("resolved %d times, the victim was asked %d times; want 1 and 0", asked.Load(), hits.Load())
	}
}

// rig is a client's host on this machine, named in the allow-list.
func rig(t *testing.T, h http.HandlerFunc) (*fetch.Fetcher, *httptest.Server) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return fetch.New(fetch.Options{Allow: []string{server.Listener.Addr().String()}, Timeout: 500 * time.Millisecond, MaxBody: 1 << 10}), server
}

func TestAllowedHostsAreAsked(t *testing.T) {
	var seen *http.Request
	f, server := rig(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r
		w.Header().Set("Content-Type", "application/jwk-set+json")
		_, _ = w.Write([]byte(`{"keys":[]}`))
	})
	answer, err := f.JSON(t.Context(), server.URL+"/jwks")
	if err != nil || string(answer.Body) != `{"keys":[]}` {
		t.Fatalf("got %q, %v", answer.Body, err)
	}
	for _, name := range []string{"Cookie", "Authorization", "Referer"} {
		if seen.Header.Get(name) != "" {
			t.Errorf("sent %s", name)
		}
	}
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	for _, other := range []string{"http://localhost" + port, "http://127.0.0.2" + port, "http://127.0.0.1:1"} {
		if _, err := f.JSON(t.Context(), other); failedAt(err) != checks.FetchURL.ID {
			t.Errorf("%s is not on the list: got %v", other, err)
		}
	}
}

func TestAllowedNamesBelowLocalhost(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer server.Close()
	host := "app.localhost" + server.URL[strings.LastIndex(server.URL, ":"):]
	f := fetch.New(fetch.Options{Allow: []string{host}})
	if answer, err := f.PostForm(t.Context(), "http://"+host+"/backchannel-logout", url.Values{"logout_token": {"x"}}); err != nil || answer.Status != http.StatusNoContent {
		t.Errorf("got %d, %v", answer.Status, err)
	}
}

func TestHTTPSIsVerified(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{}`))
	}))
	defer server.Close()
	server.Config.ErrorLog = nil
	allow := []string{server.Listener.Addr().String()}
	if _, err := fetch.New(fetch.Options{Allow: allow}).JSON(t.Context(), server.URL); err == nil {
		t.Error("a certificate that nobody signed was taken")
	}
	trusting := server.Client().Transport.(*http.Transport).TLSClientConfig
	if _, err := fetch.New(fetch.Options{Allow: allow, TLS: &tls.Config{RootCAs: trusting.RootCAs, MinVersion: tls.VersionTLS12}}).JSON(t.Context(), server.URL); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	port, hits := victim(t)
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		check  string
	}{
		"O-22 a redirect is not followed": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://127.0.0.1:"+port+"/")
			w.WriteHeader(http.StatusFound)
		}, "as.fetch.answer"},
		"another type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(`{"keys":[]}`))
		}, "as.fetch.answer"},
		"no type": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = nil
			_, _ = w.Write([]byte(`{"keys":[]}`))
		}, "as.fetch.answer"},
		"an error": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusInternalServerError)
		}, "as.fetch.answer"},
		"too long": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(make([]byte, 1<<10+1))
		}, "as.fetch.answer"},
		"too slow": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusOK)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, server := rig(t, tt.answer)
			_, err := f.JSON(t.Context(), server.URL)
			if err == nil || failedAt(err) != tt.check {
				t.Errorf("got %v, want it refused by %q", err, tt.check)
			}
		})
	}
	if hits.Load() != 0 {
		t.Errorf("the victim was asked %d times", hits.Load())
	}
}

// FuzzCheck wants no spelling of a private address that passes as a name.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"https://127.0.0.1/", "https://0x7f.1/", "https://[::1]/", "https://localhost/", "https://a@b/"} {
		f.Add(seed)
	}
	fetcher := fetch.New(fetch.Options{})
	f.Fuzz(func(t *testing.T, raw string) {
		if fetcher.Check(raw) != nil {
			return
		}
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "https" || u.User != nil || u.Hostname() == "" {
			t.Fatalf("%q passed", raw)
		}
		if addr, err := netip.ParseAddr(u.Hostname()); err == nil && (addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast() || addr.Is4In6()) {
			t.Errorf("%q passed", raw)
		}
	})
}
