package browsertest

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/shared/oauth"
)

// Verifier is the code verifier of every request.
const Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

// Browser is a scripted browser. It keeps cookies, and follows redirects within the server.
type Browser struct {
	t       testing.TB
	client  *http.Client
	Cookies map[string]string
	Header  map[string]string // sent with each request
	Visited []string          // method, path and status of each request since the last visit began

	Status   int
	Response http.Header
	Body     string
	URL      *url.URL
	Left     *url.URL // target of the last redirect if it leads to another server, else nil
}

// Browser returns a new browser without cookies.
func (s *Server) Browser(t testing.TB) *Browser {
	t.Helper()
	transport := &http.Transport{DialContext: s.dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &Browser{t: t, Cookies: map[string]string{}, Header: map[string]string{}, client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Request is a valid authorization request of the client with parameters changed: name, value,
// name, value. The value "" removes a parameter.
func Request(clientID string, change ...string) url.Values {
	v := url.Values{
		"response_type": {"code"}, "client_id": {clientID}, "redirect_uri": {Callback}, "scope": {"openid notes:read"},
		"state": {"xyz"}, "nonce": {"n-0S6"}, "code_challenge": {oauth.ChallengeOf(Verifier)}, "code_challenge_method": {"S256"},
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Set(change[i], change[i+1])
		if change[i+1] == "" {
			v.Del(change[i])
		}
	}
	return v
}

// Authorize opens the authorization endpoint.
func (b *Browser) Authorize(params url.Values) *Browser {
	b.t.Helper()
	return b.Get("/authorize?" + params.Encode())
}

// Get opens a path and follows redirects.
func (b *Browser) Get(path string) *Browser {
	b.t.Helper()
	return b.visit(http.MethodGet, Issuer+path, nil)
}

// Post sends a form and follows redirects.
func (b *Browser) Post(path string, form url.Values) *Browser {
	b.t.Helper()
	return b.visit(http.MethodPost, Issuer+path, form)
}

// Do sends one request with the cookies. It does not follow redirects.
func (b *Browser) Do(method, path string, form url.Values) *Browser {
	b.t.Helper()
	b.Visited, b.Left = nil, nil
	b.send(method, Issuer+path, form)
	return b
}

func (b *Browser) visit(method, to string, form url.Values) *Browser {
	b.t.Helper()
	b.Visited, b.Left = nil, nil
	for range 10 {
		location := b.send(method, to, form)
		if location == "" {
			return b
		}
		next, err := b.URL.Parse(location)
		if err != nil {
			b.t.Fatalf("Location %q: %v", location, err)
		}
		if next.Scheme+"://"+next.Host != Issuer {
			b.Left = next
			return b
		}
		method, to, form = http.MethodGet, next.String(), nil
	}
	b.t.Fatalf("redirected in a circle: %v", b.Visited)
	return b
}

func (b *Browser) send(method, to string, form url.Values) (location string) {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, to, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.Header {
		r.Header.Set(name, value)
	}
	for name, value := range b.Cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	b.Status, b.Response, b.Body, b.URL = response.StatusCode, response.Header, string(text), r.URL
	b.Visited = append(b.Visited, method+" "+r.URL.Path+" "+strconv.Itoa(response.StatusCode))
	b.keep(response.Cookies())
	return response.Header.Get("Location")
}

func (b *Browser) keep(cookies []*http.Cookie) {
	b.t.Helper()
	for _, c := range cookies {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
			b.t.Errorf("cookie %s: a browser would not keep it, or a script could read it: %v", c.Name, c)
		}
		b.Cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.Cookies, c.Name)
		}
	}
}

// Page parses the current page.
func (b *Browser) Page() *goquery.Document {
	b.t.Helper()
	page, err := goquery.NewDocumentFromReader(strings.NewReader(b.Body))
	if err != nil {
		b.t.Fatal(err)
	}
	return page
}

// Form returns the hidden inputs of the form that contains the selector.
func (b *Browser) Form(selector string) url.Values {
	b.t.Helper()
	form := b.Page().Find(selector).First().Closest("form")
	if form.Length() == 0 {
		b.t.Fatalf("no %s on the page of %s: %d %s", selector, b.URL, b.Status, b.Page().Find("main").Text())
	}
	values := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		values.Set(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	return values
}

// Login submits the sign-in page.
func (b *Browser) Login(username, password string) *Browser {
	b.t.Helper()
	form := b.Form("#password")
	form.Set("username", username)
	form.Set("password", password)
	return b.Post("/login", form)
}

// Decide presses a button on the consent page.
func (b *Browser) Decide(decision string) *Browser {
	b.t.Helper()
	form := b.Form(`button[name=decision][value="` + decision + `"]`)
	form.Set("decision", decision)
	return b.Post("/consent", form)
}

// SignIn signs alice in with a flow of the client notes, and allows the request.
func (b *Browser) SignIn() *Browser {
	b.t.Helper()
	b.Authorize(Request("notes")).Login("alice", "wonderland").Decide("allow")
	if b.Code() == "" {
		b.t.Fatalf("sign in: no code, but %s", b.Outcome())
	}
	return b
}

// Code returns the code of the redirect to the client, or "".
func (b *Browser) Code() string {
	if b.Left == nil {
		return ""
	}
	return b.Left.Query().Get("code")
}

// Outcome describes where the browser is: "code" or "error login_required" after a redirect to the
// client, "login", "consent", or "page 400".
func (b *Browser) Outcome() string {
	switch {
	case b.Left != nil && b.Left.Query().Has("code"):
		return "code"
	case b.Left != nil:
		return "error " + b.Left.Query().Get("error")
	case b.Status == http.StatusOK && b.URL.Path != "/authorize":
		return strings.TrimPrefix(b.URL.Path, "/")
	}
	return "page " + strconv.Itoa(b.Status)
}

// Clone is another tab or a copy of the browser: it has the same cookies at first.
func (b *Browser) Clone() *Browser {
	c := *b
	c.Cookies, c.Header = maps.Clone(b.Cookies), maps.Clone(b.Header)
	return &c
}
