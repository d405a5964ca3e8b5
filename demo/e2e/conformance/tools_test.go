package conformance_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/demo/e2e/browser"
	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

const (
	nativeHome = "http://127.0.0.1:51004/"
	nativeBack = nativeHome + "callback"
	everything = "openid profile offline_access notes:read notes:write"
)

// answer is a response.
type answer struct {
	Status int
	Header http.Header
	Body   string
	Took   time.Duration
}

func (a answer) json(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.Body), &v); err != nil {
		t.Fatalf("not JSON: %v: %s", err, a.Body)
	}
	return v
}

func (a answer) text(t testing.TB, name string) string {
	t.Helper()
	s, _ := a.json(t)[name].(string)
	return s
}

// plain returns a client without cookies that follows no redirects.
func plain(t testing.TB) *http.Client {
	t.Helper()
	transport := localnet.Transport()
	transport.MaxIdleConnsPerHost = 100
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: waittest.Patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func call(t testing.TB, c *http.Client, r *http.Request) answer {
	t.Helper()
	began := time.Now()
	resp, err := c.Do(r)
	if err != nil {
		t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		return answer{}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return answer{resp.StatusCode, resp.Header, string(body), time.Since(began)}
}

func request(t testing.TB, method, address, body string, headers ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func post(t testing.TB, c *http.Client, address string, form url.Values) answer {
	t.Helper()
	return call(t, c, request(t, http.MethodPost, address, form.Encode()))
}

// basic posts a form as a client that authenticates with its dev secret.
func basic(t testing.TB, address, clientID string, form url.Values) answer {
	t.Helper()
	r := request(t, http.MethodPost, address, form.Encode())
	r.SetBasicAuth(clientID, clientID+"-dev-secret-not-for-production")
	return call(t, plain(t), r)
}

// authorize completes an authorization request, and returns the parameters of the response to the
// client.
func authorize(t testing.TB, s *rig.Stack, b *browser.Browser, r rig.Request) url.Values {
	t.Helper()
	back, _ := url.Parse(r.Get("redirect_uri"))
	b.StopAt(back.Scheme + "://" + back.Host + "/").Open(s.Authorize(r))
	if b.Has(`input[type="password"]`) {
		b.Login("alice", "wonderland")
	}
	if b.Has(`button[value="allow"]`) {
		b.Approve()
	}
	if b.StoppedAt() == nil {
		t.Fatalf("no answer to the client; at %s (%d): %s", b.At(), b.Status(), b.Text())
	}
	return b.StoppedAt().Query()
}

// tokens returns the tokens of a new grant for the native client.
func tokens(t testing.TB, s *rig.Stack) answer {
	t.Helper()
	r := rig.Authorization("native", nativeBack, everything)
	code := authorize(t, s, browser.New(t), r).Get("code")
	a := post(t, plain(t), s.Issuer+"/token", r.Redemption(code))
	if a.Status != http.StatusOK {
		t.Fatalf("redeem: got %d %s", a.Status, a.Body)
	}
	return a
}

// together runs n calls at the same moment.
func together[T any](n int, do func(i int) T) []T {
	results, start := make([]T, n), make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			results[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return results
}

func count[T any](all []T, is func(T) bool) int {
	n := 0
	for _, one := range all {
		if is(one) {
			n++
		}
	}
	return n
}
