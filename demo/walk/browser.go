package walk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/demo/navigation"
)

// browser is the browser of the user. It keeps cookies and sends headers by the rules of browsers, and runs
// no scripts.
type browser struct {
	*walker
	http *http.Client
	jar  navigation.Jar
	at   *url.URL
	page *goquery.Document
	last answer
}

func newBrowser(w *walker) *browser {
	return &browser{walker: w, http: w.httpClient(w.browserRecorder), jar: navigation.Jar{}}
}

const maxRedirects = 20

var errLoop = errors.New("more than 20 redirects")

// open requests an address, and follows redirects to a page. A nil form is a GET.
func (b *browser) open(ctx context.Context, address string, form url.Values) error {
	to, err := url.Parse(address)
	if err != nil {
		return err
	}
	site := navigation.NoSite
	for range maxRedirects {
		site = navigation.Farther(site, navigation.Relation(b.at, to))
		if err := b.request(ctx, to, form, site); err != nil {
			return err
		}
		location := b.last.header.Get("Location")
		if location == "" {
			if err := b.show(); err != nil {
				return err
			}
			return b.follow(ctx)
		}
		if to, err = to.Parse(location); err != nil {
			return err
		}
		form = nil // 302 and 303: all servers of this project answer with 303
	}
	return errLoop
}

// fetch sends a request as a script on a page of that origin would.
func (b *browser) fetch(ctx context.Context, address string) error {
	to, err := url.Parse(address)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"Accept": "application/json", "X-Requested-With": "quartet",
		"Sec-Fetch-Site": navigation.SameOrigin, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty",
	} {
		r.Header.Set(name, value)
	}
	b.jar.Send(r, navigation.SameOrigin)
	b.last, err = b.send(ctx, b.http, r)
	b.at = to
	return err
}

// request sends one message with the headers and cookies of a navigation.
func (b *browser) request(ctx context.Context, to *url.URL, form url.Values, site string) error {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, to.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	navigation.SetHeaders(r, site)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", navigation.Origin(b.at))
	}
	b.jar.Send(r, site)
	if b.last, err = b.send(ctx, b.http, r); err != nil {
		return err
	}
	b.jar.Set(to, (&http.Response{Header: b.last.header}).Cookies())
	return nil
}

// visit sends one message that the walk does not announce, because the person caused it.
func (b *browser) visit(ctx context.Context, to *url.URL, site string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), nil)
	if err != nil {
		return err
	}
	navigation.SetHeaders(r, site)
	resp, err := b.plain.Do(r)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// show reads the page.
func (b *browser) show() error {
	page, err := goquery.NewDocumentFromReader(bytes.NewReader(b.last.body))
	if err != nil {
		return fmt.Errorf("page at %s: %w", b.last.url.Path, err)
	}
	b.at, b.page = b.last.url, page
	return nil
}

// follow opens the address to which the page leads by itself, if it does.
func (b *browser) follow(ctx context.Context) error {
	address, found := strings.CutPrefix(b.last.header.Get("Refresh"), "0; url=")
	if !found {
		return nil
	}
	to, err := b.at.Parse(address)
	if err != nil {
		return err
	}
	return b.open(ctx, to.String(), nil)
}

// has reports whether the page has an element that the selector finds.
func (b *browser) has(selector string) bool {
	return b.page != nil && b.page.Find(selector).Length() > 0
}

// submit submits the form around the element that the selector finds, with its hidden fields.
func (b *browser) submit(ctx context.Context, selector string, values url.Values) error {
	form := b.page.Find(selector).First().Closest("form")
	if form.Length() == 0 {
		return &Refused{Hop: b.last.hop, Why: "the page has no form with " + selector}
	}
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		if name := field.AttrOr("name", ""); name != "" && !values.Has(name) {
			values.Set(name, field.AttrOr("value", ""))
		}
	})
	to, err := b.at.Parse(form.AttrOr("action", b.at.String()))
	if err != nil {
		return err
	}
	return b.open(ctx, to.String(), values)
}

// signIn answers the questions of the authorization server: who the user is, and whether the client may
// act for them. A page without a question ends it.
func (b *browser) signIn(ctx context.Context) error {
	if b.has(`input[type=password][name=password]`) {
		user := b.target.User
		err := b.submit(ctx, `input[type=password][name=password]`, url.Values{"username": {user.Name}, "password": {user.Password.Reveal()}})
		if err != nil {
			return err
		}
	}
	if b.has(`button[name=decision][value=allow]`) {
		return b.submit(ctx, `button[name=decision][value=allow]`, url.Values{"decision": {"allow"}})
	}
	return nil
}
