package conformance_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"quartet.example/demo/e2e/rig"
	"quartet.example/shared/localnet"
	"quartet.example/shared/waittest"
)

// roles returns the public URLs of the four services.
func roles(s *rig.Stack) map[string]string {
	return map[string]string{"client": s.Client, "authserver": s.Behind, "resourceserver": s.API, "inspector": s.Inspector}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	s := rig.Start(t)
	const kilo, mega = 1 << 10, 1 << 20

	for name, target := range map[string]string{
		"token": s.Behind + "/token", "introspect": s.Behind + "/introspect", "revoke": s.Behind + "/revoke", "sign-in": s.Behind + "/login", "authorize": s.Behind + "/authorize",
		"client notes": s.Client + "/notes", "client api": s.Client + "/api/notes", "client logout": s.Client + "/logout", "resource notes": s.API + "/notes",
	} {
		for _, media := range []string{"application/x-www-form-urlencoded", "application/json"} {
			for _, chunked := range []bool{false, true} {
				t.Run(fmt.Sprintf("O-18 10 MB of %s to %s, chunked %v", media, name, chunked), func(t *testing.T) {
					body := strings.NewReader("x=" + strings.Repeat("a", 10*mega))
					var reader io.Reader = body
					if chunked {
						reader = io.MultiReader(body)
					}
					r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target, reader)
					if err != nil {
						t.Fatal(err)
					}
					r.Header.Set("Content-Type", media)
					limited(t, r)
				})
			}
		}
	}
	for role, base := range roles(s) {
		t.Run("O-18 64 KB of URL to "+role, func(t *testing.T) {
			limited(t, request(t, http.MethodGet, base+"/?x="+strings.Repeat("a", 64*kilo), ""))
		})
		t.Run("O-18 1 MB of headers to "+role, func(t *testing.T) {
			limited(t, request(t, http.MethodGet, base+"/", "", "X-Long", strings.Repeat("a", mega)))
		})
		t.Run("O-18 200 KB of cookie to "+role, func(t *testing.T) {
			limited(t, request(t, http.MethodGet, base+"/", "", "Cookie", rig.SessionCookie+"="+strings.Repeat("a", 200*kilo)))
		})
	}
}

// limited fails the test unless the server refuses the request, with a 4xx or by closing the
// connection. A server that responds before it has read the whole request closes the connection,
// and then the client may lose the response.
func limited(t *testing.T, r *http.Request) {
	t.Helper()
	began := time.Now()
	resp, err := plain(t).Do(r)
	waittest.InTime(t, r.URL.Path, began)
	if err != nil {
		if !strings.Contains(err.Error(), "reset") && !strings.Contains(err.Error(), "broken pipe") {
			t.Error(err)
		}
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode < 400 || resp.StatusCode > 499 {
		t.Errorf("got %d", resp.StatusCode)
	}
}

// raw sends bytes unchanged. It returns the responses until the server closes the connection or
// sends nothing more, and whether it closed the connection.
func raw(t *testing.T, base, octets string) (answers []*http.Response, closed bool) {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := localnet.DialContext(t.Context(), "tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func(ctx context.Context) { <-ctx.Done(); _ = conn.Close() }(t.Context())
	if _, err := io.WriteString(conn, strings.ReplaceAll(octets, "HOST", u.Host)); err != nil {
		return nil, true
	}
	_ = conn.SetReadDeadline(time.Now().Add(3 * time.Second))
	in := bufio.NewReader(conn)
	for {
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			var late net.Error
			return answers, !errorsAs(err, &late) || !late.Timeout()
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		answers = append(answers, resp)
		_ = conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond)) // waits for a possible second response
	}
}
