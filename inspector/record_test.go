package inspector_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/inspector/flow"
	"quartet.example/shared/oauth"
	"quartet.example/shared/redistest"
	"quartet.example/shared/trace"
)

var key = []byte("fingerprint key of this test")

// emit records as service what do does, and waits until it is written.
func emit(t testing.TB, client redis.UniversalClient, service string, do func(*trace.Recorder)) {
	t.Helper()
	rec := trace.New(trace.Options{Service: service, Sink: trace.RedisSink(client), Now: time.Now, FingerprintKey: key, Dev: true})
	do(rec)
	if err := rec.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// front sends a request as a browser does, and records it with its response.
func front(t testing.TB, client redis.UniversalClient, service string, req *http.Request, answer http.HandlerFunc) {
	t.Helper()
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("User-Agent", "Mozilla/5.0")
	emit(t, client, service, func(rec *trace.Recorder) {
		rec.Middleware(answer).ServeHTTP(httptest.NewRecorder(), req)
	})
}

// back lets one service call another while it answers a request of the browser.
func back(t testing.TB, redis redis.UniversalClient, req *http.Request, inner func(calls *http.Client, to string), answer, target http.HandlerFunc, role string) {
	t.Helper()
	emit(t, redis, role, func(receiver *trace.Recorder) {
		server := httptest.NewServer(receiver.Middleware(target))
		defer server.Close()
		emit(t, redis, trace.Client, func(sender *trace.Recorder) {
			calls := &http.Client{}
			calls.Transport = sender.Transport(nil, trace.Hosts{strings.TrimPrefix(server.URL, "http://"): role})
			handler := sender.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				check(r, "client.state.bound", "RFC 6749 §10.12", "state came back to the browser that began", true)
				check(r, "client.iss.match", "RFC 9207 §2.4", "iss is the server that was asked", true)
				calls := &http.Client{Transport: withContext{r, calls.Transport}}
				inner(calls, server.URL)
				answer(w, r)
			}))
			req.Header.Set("Sec-Fetch-Site", "same-origin")
			handler.ServeHTTP(httptest.NewRecorder(), req)
		})
	})
}

// withContext gives each call the context of the request during which it is made.
type withContext struct {
	during *http.Request
	next   http.RoundTripper
}

func (w withContext) RoundTrip(r *http.Request) (*http.Response, error) {
	return w.next.RoundTrip(r.WithContext(w.during.Context()))
}

func check(r *http.Request, id, spec, meaning string, ok bool) {
	c := oauth.Check{ID: id, Spec: spec, Error: oauth.InvalidGrant, Meaning: meaning, Refusal: "the verifier does not match the challenge", Stops: "a stolen code, used by somebody else"}
	_ = c.Require(r.Context(), ok)
}

func redirect(to string, cookies ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, c := range cookies {
			w.Header().Add("Set-Cookie", c)
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusSeeOther)
	}
}

func sendJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func request(method, address string, body url.Values) *http.Request {
	r := httptest.NewRequest(method, address, strings.NewReader(body.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

const (
	app  = "http://app.localhost:8080"
	auth = "http://auth.localhost:9000"
)

func jwt(header, claims string) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return part(header) + "." + part(claims) + "." + part(oauth.NewSecret()+oauth.NewSecret())
}

// signIn records a sign-in and one API call: eight messages.
func signIn(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	signInAndCall(t, rdb, 0)
}

// signInAndCall records a sign-in and an API call, which is made again several times: eight
// messages, and two more each time.
func signInAndCall(t testing.TB, rdb redis.UniversalClient, again int) {
	t.Helper()
	state, nonce, code, verifier, tx, session := oauth.NewSecret(), oauth.NewSecret(), oauth.NewSecret(), oauth.NewSecret(), oauth.NewSecret(), oauth.NewSecret()
	access := jwt(`{"alg":"ES256","typ":"at+jwt","kid":"k1"}`, `{"iss":"http://auth.localhost:9000","sub":"u-alice","aud":"http://api.localhost:9001","client_id":"notes","scope":"notes:read notes:write","exp":1795373568,"iat":1795373268,"jti":"`+oauth.NewSecret()[:12]+`"}`)
	identity := jwt(`{"alg":"RS256","typ":"JWT","kid":"k2"}`, `{"iss":"http://auth.localhost:9000","sub":"u-alice","aud":"notes","nonce":"`+nonce+`","exp":1795373568,"iat":1795373268,"preferred_username":"alice"}`)
	ask := url.Values{
		"response_type": {"code"}, "client_id": {"notes"}, "redirect_uri": {app + "/callback"}, "scope": {"openid profile notes:read notes:write"},
		"state": {state}, "nonce": {nonce}, "code_challenge": {oauth.ChallengeOf(verifier)}, "code_challenge_method": {"S256"}, "resource": {"http://api.localhost:9001"},
	}
	front(t, rdb, trace.Client, request("GET", app+"/login?return_to=/", nil),
		redirect(auth+"/authorize?"+ask.Encode(), "__Host-quartet-login-a1b2c3d4e5f60718=1795373268."+oauth.NewSecret()+"; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax"))
	front(t, rdb, trace.AuthServer, request("GET", auth+"/authorize?"+ask.Encode(), nil), func(w http.ResponseWriter, r *http.Request) {
		check(r, "as.redirect_uri.exact", "RFC 9700 §2.1", "redirect_uri is one of those registered, octet by octet", true)
		check(r, "as.pkce.required", "RFC 9700 §2.1.1", "the request has a code challenge of method S256", true)
		redirect("/login?transaction="+tx)(w, r)
	})
	front(t, rdb, trace.AuthServer, request("GET", auth+"/login?transaction="+tx, nil), func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title>Sign in</title><h1>Sign in</h1>")
	})
	front(t, rdb, trace.AuthServer, request("POST", auth+"/login", url.Values{"transaction": {tx}, "username": {"alice"}, "password": {"wonderland"}}), func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		check(r, "as.login.password", "RFC 9700 §2.4", "the password is the user's", true)
		redirect(app+"/callback?code="+code+"&state="+state+"&iss="+url.QueryEscape(auth), "__Host-session="+oauth.NewSecret()+"; Path=/; HttpOnly; Secure; SameSite=Lax")(w, r)
	})
	callback := request("GET", app+"/callback?code="+code+"&state="+state+"&iss="+url.QueryEscape(auth), nil)
	callback.Header.Set("Cookie", "__Host-quartet-login-a1b2c3d4e5f60718=1795373268.x")
	redeem := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app + "/callback"}, "code_verifier": {verifier}}
	back(t, rdb, callback, func(calls *http.Client, to string) { post(t, calls, to+"/token", redeem) },
		redirect("/", "__Host-quartet-session="+session+"; Path=/; Max-Age=28800; HttpOnly; Secure; SameSite=Lax"),
		func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			check(r, "as.client.auth", "RFC 6749 §2.3.1", "the client proved who it is", true)
			check(r, "as.code.unused", "RFC 6749 §4.1.2", "the code was not used before", true)
			check(r, "as.pkce.verifier", "RFC 7636 §4.6", "the verifier hashes to the challenge that started the flow", true)
			sendJSON(w, 200, `{"access_token":"`+access+`","token_type":"Bearer","expires_in":300,"refresh_token":"`+oauth.NewSecret()+`","scope":"openid profile notes:read notes:write","id_token":"`+identity+`"}`)
		}, trace.AuthServer)
	for range 1 + again {
		api := request("GET", app+"/api/notes", nil)
		api.Header.Set("Cookie", "__Host-quartet-session="+session)
		backAPI(t, rdb, api, access)
	}
}

// backAPI records an API call through the client's proxy.
func backAPI(t testing.TB, rdb redis.UniversalClient, api *http.Request, access string) {
	t.Helper()
	emit(t, rdb, trace.ResourceServer, func(receiver *trace.Recorder) {
		server := httptest.NewServer(receiver.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			check(r, "rs.aud", "RFC 9068 §4", "the token is for this API", true)
			check(r, "rs.scope", "RFC 6750 §3.1", "the token may read notes", true)
			sendJSON(w, 200, `{"notes":[{"id":"1","text":"private"}]}`)
		})))
		defer server.Close()
		emit(t, rdb, trace.Client, func(sender *trace.Recorder) {
			through := sender.Transport(nil, trace.Hosts{strings.TrimPrefix(server.URL, "http://"): trace.ResourceServer})
			api.Header.Set("Sec-Fetch-Site", "same-origin")
			sender.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				out, _ := http.NewRequestWithContext(r.Context(), http.MethodGet, server.URL+"/notes", nil)
				out.Header.Set("Authorization", "Bearer "+access)
				resp, err := through.RoundTrip(out)
				if err != nil {
					t.Error(err)
					return
				}
				defer func() { _ = resp.Body.Close() }()
				body, _ := io.ReadAll(resp.Body)
				sendJSON(w, resp.StatusCode, string(body))
			})).ServeHTTP(httptest.NewRecorder(), api)
		})
	})
}

func post(t testing.TB, calls *http.Client, address string, form url.Values) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("notes", "notes-dev-secret-not-for-production")
	resp, err := calls.Do(req)
	if err != nil {
		t.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
}

// refused records one token request that a check refuses.
func refused(t testing.TB, rdb redis.UniversalClient) {
	t.Helper()
	r := request("POST", auth+"/token", url.Values{"grant_type": {"authorization_code"}, "code": {oauth.NewSecret()}, "code_verifier": {oauth.NewSecret()}, "client_id": {"native"}})
	r.Header.Set("User-Agent", "curl/8.14.1")
	emit(t, rdb, trace.AuthServer, func(rec *trace.Recorder) {
		rec.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			check(r, "as.client.known", "RFC 6749 §3.2.1", "the client is registered", true)
			check(r, "as.pkce.verifier", "RFC 7636 §4.6", "the verifier hashes to the challenge that started the flow", false)
			sendJSON(w, 400, `{"error":"invalid_grant","error_description":"the verifier does not match the challenge"}`)
		})).ServeHTTP(httptest.NewRecorder(), r)
	})
}

// attempt records a sign-in that the user does not finish: the client's /login, the authorization
// request, and the sign-in page. The browser sends the cookies of earlier attempts, and attempt
// returns the new ones.
func attempt(t testing.TB, rdb redis.UniversalClient, cookies string) (left string) {
	t.Helper()
	state, tx, login := oauth.NewSecret(), oauth.NewSecret(), oauth.NewSecret()
	ask := url.Values{"response_type": {"code"}, "client_id": {"notes"}, "state": {state}, "nonce": {oauth.NewSecret()}, "code_challenge": {oauth.NewSecret()}}
	send := func(service, address string, answer http.HandlerFunc) {
		r := request("GET", address, nil)
		r.Header.Set("Cookie", cookies)
		front(t, rdb, service, r, answer)
	}
	own := "__Host-quartet-client-login-" + state[:16] + "=1795373268." + login
	send(trace.Client, app+"/login", redirect(auth+"/authorize?"+ask.Encode(), own+"; Path=/; Secure; HttpOnly"))
	send(trace.AuthServer, auth+"/authorize?"+ask.Encode(), redirect("/login?transaction="+tx))
	send(trace.AuthServer, auth+"/login?transaction="+tx, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	return cookies + "; " + own
}

// Each attempt of one browser must be its own flow, whatever cookies it has.
func TestRetriesAreFlowsOfTheirOwn(t *testing.T) {
	rdb := redistest.New(t)
	session := oauth.NewSecret()
	cookies := "__Host-quartet-client-session=" + session + "; __Host-quartet-client-browser=" + oauth.NewSecret() + "; __Host-quartet-session=" + oauth.NewSecret()
	for range 3 {
		cookies = attempt(t, rdb, cookies)
	}
	if got := flowsIn(t, rdb); len(got) != 3 {
		t.Errorf("got %d flows, want 3", len(got))
	}
}

// Sign-ins of 20 users at the same time must be 20 flows of eight messages.
func TestParallelUsersAreFlowsOfTheirOwn(t *testing.T) {
	rdb := redistest.New(t)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { signIn(t, rdb) })
	}
	all.Wait()
	flows := flowsIn(t, rdb)
	if len(flows) != 20 {
		t.Errorf("got %d flows, want 20", len(flows))
	}
	for _, f := range flows {
		if len(f.Hops) != 8 {
			t.Errorf("got %d messages in %s, want 8", len(f.Hops), f.ID)
		}
	}
}

func flowsIn(t testing.TB, rdb redis.UniversalClient) []flow.Flow {
	t.Helper()
	events, err := trace.Recent(t.Context(), rdb, 10000)
	if err != nil {
		t.Fatal(err)
	}
	book := flow.NewBook(1000)
	for _, e := range events {
		book.Add(e)
	}
	return book.Flows()
}
