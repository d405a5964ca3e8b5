package browser

import (
	"net/url"

	"github.com/PuerkitoBio/goquery"
)

// Login fills in the sign-in page and sends it.
func (b *Browser) Login(username, password string) *Browser {
	b.t.Helper()
	form := b.form(`input[type="password"][name="password"]`, "sign-in")
	return b.submit(form, url.Values{"username": {username}, "password": {password}})
}

// Approve presses the button that allows.
func (b *Browser) Approve() *Browser { b.t.Helper(); return b.Press("decision", "allow") }

// Deny presses the button that denies.
func (b *Browser) Deny() *Browser { b.t.Helper(); return b.Press("decision", "deny") }

// Press presses the button of that name and value.
func (b *Browser) Press(name, value string) *Browser {
	b.t.Helper()
	form := b.form(`button[name="`+name+`"][value="`+value+`"]`, name+"="+value)
	return b.submit(form, url.Values{name: {value}})
}

// Submit sends the form that the selector finds, or that is around what it finds.
func (b *Browser) Submit(selector string, values url.Values) *Browser {
	b.t.Helper()
	return b.submit(b.form(selector, selector), values)
}

// Has tells whether the page has what the selector finds.
func (b *Browser) Has(selector string) bool {
	return b.page != nil && b.page.Find(selector).Length() > 0
}

// Fields are the fields of the form around what the selector finds, as a
// thoughtless or a hostile page would send them again.
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

// hidden adds the hidden fields of a form to what was typed.
func hidden(form *goquery.Selection, values url.Values) url.Values {
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		if name := field.AttrOr("name", ""); name != "" && !values.Has(name) {
			values.Set(name, field.AttrOr("value", ""))
		}
	})
	return values
}
