package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver/controlapi"
	"quartet.example/authserver/internal/control/api"
	"quartet.example/shared/web"
)

// verbs answers with what it was asked for.
type verbs struct{ api.Verbs }

func (verbs) Issue(_ context.Context, t controlapi.Token) (controlapi.Issued, error) {
	return controlapi.Issued{Token: t.User, Scope: t.Scope, ExpiresIn: t.ExpiresIn}, nil
}

func (verbs) Advance(_ context.Context, d time.Duration) (time.Time, error) {
	return time.Unix(0, 0).UTC().Add(d), nil
}

func (verbs) RotateKeys(context.Context) error { return nil }

// server returns the control API of the fake verbs.
func server() *echo.Echo {
	e := web.New(web.Options{Service: "authserver", BodyLimit: "256K"})
	h := &api.Handler{Guard: api.NewGuard(issuer, ""), Verbs: verbs{}, Now: time.Now}
	h.Mount(e)
	return e
}

// call sends a request from this machine, with a JSON body if there is one.
func call(t *testing.T, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost:9000"+target, strings.NewReader(body))
	r.RemoteAddr = "127.0.0.1:5000"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	server().ServeHTTP(w, r)
	return w
}

// A test must not pass because the server ignored what it does not understand.
func TestBodiesAreReadStrictly(t *testing.T) {
	const token = "/control/tokens"
	for name, tt := range map[string]struct {
		target, body string
		headers      []string
		status       int
		want         string // in the response
	}{
		"a good body":               {token, `{"user":"alice","scope":"notes:read","expires_in":60}`, nil, 200, `{"token":"alice","token_type":"","expires_in":60,"scope":"notes:read"}`},
		"nothing":                   {token, `{}`, nil, 200, `"token":""`},
		"with a charset":            {token, `{}`, []string{"Content-Type", "application/json; charset=UTF-8"}, 200, `"token":""`},
		"an unknown member":         {token, `{"user":"alice","scop":"x"}`, nil, 400, "unknown member scop"},
		"another case":              {token, `{"User":"alice"}`, nil, 400, "unknown member User"},
		"a member twice":            {token, `{"user":"alice","user":"bob"}`, nil, 400, "member user appears twice"},
		"a claim twice":             {token, `{"claims":{"a":1,"a":2}}`, nil, 400, "member claims.a appears twice"},
		"a wrong type":              {token, `{"expires_in":"60"}`, nil, 400, "member expires_in has a wrong type or is out of range; want a whole number"},
		"a wrong type in a list":    {token, `{"audience":["a",1]}`, nil, 400, "member audience.1 has a wrong type or is out of range; want a string"},
		"a list of claims":          {token, `{"claims":[]}`, nil, 400, "want an object"},
		"text in place of a list":   {token, `{"audience":"a"}`, nil, 400, "want a list"},
		"a fraction":                {token, `{"expires_in":1.5}`, nil, 400, "member expires_in has a wrong type"},
		"a list":                    {token, `[]`, nil, 400, "not the JSON object"},
		"an empty body":             {token, ` `, nil, 400, "not the JSON object"},
		"two objects":               {token, `{}{}`, nil, 400, "the body is not JSON, at byte 2"},
		"broken JSON":               {token, `{"user":`, nil, 400, "the body is not JSON, at byte"},
		"a comment":                 {token, `{}//`, nil, 400, "the body is not JSON"},
		"invalid UTF-8":             {token, "{\"user\":\"\xff\"}", nil, 400, "the body is not JSON"},
		"a form":                    {token, `user=alice`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "application/json"},
		"text":                      {token, `{}`, []string{"Content-Type", "text/plain"}, 415, "application/json"},
		"no media type":             {token, `{}`, []string{"Content-Type", ""}, 415, "application/json"},
		"another charset":           {token, `{}`, []string{"Content-Type", "application/json; charset=latin1"}, 415, "application/json"},
		"compressed":                {token, `{}`, []string{"Content-Encoding", "gzip"}, 415, "application/json"},
		"too long":                  {token, `{"user":"` + strings.Repeat("x", 257<<10) + `"}`, nil, 413, "too large"},
		"an unknown parameter":      {token + "?user=alice", `{}`, nil, 400, "unknown parameter user"},
		"no body where none is due": {"/control/keys/rotate", ``, nil, 204, ""},
		"an empty object there":     {"/control/keys/rotate", `{}`, nil, 204, ""},
		"a member there":            {"/control/keys/rotate", `{"kid":"x"}`, nil, 400, "unknown member kid"},
		"a form there":              {"/control/keys/rotate", `a=b`, []string{"Content-Type", "text/plain"}, 415, "application/json"},
		"seconds":                   {"/control/clock", `{"advance_seconds":90}`, nil, 200, `{"now":"1970-01-01T00:01:30Z"}`},
		"seconds that overflow":     {"/control/clock", `{"advance_seconds":9223372036854775807}`, nil, 200, `{"now":"2038-01-19T03:14:07Z"}`},
	} {
		t.Run(name, func(t *testing.T) {
			w := call(t, http.MethodPost, tt.target, tt.body, tt.headers...)
			if got := w.Body.String(); w.Code != tt.status || !strings.Contains(got, tt.want) {
				t.Errorf("got %d %s, want %d with %s", w.Code, got, tt.status, tt.want)
			}
		})
	}
}

func TestFiltersOfRequestsAreReadStrictly(t *testing.T) {
	for query, want := range map[string]string{
		"endpoint=tokens": "endpoint is none of", "status=x": "status is not a number", "after=1.5": "after is not a number", "state=x": "unknown parameter state",
	} {
		if w := call(t, http.MethodGet, "/control/requests?"+query, ""); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d %s, want %q", query, w.Code, w.Body, want)
		}
	}
}

// A page of another site may not read responses: they have no CORS headers, those to a preflight neither,
// so that the browser does not send the request at all.
func TestNoPageMayReadTheControlAPI(t *testing.T) {
	for name, w := range map[string]*httptest.ResponseRecorder{
		"preflight": call(t, http.MethodOptions, "/control/tokens", "", "Origin", "https://evil.example", "Access-Control-Request-Method", "POST"),
		"refusal":   call(t, http.MethodPost, "/control/tokens", "{}", "Origin", "https://evil.example"),
		"response":  call(t, http.MethodPost, "/control/tokens", "{}"),
	} {
		for header := range w.Header() {
			if strings.HasPrefix(header, "Access-Control-") {
				t.Errorf("%s: has %s", name, header)
			}
		}
		if got := w.Header().Get("Cross-Origin-Resource-Policy"); got != "same-origin" {
			t.Errorf("%s: Cross-Origin-Resource-Policy is %q", name, got)
		}
	}
}

// Every route has the guard.
func TestEveryRouteIsGuarded(t *testing.T) {
	e := server()
	for _, route := range e.Routes() {
		if !strings.HasPrefix(route.Path, "/control/") {
			continue
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), route.Method, route.Path, nil)) // from 192.0.2.1
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "this machine") {
			t.Errorf("%s %s from another machine: got %d %s", route.Method, route.Path, w.Code, w.Body)
		}
	}
}
