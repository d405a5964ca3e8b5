package authservertest

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/authserver/internal/control/useragent"
)

// Browser is a scripted browser. It keeps cookies, follows redirects within the server, and stops
// at a redirect to another host, which is the client. A method fails the test if the page
// lacks what it needs.
type Browser struct {
	t     testing.TB
	agent useragent.Agent
}

// Browser returns a new browser without cookies.
func (s *Server) Browser(t testing.TB) *Browser {
	return &Browser{t: t, agent: useragent.Agent{
		Send: s.http.Client().Transport, Jar: &useragent.Jar{}, Accept: "text/html,application/xhtml+xml,*/*;q=0.8",
	}}
}

// Open requests a URL.
func (b *Browser) Open(rawURL string) *Browser {
	b.t.Helper()
	if err := b.agent.Open(b.t.Context(), rawURL); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// Login fills in and submits the sign-in form.
func (b *Browser) Login(username, password string) *Browser {
	b.t.Helper()
	form := b.form(`input[name="password"]`, "sign-in")
	return b.Submit(form, url.Values{"username": {username}, "password": {password}})
}

// Approve presses the button that gives consent.
func (b *Browser) Approve() *Browser { b.t.Helper(); return b.decide("allow") }

// Deny presses the button that refuses consent.
func (b *Browser) Deny() *Browser { b.t.Helper(); return b.decide("deny") }

func (b *Browser) decide(decision string) *Browser {
	b.t.Helper()
	form := b.form(`button[name="decision"][value="`+decision+`"]`, "consent")
	return b.Submit(form, url.Values{"decision": {decision}})
}

// Press presses the button with that name and value, on any page.
func (b *Browser) Press(name, value string) *Browser {
	b.t.Helper()
	form := b.form(`button[name="`+name+`"][value="`+value+`"]`, name)
	return b.Submit(form, url.Values{name: {value}})
}

// Send fills in and submits the form around the element that the selector finds.
func (b *Browser) Send(selector string, values url.Values) *Browser {
	b.t.Helper()
	return b.Submit(b.form(selector, selector), values)
}

// Submit submits a form with its hidden fields. values are added to them or replace them.
func (b *Browser) Submit(form *goquery.Selection, values url.Values) *Browser {
	b.t.Helper()
	if err := b.agent.Submit(b.t.Context(), form, values); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// Returned returns the parameters with which the browser was redirected to the client, or nil if
// it was not.
func (b *Browser) Returned() url.Values {
	if b.agent.Returned == nil {
		return nil
	}
	return b.agent.Returned.Query()
}

// ReturnedTo returns the URL to which the browser was redirected, or nil.
func (b *Browser) ReturnedTo() *url.URL { return b.agent.Returned }

// Status returns the status of the current page.
func (b *Browser) Status() int { return b.agent.Status }

// Header returns the headers of the current page.
func (b *Browser) Header() http.Header { return b.agent.Header }

// At returns the URL of the current page.
func (b *Browser) At() *url.URL { return b.agent.At }

// Page returns the current page.
func (b *Browser) Page() *goquery.Document { return b.agent.Page }

// Text returns the text of the current page in one line.
func (b *Browser) Text() string { return b.agent.Text() }

// form returns the form around the element that the selector finds.
func (b *Browser) form(selector, what string) *goquery.Selection {
	b.t.Helper()
	if b.agent.Page == nil {
		b.t.Fatalf("there is no %s form: no page is open", what)
	}
	form := b.agent.Form(selector)
	if form == nil {
		b.t.Fatalf("there is no %s form at %s (status %d): %s", what, b.At().Path, b.Status(), b.Text())
	}
	return form
}
