package browser

import (
	"net/url"

	"github.com/PuerkitoBio/goquery"
)

// Login fills in and submits the sign-in form.
func (b *Browser) Login(username, password string) *Browser {
	b.t.Helper()
	form := b.form(`input[type="password"][name="password"]`, "sign-in")
	return b.submit(form, url.Values{"username": {username}, "password": {password}})
}

// Approve presses the button that gives consent.
func (b *Browser) Approve() *Browser { b.t.Helper(); return b.Press("decision", "allow") }

// Deny presses the button that refuses consent.
func (b *Browser) Deny() *Browser { b.t.Helper(); return b.Press("decision", "deny") }

// Press presses the button with that name and value.
func (b *Browser) Press(name, value string) *Browser {
	b.t.Helper()
	form := b.form(`button[name="`+name+`"][value="`+value+`"]`, name+"="+value)
	return b.submit(form, url.Values{name: {value}})
}

// Submit submits the form that the selector finds, or the form around the element that it finds.
func (b *Browser) Submit(selector string, values url.Values) *Browser {
	b.t.Helper()
	return b.submit(b.form(selector, selector), values)
}

// Has reports whether the page has an element that the selector finds.
func (b *Browser) Has(selector string) bool {
	return b.page != nil && b.page.Find(selector).Length() > 0
}

// Fields returns action and fields of the form around the element, so that a test can send them
// again as a hostile page would.
func (b *Browser) Fields(selector string) (action string, fields url.Values) {
	b.t.Helper()
	form := b.form(selector, selector)
	return b.action(form), hidden(form, url.Values{})
}

func (b *Browser) form(selector, what string) *goquery.Selection {
	b.t.Helper()
	if b.page == nil {
		b.t.Fatalf("there is no %s form: no page is open", what)
	}
	form := b.page.Find(selector).First().Closest("form")
	if form.Length() == 0 {
		b.t.Fatalf("there is no %s form at %s (status %d): %s", what, b.at.Path, b.Status(), b.Text())
	}
	return form
}

func (b *Browser) action(form *goquery.Selection) string {
	return form.AttrOr("action", b.at.String())
}

func (b *Browser) submit(form *goquery.Selection, values url.Values) *Browser {
	b.t.Helper()
	return b.Post(b.action(form), hidden(form, values))
}

// hidden adds the hidden fields of a form to values.
func hidden(form *goquery.Selection, values url.Values) url.Values {
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		if name := field.AttrOr("name", ""); name != "" && !values.Has(name) {
			values.Set(name, field.AttrOr("value", ""))
		}
	})
	return values
}
