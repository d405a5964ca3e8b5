package lab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/demo/navigation"
)

// Browser is the browser of a user. It runs no scripts.
type Browser struct {
	navigation.Browser
	Username string // of its user

	password string
	ctx      context.Context
	see      func(string) // what its user sees; nil for the victim
}

// Open opens an address as if its user had typed it, and follows redirects.
func (b *Browser) Open(address string) error {
	b.At = nil
	return b.visit(address, nil)
}

// Follow opens an address as if its user had followed a link on the page that is open.
func (b *Browser) Follow(address string) error { return b.visit(address, nil) }

// Post sends a form from the page that is open.
func (b *Browser) Post(address string, form url.Values) error { return b.visit(address, form) }

func (b *Browser) visit(address string, form url.Values) error {
	to, err := url.Parse(address)
	if err != nil {
		return err
	}
	if b.At != nil {
		to = b.At.ResolveReference(to)
	}
	seen := len(b.Hops)
	err = b.Browser.Open(b.ctx, to, form)
	for _, h := range b.Hops[seen:] {
		if b.see != nil {
			b.see(h.Body)
			b.see(h.Header.Get("Location"))
		}
	}
	return err
}

// SignIn opens an address, fills in the sign-in form and gives consent, if it is asked to.
func (b *Browser) SignIn(address string) error {
	if err := b.Open(address); err != nil {
		return err
	}
	return b.FinishSignIn()
}

// FinishSignIn fills in the sign-in form of the open page and gives consent, if it is asked to.
func (b *Browser) FinishSignIn() error {
	for _, one := range []struct {
		field  string
		values url.Values
	}{
		{`input[name="password"]`, url.Values{"username": {b.Username}, "password": {b.password}}},
		{`button[name="decision"]`, url.Values{"decision": {"allow"}}},
	} {
		if form := b.form(one.field); form != nil {
			if err := b.submit(form, one.values); err != nil {
				return err
			}
		}
	}
	return nil
}

// Last returns the last response, or the zero Hop.
func (b *Browser) Last() navigation.Hop {
	if len(b.Hops) == 0 {
		return navigation.Hop{}
	}
	return b.Hops[len(b.Hops)-1]
}

// Has reports whether the open page has an element that the selector finds.
func (b *Browser) Has(selector string) bool { return b.find(selector).Length() > 0 }

// Reached returns the address of the latest request that begins with a prefix, or nil. A redirect URI
// with a code is found so.
func (b *Browser) Reached(prefix string) *url.URL {
	if b.Left != nil && strings.HasPrefix(b.Left.String(), prefix) {
		return b.Left
	}
	for i := len(b.Hops) - 1; i >= 0; i-- {
		if strings.HasPrefix(b.Hops[i].URL.String(), prefix) {
			return b.Hops[i].URL
		}
	}
	return nil
}

// Call makes a request of a script on the page of an application, such as Call("GET", client+"/api/notes", "").
func (b *Browser) Call(method, address, body string) (Response, error) {
	r, err := http.NewRequestWithContext(b.ctx, method, address, strings.NewReader(body))
	if err != nil {
		return Response{}, err
	}
	navigation.SetHeaders(r, navigation.SameOrigin)
	r.Header.Set("Sec-Fetch-Mode", "cors")
	r.Header.Set("Sec-Fetch-Dest", "empty")
	r.Header.Set("X-Requested-With", "quartet")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", navigation.Origin(r.URL))
	b.Jar.Send(r, navigation.SameOrigin)
	resp, err := send(b.Client, r)
	if err == nil && b.see != nil {
		b.see(resp.Body)
	}
	return resp, err
}

func (b *Browser) find(selector string) *goquery.Selection {
	page, err := goquery.NewDocumentFromReader(strings.NewReader(b.Last().Body))
	if err != nil {
		return &goquery.Selection{}
	}
	return page.Find(selector)
}

// form returns the form around the first element that the selector finds, or nil.
func (b *Browser) form(selector string) *goquery.Selection {
	form := b.find(selector).First().Closest("form")
	if form.Length() == 0 || b.Left != nil {
		return nil
	}
	return form
}

// Submit sends the form around the first element that the selector finds. values replace its hidden fields.
func (b *Browser) Submit(selector string, values url.Values) error {
	form := b.form(selector)
	if form == nil {
		return fmt.Errorf("the page of %s has no form with %s", b.Username, selector)
	}
	return b.submit(form, values)
}

func (b *Browser) submit(form *goquery.Selection, values url.Values) error {
	if b.At == nil {
		return errors.New("no page is open")
	}
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		if name := field.AttrOr("name", ""); name != "" && !values.Has(name) {
			values.Set(name, field.AttrOr("value", ""))
		}
	})
	return b.Post(form.AttrOr("action", b.At.String()), values)
}

// send sends a request and reads the response.
func send(client *http.Client, r *http.Request) (Response, error) {
	resp, err := client.Do(r)
	if err != nil {
		return Response{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: string(body)}, err
}
