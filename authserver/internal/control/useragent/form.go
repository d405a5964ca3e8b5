package useragent

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// Form returns the form around the element that the selector finds, or nil if there is none.
func (a *Agent) Form(selector string) *goquery.Selection {
	if a.Page == nil {
		return nil
	}
	if form := a.Page.Find(selector).First().Closest("form"); form.Length() > 0 {
		return form
	}
	return nil
}

// Submit submits a form by POST, as the button of the page does. values are added to the hidden fields,
// or replace them.
func (a *Agent) Submit(ctx context.Context, form *goquery.Selection, values url.Values) error {
	sent := Hidden(form)
	for name := range values {
		sent[name] = values[name]
	}
	target, err := a.At.Parse(form.AttrOr("action", a.At.String()))
	if err != nil {
		return errors.New("the action of the form is not a URL")
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), strings.NewReader(sent.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", a.At.Scheme+"://"+a.At.Host)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return a.visit(r)
}

// Hidden returns the hidden fields of a form, the last one of each name.
func Hidden(form *goquery.Selection) url.Values {
	values := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		if name := field.AttrOr("name", ""); name != "" {
			values.Set(name, field.AttrOr("value", ""))
		}
	})
	return values
}
