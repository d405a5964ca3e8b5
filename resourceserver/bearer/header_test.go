package bearer_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quartet.example/shared/oauth"
)

func TestAuthorizationHeader(t *testing.T) {
	r := start(t)
	good := r.issuer.Token(t, r.clock.Now())
	for name, tt := range map[string]struct {
		values []string
		status int
		check  string
	}{
		"F-03 Bearer":               {[]string{"Bearer " + good}, 200, ""},
		"F-03 bearer":               {[]string{"bearer " + good}, 200, ""},
		"F-03 BEARER":               {[]string{"BEARER " + good}, 200, ""},
		"F-03 two spaces":           {[]string{"Bearer  " + good}, 200, ""},
		"F-03 TAB":                  {[]string{"Bearer\t" + good}, 401, "rs.token.scheme"},
		"F-04 nothing":              {nil, 401, "rs.token.present"},
		"F-04 Basic":                {[]string{"Basic YWxpY2U6d29uZGVybGFuZA=="}, 401, "rs.token.scheme"},
		"F-04 empty":                {[]string{""}, 401, "rs.token.scheme"},
		"F-04 scheme runs on":       {[]string{"Bearerx " + good}, 401, "rs.token.scheme"},
		"F-05 no token":             {[]string{"Bearer"}, 401, "rs.token.format"},
		"F-05 a space for a token":  {[]string{"Bearer "}, 401, "rs.token.format"},
		"two tokens":                {[]string{"Bearer " + good + " " + good}, 401, "rs.token.format"},
		"two tokens with a comma":   {[]string{"Bearer " + good + "," + good}, 401, "rs.token.format"},
		"two headers":               {[]string{"Bearer " + good, "Bearer " + good}, 401, "rs.token.format"},
		"quotes":                    {[]string{`Bearer "` + good + `"`}, 401, "rs.token.format"},
		"NUL":                       {[]string{"Bearer \x00"}, 401, "rs.token.format"},
		"beyond ASCII":              {[]string{"Bearer é"}, 401, "rs.token.format"},
		"line break and a header":   {[]string{"Bearer a\r\nX: y"}, 401, "rs.token.format"},
		"padding alone":             {[]string{"Bearer ==="}, 401, "rs.token.format"},
		"F-05 JWT with padding":     {[]string{"Bearer " + good + "="}, 401, "rs.token.format"},
		"half a megabyte of header": {[]string{"Bearer " + strings.Repeat("a", 1<<19)}, 401, "rs.token.format"},
	} {
		t.Run(name, func(t *testing.T) {
			var results []oauth.Result
			ctx := oauth.WithObserver(t.Context(), func(one oauth.Result) { results = append(results, one) })
			req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/notes", nil)
			if tt.values != nil {
				req.Header["Authorization"] = tt.values
			}
			w := r.do(req)
			if w.Code != tt.status || tt.check != "" && !strings.HasSuffix(ids(results), "!"+tt.check) {
				t.Errorf("got %d %s, want %d %s", w.Code, ids(results), tt.status, tt.check)
			}
			challenge := w.Header().Get("WWW-Authenticate")
			lacks := tt.check == "rs.token.present" || tt.check == "rs.token.scheme"
			if tt.status == 401 && strings.Contains(challenge, "error") == lacks {
				t.Errorf("challenge: got %s", challenge)
			}
		})
	}
}

func TestTokenElsewhereIsIgnored(t *testing.T) { // F-22, RFC 9700 §4.3.2
	r := start(t)
	good := r.issuer.Token(t, r.clock.Now())
	request := func(method, target, mediaType, body string) *http.Request {
		req := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
		req.Header.Set("Content-Type", mediaType)
		return req
	}
	const form = "application/x-www-form-urlencoded"
	cookie := request("GET", "/notes", "", "")
	cookie.AddCookie(&http.Cookie{Name: "access_token", Value: good})
	for name, req := range map[string]*http.Request{
		"F-22 query":             request("GET", "/notes?access_token="+good, "", ""),
		"F-22 form body of GET":  request("GET", "/notes", form, "access_token="+good),
		"F-22 form body of POST": request("POST", "/notes", form, "access_token="+good),
		"F-22 JSON body":         request("POST", "/notes", "application/json", `{"access_token":"`+good+`"}`),
		"F-22 cookie":            cookie,
	} {
		t.Run(name, func(t *testing.T) {
			w := r.do(req)
			challenge := w.Header().Get("WWW-Authenticate")
			if w.Code != 401 || strings.Contains(challenge, "error") {
				t.Errorf("got %d %s, want 401 without an error", w.Code, challenge)
			}
		})
	}
}

func TestChallengeWithoutToken(t *testing.T) { // F-04, F-25, RFC 9728 §5.1
	r := start(t)
	w := r.get(t)
	want := `Bearer realm="notes", resource_metadata="http://api.localhost:9001/.well-known/oauth-protected-resource"`
	if got := w.Header().Get("WWW-Authenticate"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: got %q, want no-store", got)
	}
}
