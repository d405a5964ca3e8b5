package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/oauth"
	"quartet.example/shared/telemetry"
	"quartet.example/shared/web"
)

// site returns an Echo with one route for each way in which a request can end.
func site(t *testing.T, o web.Options) (*echo.Echo, *bytes.Buffer) {
	t.Helper()
	var logged bytes.Buffer
	o.Service, o.Log = "authserver", slog.New(slog.NewJSONHandler(&logged, nil))
	e := web.New(o)
	fail := func(err error) echo.HandlerFunc { return func(echo.Context) error { return err } }
	e.POST("/token", func(c echo.Context) error {
		form, err := web.Form(c)
		if err != nil {
			return err
		}
		return web.NoStoreJSON(c, http.StatusOK, form)
	})
	e.GET("/ok", func(c echo.Context) error { return c.String(http.StatusOK, "ok") })
	e.GET("/client", fail(oauth.InvalidClient.With("unknown client")))
	e.GET("/bearer", fail(oauth.InvalidToken.With("expired").WithChallenge(`Bearer realm="api"`)))
	e.GET("/away", fail(oauth.TemporarilyUnavailable.With("storage is away").After(1500*time.Millisecond).Because(errors.New("dial tcp 10.0.0.7"))))
	e.GET("/odd", fail(oauth.InvalidScope.With("a \"quoted\\\" ünusual\r\nX-Evil: 1")))
	e.GET("/attack", fail(&oauth.Error{Code: oauth.InvalidGrant, Description: "replayed", Check: &oauth.Check{ID: "as.code.unused"}, Suspicious: true}))
	e.GET("/bug", fail(errors.New("pq: password=hunter2")))
	e.GET("/panic", func(echo.Context) error { panic("at the disco") })
	e.GET("/late", func(c echo.Context) error {
		_ = c.String(http.StatusOK, "begun")
		return errors.New("too late")
	})
	e.GET("/csp", func(c echo.Context) error {
		web.CSP(c, "form-action https://app.test", "script-src 'nonce-x'", "font-src 'self'", "img-src https://evil.test; script-src *")
		return c.NoContent(http.StatusNoContent)
	})
	return e, &logged
}

func do(e http.Handler, method, target, body string, headers ...string) *http.Response {
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	if body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	e.ServeHTTP(rec, req)
	return rec.Result()
}

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

func TestErrorsOnTheWire(t *testing.T) {
	for name, tt := range map[string]struct {
		method, path string
		status       int
		code         string
		header       [2]string
	}{
		"unknown address":                             {"GET", "/nothing", 404, "not_found", [2]string{}},
		"C-03 GET on a POST route has Allow":          {"GET", "/token", 405, "invalid_request", [2]string{"Allow", "OPTIONS, POST"}},
		"C-03 HEAD on a POST route is refused":        {"HEAD", "/token", 405, "", [2]string{"Allow", "OPTIONS, POST"}},
		"A-17 HEAD is not a GET":                      {"HEAD", "/ok", 405, "", [2]string{"Allow", "OPTIONS, GET"}},
		"O-26 TRACE is refused":                       {"TRACE", "/ok", 405, "invalid_request", [2]string{"Allow", "OPTIONS, GET"}},
		"O-26 no pprof on the public listener":        {"GET", "/debug/pprof/", 404, "not_found", [2]string{}},
		"a 401 without a challenge gets one":          {"GET", "/client", 401, "invalid_client", [2]string{"Www-Authenticate", `Basic realm="authserver"`}},
		"a challenge is kept":                         {"GET", "/bearer", 401, "invalid_token", [2]string{"Www-Authenticate", `Bearer realm="api"`}},
		"retry-after is in whole seconds, rounded up": {"GET", "/away", 503, "temporarily_unavailable", [2]string{"Retry-After", "2"}},
		"a bug is a server_error":                     {"GET", "/bug", 500, "server_error", [2]string{}},
		"a panic is a server_error":                   {"GET", "/panic", 500, "server_error", [2]string{}},
		"a double slash does not lead off-site":       {"GET", "//evil.test%2f..", 404, "not_found", [2]string{"Location", ""}},
		"a description is printable (RFC 6749 §5.2)":  {"GET", "/odd", 400, "invalid_scope", [2]string{"X-Evil", ""}},
		"an absolute target does not lead off-site":   {"GET", "http://evil.test/nothing", 404, "not_found", [2]string{"Location", ""}},
		"O-18 a URL over 8 KiB":                       {"GET", "/ok?" + strings.Repeat("x", 64<<10), 414, "invalid_request", [2]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			e, _ := site(t, web.Options{})
			resp := do(e, tt.method, tt.path, "")
			body, _ := io.ReadAll(resp.Body)
			if resp.StatusCode != tt.status {
				t.Errorf("status: got %d, want %d", resp.StatusCode, tt.status)
			}
			if tt.header[0] != "" && resp.Header.Get(tt.header[0]) != tt.header[1] {
				t.Errorf("%s: got %q, want %q", tt.header[0], resp.Header.Get(tt.header[0]), tt.header[1])
			}
			if got := resp.Header.Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control: got %q", got)
			}
			for _, leak := range []string{"hunter2", "10.0.0.7", "disco", "goroutine", ".go:"} {
				if strings.Contains(string(body), leak) {
					t.Errorf("the answer holds %q: %s", leak, body)
				}
			}
			var got struct {
				Error       string `json:"error"`
				Description string `json:"error_description"`
			}
			if err := json.Unmarshal(body, &got); tt.code != "" && (err != nil || got.Error != tt.code) {
				t.Errorf("got %s, want %s", body, tt.code)
			}
			if strings.ContainsFunc(got.Description, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
				t.Errorf("description: got %q", got.Description)
			}
		})
	}
}

func TestPeopleGetAPage(t *testing.T) {
	for accept, want := range map[string]string{
		browser:                            "text/html",
		"text/html":                        "text/html",
		"*/*":                              "application/json",
		"":                                 "application/json",
		"application/json":                 "application/json",
		"application/json, text/html;q=.5": "application/json",
		"text/html;q=0":                    "application/json",
		"text/html;q=nonsense":             "application/json",
	} {
		e, _ := site(t, web.Options{})
		for _, path := range []string{"/away", "/nothing", "/panic"} {
			resp := do(e, "GET", path, "", "Accept", accept)
			if got := resp.Header.Get("Content-Type"); !strings.HasPrefix(got, want) {
				t.Errorf("Accept %q, %s: got %s, want %s", accept, path, got, want)
			}
		}
	}
	e, _ := site(t, web.Options{ErrorPage: nil})
	resp := do(e, "GET", "/away?state=%3Cscript%3E", "", "Accept", browser)
	body, _ := io.ReadAll(resp.Body)
	if !strings.Contains(string(body), "Storage is away.") || !strings.Contains(string(body), resp.Header.Get("X-Request-Id")) {
		t.Errorf("the page shows neither the error nor the check:\n%s", body)
	}
	if strings.Contains(string(body), "<script>") || resp.StatusCode != 503 {
		t.Errorf("got %d:\n%s", resp.StatusCode, body)
	}
}

func TestLogLevels(t *testing.T) {
	for path, want := range map[string][]string{
		"/ok?code=c0de-in-the-url": {`"level":"INFO"`, `"msg":"request"`, `"path":"/ok"`, `"status":200`},
		"/client":                  {`"level":"INFO"`, `"error":"invalid_client"`},
		"/attack":                  {`"level":"WARN"`, `"check":"as.code.unused"`},
		"/bug":                     {`"level":"ERROR"`, `"cause":"pq: password=hunter2"`},
		"/panic":                   {`"level":"ERROR"`, `"stack":`, "at the disco"},
		"/late":                    {`"level":"ERROR"`, "while answering", "too late"},
	} {
		t.Run(path, func(t *testing.T) {
			e, logged := site(t, web.Options{})
			resp := do(e, "GET", path, "")
			want := append(want, `"request_id":"`+resp.Header.Get("X-Request-Id")+`"`)
			for _, w := range want {
				if !strings.Contains(logged.String(), w) {
					t.Errorf("the log lacks %s: %s", w, logged)
				}
			}
			if strings.Contains(logged.String(), "c0de") || strings.Count(logged.String(), "\n") != 1 {
				t.Errorf("want one line without the query: %s", logged)
			}
		})
	}
}

func TestErrorAfterTheAnswerBeganIsOnlyLogged(t *testing.T) {
	e, _ := site(t, web.Options{})
	resp := do(e, "GET", "/late", "")
	if body, _ := io.ReadAll(resp.Body); string(body) != "begun" || resp.StatusCode != 200 {
		t.Errorf("got %d %q", resp.StatusCode, body)
	}
}

func TestClientThatWentAwayIsNotOurFailure(t *testing.T) {
	e, logged := site(t, web.Options{})
	e.GET("/slow", func(c echo.Context) error { return c.Request().Context().Err() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/slow", nil))
	if !strings.Contains(logged.String(), `"level":"INFO"`) || !strings.Contains(logged.String(), `"status":499`) {
		t.Errorf("got %s", logged)
	}
}

func TestForwardedForIsBelievedFromTrustedProxiesOnly(t *testing.T) {
	for name, tt := range map[string]struct {
		trusted []netip.Prefix
		remote  string
		want    string
	}{
		"no proxy is trusted by default":      {nil, "10.0.0.7:1", "10.0.0.7"},
		"a trusted proxy is believed":         {[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, "10.0.0.7:1", "203.0.113.9"},
		"its private neighbours are not":      {[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, "10.0.1.7:1", "10.0.1.7"},
		"nor is loopback":                     {[]netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}, "127.0.0.1:1", "127.0.0.1"},
		"a prefix may be written with a host": {[]netip.Prefix{netip.MustParsePrefix("10.0.0.9/24")}, "10.0.0.7:1", "203.0.113.9"},
		"an IPv6 proxy is believed":           {[]netip.Prefix{netip.MustParsePrefix("fd00::/64")}, "[fd00::7]:1", "203.0.113.9"},
	} {
		t.Run(name, func(t *testing.T) {
			e, _ := site(t, web.Options{TrustedProxies: tt.trusted})
			e.GET("/ip", func(c echo.Context) error { return c.String(http.StatusOK, c.RealIP()) })
			req := httptest.NewRequest("GET", "/ip", nil)
			req.RemoteAddr = tt.remote
			req.Header.Set("X-Forwarded-For", "203.0.113.9")
			rec := httptest.NewRecorder()
			e.ServeHTTP(rec, req)
			if got := rec.Body.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestMetricsNeverHoldWhatWasAskedFor(t *testing.T) {
	registry := telemetry.Registry()
	e, _ := site(t, web.Options{Meter: telemetry.NewRequests(registry)})
	e.GET("/notes/:id", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	for _, path := range []string{"/notes/secret-1", "/notes/secret-2", "/notes/secret-3/x", "/secret", "/okay-secret", "/tok/secret"} {
		do(e, "GET", path, "")
	}
	do(e, "SECRET", "/ok", "")
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != "http_server_request_duration_seconds" {
			continue
		}
		if text := strings.ToLower(f.String()); strings.Contains(text, "secret") {
			t.Errorf("a label came from the caller: %s", text)
		}
		if n := len(f.GetMetric()); n != 3 { // one for /notes/:id with 204, none with 404, /ok with 405
			t.Errorf("got %d series, want 3: %v", n, f)
		}
	}
}

func TestHealth(t *testing.T) {
	away := error(nil)
	e := web.New(web.Options{})
	web.Health(e, web.Named("redis", func(context.Context) error { return away }))
	want := func(path string, status int, body string) {
		t.Helper()
		resp := do(e, "GET", path, "")
		got, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != status || strings.TrimSpace(string(got)) != body {
			t.Errorf("%s: got %d %s, want %d %s", path, resp.StatusCode, got, status, body)
		}
	}
	want("/livez", 200, `{"status":"ok"}`)
	want("/readyz", 200, `{"status":"ok"}`)
	away = errors.New("dial tcp 10.0.0.7:6379: refused")
	want("/livez", 200, `{"status":"ok"}`)
	want("/readyz", 503, `{"status":"unavailable","away":["redis"]}`)
	server := httptest.NewServer(e)
	defer server.Close()
	if err := web.HealthCheck(t.Context(), nil, server.URL+"/livez"); err != nil {
		t.Errorf("livez: %v", err)
	}
	if err := web.HealthCheck(t.Context(), nil, server.URL+"/readyz"); err == nil {
		t.Error("readyz: a 503 passes for healthy")
	}
}

func FuzzPrintable(f *testing.F) {
	f.Add("a \"b\\ ü\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		got := web.Printable(s)
		if len(got) > 200 || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
			t.Errorf("%q is not printable", got)
		}
	})
}

func FuzzForm(f *testing.F) {
	e := web.New(web.Options{})
	e.POST("/", func(c echo.Context) error {
		form, err := web.Form(c)
		for name, values := range form {
			var repeated *web.RepeatedError
			if len(values) != 1 && !(errors.As(err, &repeated) && repeated.Has(name)) {
				f.Errorf("%q has %d values without an error", name, len(values))
			}
		}
		return err
	})
	f.Add("grant_type=authorization_code&code=x", "application/x-www-form-urlencoded")
	f.Add("a=1&a=2&%00=;", "application/x-www-form-urlencoded; charset=UTF-8")
	f.Fuzz(func(t *testing.T, body, contentType string) {
		resp := do(e, "POST", "/?a=1", body, "Content-Type", contentType)
		if resp.StatusCode >= 500 {
			t.Errorf("%q as %q: got %d", body, contentType, resp.StatusCode)
		}
	})
}
