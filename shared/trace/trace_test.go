package trace_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quartet.example/shared/oauth"
	"quartet.example/shared/trace"
)

var start = time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC)

func now() time.Time { return start }

func recorder(service string, sink trace.Sink) *trace.Recorder {
	return trace.New(trace.Options{Service: service, Sink: sink, Now: now, FingerprintKey: []byte("key of this test"), Dev: true})
}

// exchange sends req through the middleware to h and returns the two events.
func exchange(t *testing.T, h http.HandlerFunc, req *http.Request) (request, response trace.Event) {
	t.Helper()
	sink := trace.MemorySink()
	recorder("authserver", sink).Middleware(h).ServeHTTP(httptest.NewRecorder(), req)
	events := sink.Events()
	if len(events) != 2 {
		t.Fatalf("events: got %d, want request and response", len(events))
	}
	return events[0], events[1]
}

func readForm(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }

func find(params []trace.Param, in, name string) trace.Param {
	for _, p := range params {
		if p.In == in && p.Name == name {
			return p
		}
	}
	return trace.Param{}
}

func form(path string, values url.Values) *http.Request {
	req := httptest.NewRequest(http.MethodPost, "http://auth.localhost:9000"+path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	return req
}

func TestClassesDecideWhatIsShown(t *testing.T) {
	_, e := exchange(t, readForm, form("/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {"the-code"}, "client_secret": {"hunter2"}, "client_id": {"notes"}, "unheard_of": {"whatever"},
	}))
	for name, want := range map[string]trace.Param{
		"grant_type":    {Name: "grant_type", In: "body", Class: trace.Public, Value: "authorization_code"},
		"client_id":     {Name: "client_id", In: "body", Class: trace.Identifier, Value: "notes"},
		"code":          {Name: "code", In: "body", Class: trace.Credential, Masked: true, Len: 8, Print: find(e.Params, "body", "code").Print},
		"client_secret": {Name: "client_secret", In: "body", Class: trace.Secret, Masked: true, Len: 7},
		"unheard_of":    {Name: "unheard_of", In: "body", Class: trace.Credential, Masked: true, Len: 8, Print: find(e.Params, "body", "unheard_of").Print},
	} {
		if diff := cmp.Diff(want, find(e.Params, "body", name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestEqualValuesHaveEqualFingerprintsWhereverTheyAre(t *testing.T) {
	const token, verifier, session = "an-access-token-0123456789", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	req := form("/token?state=af0ifjsldkjAF0IFJSLDKJ&code_challenge="+oauth.ChallengeOf(verifier), url.Values{"token": {token}, "code_verifier": {verifier}})
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Cookie", "__Host-quartet-session="+session)
	_, e := exchange(t, func(w http.ResponseWriter, r *http.Request) {
		readForm(w, r)
		w.Header().Set("Location", "http://app.localhost:8080/callback?code=c1&state=af0ifjsldkjAF0IFJSLDKJ")
		w.Header().Set("Set-Cookie", "__Host-quartet-session="+session+"; Path=/; Secure; HttpOnly")
		w.WriteHeader(http.StatusSeeOther)
	}, req)
	if p := find(e.Params, "query", "state"); len(p.Chip()) != 4 {
		t.Errorf("chip of state: got %q, want four characters", p.Chip())
	}
	for name, pair := range map[string][2]string{
		"state in the request and in the redirect": {find(e.Params, "query", "state").Print, find(e.Answer.Params, "location", "state").Print},
		"token in the header and in the body":      {find(e.Headers, "header", "Authorization").Print, find(e.Params, "body", "token").Print},
		"cookie sent and set":                      {find(e.Params, "cookie", "__Host-quartet-session").Print, find(e.Answer.Params, "set-cookie", "__Host-quartet-session").Print},
		"challenge and hash of the verifier":       {find(e.Params, "query", "code_challenge").Print, find(e.Params, "body", "code_verifier").S256},
	} {
		if pair[0] == "" || pair[0] != pair[1] {
			t.Errorf("%s: got %q and %q, want the same", name, pair[0], pair[1])
		}
	}
	if got := find(e.Answer.Params, "set-cookie", "__Host-quartet-session").Attrs; got != "Path=/; Secure; HttpOnly" {
		t.Errorf("attributes of the cookie: got %q", got)
	}
	if got := find(e.Answer.Headers, "header", "Location").Value; got != "http://app.localhost:8080/callback?…" {
		t.Errorf("Location: got %q, want it without its query", got)
	}
}

func TestJWTIsShownWithoutItsSignature(t *testing.T) {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	jwt := part(`{"alg":"ES256","typ":"at+jwt"}`) + "." + part(`{"sub":"alice","aud":["a","b"],"nonce":"n-0S6","private":"x"}`) + "." + part("the signature")
	for name, req := range map[string]func(*http.Request){
		"as Bearer": func(r *http.Request) { r.Header.Set("Authorization", "bearer "+jwt) },
		"in a query": func(r *http.Request) {
			r.URL.RawQuery = "id_token_hint=" + jwt
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "http://api.localhost:9001/notes", nil)
			req(r)
			e, _ := exchange(t, readForm, r)
			p := find(e.Headers, "header", "Authorization")
			if p.JWT == nil {
				p = find(e.Params, "query", "id_token_hint")
			}
			if p.JWT == nil || !p.Masked {
				t.Fatalf("got %+v, want a masked JWT", p)
			}
			if got := find(p.JWT.Header, "jose", "typ").Value; got != "at+jwt" {
				t.Errorf("typ: got %q", got)
			}
			if got := find(p.JWT.Claims, "claim", "aud").Value; got != "a b" {
				t.Errorf("aud: got %q", got)
			}
			if !find(p.JWT.Claims, "claim", "nonce").Masked || !find(p.JWT.Claims, "claim", "private").Masked {
				t.Error("nonce and unknown claims must be masked")
			}
			if raw, _ := json.Marshal(e); bytes.Contains(raw, []byte(part("the signature"))) || bytes.Contains(raw, []byte("n-0S6")) {
				t.Error("the signature or the nonce is in the event")
			}
		})
	}
	t.Run("a code that looks like one is not read", func(t *testing.T) {
		e, _ := exchange(t, readForm, httptest.NewRequest(http.MethodGet, "/callback?code="+jwt, nil))
		if find(e.Params, "query", "code").JWT != nil {
			t.Error("got a JWT, want a masked value only")
		}
	})
}

// The value of a secret must not be in any event, wherever it was in the message.
func TestLeak(t *testing.T) {
	secret := oauth.NewSecret()
	basic := base64.StdEncoding.EncodeToString([]byte("notes:" + secret))
	for name, change := range map[string]func(*http.Request){
		"value of a query parameter":     func(r *http.Request) { r.URL.RawQuery = "code=" + secret },
		"value of an unknown parameter":  func(r *http.Request) { r.URL.RawQuery = "x=" + secret },
		"name of a query parameter":      func(r *http.Request) { r.URL.RawQuery = secret },
		"query of a redirect_uri":        func(r *http.Request) { r.URL.RawQuery = "redirect_uri=" + url.QueryEscape("http://a/?code="+secret) },
		"query of return_to":             func(r *http.Request) { r.URL.RawQuery = "return_to=" + url.QueryEscape("/a?code="+secret) },
		"user information of a resource": func(r *http.Request) { r.URL.RawQuery = "resource=" + url.QueryEscape("http://u:"+secret+"@a/") },
		"opaque URI":                     func(r *http.Request) { r.URL.RawQuery = "redirect_uri=" + url.QueryEscape("urn:"+secret) },
		"undecodable value":              func(r *http.Request) { r.URL.RawQuery = "code=%zz" + secret },
		"path":                           func(r *http.Request) { r.URL.Path = "/notes/" + secret },
		"bearer token":                   func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret) },
		"session of an app":              func(r *http.Request) { r.Header.Set("Authorization", "Session "+secret) },
		"basic credentials":              func(r *http.Request) { r.Header.Set("Authorization", "Basic "+basic) },
		"unknown scheme":                 func(r *http.Request) { r.Header.Set("Authorization", "Fancy "+secret) },
		"authorization without scheme":   func(r *http.Request) { r.Header.Set("Authorization", secret) },
		"basic without colon": func(r *http.Request) {
			r.SetBasicAuth("", "")
			r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(secret)))
		},
		"cookie":                func(r *http.Request) { r.Header.Set("Cookie", "__Host-quartet-session="+secret) },
		"cookie without name":   func(r *http.Request) { r.Header.Set("Cookie", secret) },
		"unknown header":        func(r *http.Request) { r.Header.Set("X-Api-Key", secret) },
		"query of the referrer": func(r *http.Request) { r.Header.Set("Referer", "http://app.localhost/callback?code="+secret) },
		"form": func(r *http.Request) {
			withBody(r, "application/x-www-form-urlencoded", "password="+secret+"&refresh_token="+secret)
		},
		"repeated form": func(r *http.Request) { withBody(r, "application/x-www-form-urlencoded", "code=a&code="+secret) },
		"JSON": func(r *http.Request) {
			withBody(r, "application/json", `{"password":"`+secret+`","deep":{"a":"`+secret+`"},"list":["`+secret+`"]}`)
		},
		"known name, structured value": func(r *http.Request) { withBody(r, "application/json", `{"scope":{"a":"`+secret+`"}}`) },
		"name of a JSON member":        func(r *http.Request) { withBody(r, "application/json", `{"`+secret+`":1}`) },
		"broken JSON":                  func(r *http.Request) { withBody(r, "application/json", `{"code":"`+secret) },
		"plain text":                   func(r *http.Request) { withBody(r, "text/plain", secret) },
		"JWT":                          func(r *http.Request) { withBody(r, "application/jwt", "e30.e30."+secret) },
	} {
		t.Run("request, "+name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "http://auth.localhost:9000/token", nil)
			change(r)
			request, response := exchange(t, readForm, r)
			mustNotHold(t, secret, request, response)
			mustNotHold(t, basic, request, response)
		})
	}
	for name, answer := range map[string]http.HandlerFunc{
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://a/cb?code="+secret+"&state="+secret, http.StatusFound)
		},
		"fragment": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://a/cb#access_token="+secret, http.StatusFound)
		},
		"broken redirect": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "http://a/%zz?code="+secret)
			w.WriteHeader(302)
		},
		"Set-Cookie": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Set-Cookie", "a="+secret+"; Path=/") },
		"JSON": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"access_token":"`+secret+`"}`)
		},
		"page": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, `<title>Sign in</title><input value="`+secret+`">`)
		},
		"unknown header": func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-New-Token", secret) },
	} {
		t.Run("response, "+name, func(t *testing.T) {
			_, response := exchange(t, answer, httptest.NewRequest(http.MethodGet, "/x", nil))
			mustNotHold(t, secret, response)
		})
	}
}

func withBody(r *http.Request, mediaType, body string) {
	r.Header.Set("Content-Type", mediaType)
	r.Body = io.NopCloser(strings.NewReader(body))
}

func mustNotHold(t *testing.T, secret string, events ...trace.Event) {
	t.Helper()
	raw, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte(secret)) {
		t.Errorf("the secret is in the event:\n%s", raw)
	}
}

func TestHostileValuesSurviveAsText(t *testing.T) {
	const hostile = `"><script>alert(1)</script>` + "\x00\x1b[2J\u2028\xff"
	r := httptest.NewRequest(http.MethodGet, "/authorize?scope="+url.QueryEscape(hostile), nil)
	e, _ := exchange(t, readForm, r)
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.ContainsAny(raw, "<>\x00\x1b") {
		t.Errorf("raw markup or control characters in %s", raw)
	}
	var back trace.Event
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	want := `"><script>alert(1)</script>` + "␀␛[2J\uFFFD\uFFFD" // as pictures, so that no terminal executes them
	if got := find(back.Params, "query", "scope").Value; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCallersAndChannels(t *testing.T) {
	for name, tt := range map[string]struct {
		header  map[string]string
		from    string
		channel trace.Channel
	}{
		"Sec-Fetch-Site is a browser":               {map[string]string{"Sec-Fetch-Site": "same-origin"}, "browser", trace.Front},
		"a forged sender does not hide a browser":   {map[string]string{"Sec-Fetch-Site": "none", "Tracestate": "quartet=client"}, "browser", trace.Front},
		"an old browser":                            {map[string]string{"User-Agent": "Mozilla/5.0"}, "browser", trace.Front},
		"a test that asks for HTML plays a browser": {map[string]string{"Accept": "text/html"}, "browser", trace.Front},

		"our client":                      {map[string]string{"Tracestate": "a=b, quartet=client"}, "client", trace.Back},
		"an unknown role is some service": {map[string]string{"Tracestate": "quartet=<b>"}, "service", trace.Back},
		"curl":                            {map[string]string{"User-Agent": "curl/8", "Accept": "*/*"}, "service", trace.Back},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/x", nil)
			for k, v := range tt.header {
				r.Header.Set(k, v)
			}
			e, _ := exchange(t, readForm, r)
			if e.From != tt.from || e.Channel != tt.channel || e.To != "authserver" {
				t.Errorf("got %s → %s, %s", e.From, e.To, e.Channel)
			}
		})
	}
}

func TestTraceparent(t *testing.T) { // W3C Trace Context §3.2
	const id, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	for name, tt := range map[string]struct {
		value string
		taken bool
	}{
		"well formed":                   {"00-" + id + "-" + parent + "-01", true},
		"a later version may be longer": {"cc-" + id + "-" + parent + "-01-what", true},
		"version 00 may not":            {"00-" + id + "-" + parent + "-01-what", false},
		"version ff does not exist":     {"ff-" + id + "-" + parent + "-01", false},
		"upper case":                    {"00-" + strings.ToUpper(id) + "-" + parent + "-01", false},
		"zero trace":                    {"00-" + strings.Repeat("0", 32) + "-" + parent + "-01", false},
		"zero parent":                   {"00-" + id + "-0000000000000000-01", false},
		"too short":                     {"00-" + id, false},
		"markup":                        {"00-" + strings.Repeat("<", 32) + "-" + parent + "-01", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/x", nil)
			r.Header.Set("Traceparent", tt.value)
			e, _ := exchange(t, readForm, r)
			if got := e.Trace == id && e.Span == parent; got != tt.taken {
				t.Errorf("got trace %q span %q, want taken=%v", e.Trace, e.Span, tt.taken)
			}
			if len(e.Trace) != 32 || len(e.Span) != 16 {
				t.Errorf("got trace %q span %q, want 32 and 16 digits", e.Trace, e.Span)
			}
		})
	}
}

func TestOutboundCallsBelongToTheInboundRequest(t *testing.T) {
	sink := trace.MemorySink()
	as := httptest.NewServer(recorder("authserver", sink).Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		readForm(w, r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant","error_description":"no"}`)
	})))
	defer as.Close()

	client := recorder("client", sink)
	calls := &http.Client{Transport: client.Transport(nil, trace.Hosts{strings.TrimPrefix(as.URL, "http://"): "authserver"})}
	front := client.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		req, _ := http.NewRequestWithContext(r.Context(), http.MethodPost, as.URL+"/token", strings.NewReader("grant_type=authorization_code&code=c1"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := calls.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
	}))
	r := httptest.NewRequest(http.MethodGet, "/callback?code=c1", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	front.ServeHTTP(httptest.NewRecorder(), r)

	var got []string
	events := sink.Events()
	for _, e := range events {
		got = append(got, string(e.Kind)+" "+e.Service+" "+string(e.Side)+" "+e.From+">"+e.To+" "+e.Error)
	}
	want := []string{
		"request client server browser>client ",
		"request client client client>authserver ",
		"request authserver server client>authserver ",
		"response authserver server client>authserver invalid_grant",
		"response client client client>authserver invalid_grant",
		"response client server browser>client ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	front1, sent, received := events[0], events[1], events[2]
	if sent.Parent != front1.Span || sent.Trace != front1.Trace || sent.Span != received.Span || received.Trace != sent.Trace {
		t.Errorf("spans: front %s/%s, sent %s/%s parent %s, received %s/%s", front1.Trace, front1.Span, sent.Trace, sent.Span, sent.Parent, received.Trace, received.Span)
	}
	if find(sent.Params, "body", "code").Print != find(front1.Params, "query", "code").Print {
		t.Error("the code sent is not the code received")
	}
}

func TestCallThatNeverArrivesIsSeen(t *testing.T) {
	sink := trace.MemorySink()
	gone := httptest.NewServer(nil)
	gone.Close()
	calls := &http.Client{Transport: recorder("client", sink).Transport(nil, nil)}
	if _, err := calls.Get(gone.URL + "/jwks?code=x"); err == nil {
		t.Fatal("the call succeeded")
	}
	e := sink.Events()[1]
	if e.Kind != trace.Failure || !strings.Contains(e.Error, "refused") || e.To != "service" {
		t.Errorf("got kind %q error %q to %q", e.Kind, e.Error, e.To)
	}
}

var check = oauth.Check{ID: "t.check", Spec: "RFC 7636 §4.6", Error: oauth.InvalidGrant, Meaning: "m", Refusal: "no", Stops: "s", Decisive: "d"}

func TestChecksAreInTheEventOfTheirRequest(t *testing.T) {
	_, e := exchange(t, func(_ http.ResponseWriter, r *http.Request) {
		_ = check.Require(r.Context(), true)
		_ = check.RequireNil(r.Context(), errors.New("because"))
	}, httptest.NewRequest(http.MethodGet, "/x", nil))
	want := []trace.Checked{
		{ID: "t.check", OK: true, Spec: "RFC 7636 §4.6", Meaning: "m", Stops: "s", Decisive: "d"},
		{ID: "t.check", Why: "because", Spec: "RFC 7636 §4.6", Meaning: "m", Stops: "s", Decisive: "d"},
	}
	if diff := cmp.Diff(want, e.Checks); diff != "" {
		t.Error(diff)
	}
}

func TestResponses(t *testing.T) {
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		want    trace.Event
	}{
		"a page is its title and length": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<title>Sign in &amp; consent</title>")
		}, trace.Event{Kind: trace.Response, Status: 200, Answer: &trace.Answer{Type: "text/html", Title: "Sign in & consent", Length: 36}}},
		"nothing written is 200": {func(http.ResponseWriter, *http.Request) {}, trace.Event{Kind: trace.Response, Status: 200, Answer: &trace.Answer{}}},
		"1xx is not the answer": {
			func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(103); w.WriteHeader(204) },
			trace.Event{Kind: trace.Response, Status: 204, Answer: &trace.Answer{}},
		},
		"a body over the limit is not read": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"scope":"`+strings.Repeat("a", 70_000)+`"}`)
		}, trace.Event{Kind: trace.Response, Status: 200, Answer: &trace.Answer{Type: "application/json", Length: 70_012}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, e := exchange(t, tt.handler, httptest.NewRequest(http.MethodGet, "/x", nil))
			e.Answer.Headers = nil
			got := trace.Event{Kind: e.Kind, Status: e.Status, Answer: e.Answer}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPanicIsRecordedAndGoesOn(t *testing.T) {
	sink := trace.MemorySink()
	defer func() {
		if recover() == nil {
			t.Error("the panic was swallowed")
		}
		if e := sink.Events()[1]; e.Kind != trace.Failure || e.Error != "panic" {
			t.Errorf("got %q %q", e.Kind, e.Error)
		}
	}()
	recorder("client", sink).Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("x") })).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/x", nil))
}

func TestHealthAndAssetsAreLeftOut(t *testing.T) {
	sink := trace.MemorySink()
	h := recorder("client", sink).Middleware(http.HandlerFunc(readForm))
	for _, path := range []string{"/livez", "/readyz", "/assets/a.css", "/favicon.ico", "/control/tokens"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	if n := len(sink.Events()); n != 0 {
		t.Errorf("events: got %d, want 0", n)
	}
}

func TestFlushReachesTheClient(t *testing.T) {
	server := httptest.NewServer(recorder("client", trace.MemorySink()).Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := http.NewResponseController(w).SetWriteDeadline(time.Time{}); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, "first")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-r.Context().Done() // until the client has read it and disconnected
	})))
	defer server.Close()
	resp, err := http.Get(server.URL + "/events")
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 5)
	if _, err := io.ReadFull(resp.Body, first); err != nil || string(first) != "first" {
		t.Errorf("got %q, %v", first, err)
	}
	_ = resp.Body.Close()
}

func TestNoRecorderCostsNothing(t *testing.T) {
	var r *trace.Recorder
	next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	h := r.Middleware(next)
	w, req := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/x", nil)
	if n := testing.AllocsPerRun(100, func() { h.ServeHTTP(w, req) }); n != 0 {
		t.Errorf("allocations: got %v, want 0", n)
	}
	if got := r.Transport(http.DefaultTransport, nil); got != http.DefaultTransport {
		t.Errorf("transport: got %v, want the one given", got)
	}
	if err := r.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if trace.New(trace.Options{Sink: trace.MemorySink()}) != nil {
		t.Error("a recorder outside the dev profile")
	}
}

func TestDictionary(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range slices.Concat(trace.Entries(), trace.Cookies()) {
		if seen[e.Name] {
			t.Errorf("%s: twice", e.Name)
		}
		seen[e.Name] = true
		if !e.Known || e.Group == "" || e.Class == "" || e.Meaning == "" || e.SetBy == "" || e.Checked == "" || e.Spec == "" {
			t.Errorf("%s: incomplete", e.Name)
		}
		if n := len(strings.Fields(e.Meaning)); n > 20 {
			t.Errorf("%s: %d words, want at most 20", e.Name, n)
		}
		if n := len(strings.Fields(e.Stops)); n > 20 {
			t.Errorf("%s: %d words about the attack, want at most 20", e.Name, n)
		}
	}
	for _, name := range []string{
		"state", "nonce", "code_challenge", "code_challenge_method", "code_verifier", "iss", "redirect_uri", "aud", "resource", "azp", "at_hash", "alg", "typ",
		"jti", "iat", "exp", "htm", "htu", "ath", "jwk", "cnf", "dpop_jkt", "csrf", "csrf_token", "return_to", "post_logout_redirect_uri", "refresh_token",
	} {
		if e := trace.Lookup(trace.InBody, name); e.Stops == "" {
			t.Errorf("%s: does not say which attack it stops", name)
		}
	}
	if e := trace.Lookup("query", "unheard_of"); e.Known || e.Class != trace.Credential {
		t.Errorf("an unknown name: got %+v, want a credential", e)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("a=b&c=%zz", "application/json", `{"a":[1,{}],"keys":[{"kid":1}],"aud":["x"]}`, "Basic Og==")
	f.Add("", "application/jwt", "e30.e30.x", "Bearer a.b.c")
	f.Fuzz(func(t *testing.T, query, mediaType, body, authorization string) {
		r := httptest.NewRequest(http.MethodPost, "/token", strings.NewReader(body))
		r.URL.RawQuery = query
		r.Header["Authorization"] = []string{authorization}
		r.Header["Content-Type"] = []string{mediaType}
		request, response := exchange(t, readForm, r)
		if _, err := json.Marshal([]trace.Event{request, response}); err != nil {
			t.Error(err)
		}
	})
}

// The names that client and authorization server set, with the default prefix and with others.
func TestOurCookiesAreKnownByName(t *testing.T) {
	for name, want := range map[string]string{
		"__Host-quartet-client-session":                          "session cookie",
		"__Host-quartet-authserver-session":                      "session cookie",
		"__Host-quartet-session":                                 "session cookie",
		"__Host-quartet-client-browser":                          "browser cookie",
		"__Host-quartet-authserver-browser":                      "browser cookie",
		"__Host-quartet-authserver-known":                        "known-browser cookie",
		"__Host-quartet-client-login-" + strings.Repeat("a", 16): "sign-in cookie",
		"__Host-quartet-client-login-" + strings.Repeat("a", 43): "cookie of another program", // this may be a secret
		"theme": "cookie of another program",
	} {
		ours := want != "cookie of another program" || name == "theme"
		if got, known := trace.CookieTerm(name), trace.Lookup(trace.InSetCookie, name).Known; got != want || known != ours {
			t.Errorf("%s: got %s, known %t; want %s, %t", name, got, known, want, ours)
		}
	}
}

func TestTheThumbprintOfABoundTokenIsShown(t *testing.T) {
	thumbprint := oauth.Hash("a public key")
	for cnf, want := range map[string]string{
		`{"jkt":"` + thumbprint + `"}`: "jkt " + thumbprint, `{"jkt":"hunter2"}`: "object of 1", `{"x5t#S256":"a"}`: "object of 1", `{"jkt":1}`: "object of 1",
	} {
		token := part(`{"typ":"at+jwt"}`) + "." + part(`{"cnf":`+cnf+`}`) + ".c2ln"
		_, e := exchange(t, readForm, form("/x", url.Values{"access_token": {token}}))
		if got := e.Params[0].JWT.Claims[0].Value; got != want {
			t.Errorf("%s: got %q, want %q", cnf, got, want)
		}
	}
}

func part(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
