package overtls_test

import (
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quartet.example/demo/stack"
)

// start starts a stack over https on free ports. Its home is empty, and so is the folder for
// temporary files. stop stops it before the test ends.
func start(t *testing.T) (r *stack.Running, home string, stop func()) {
	t.Helper()
	home = t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData", "TMPDIR"} {
		t.Setenv(name, home)
	}
	r, err := stack.Start(t.Context(), stack.Options{FreePorts: true, TLS: true})
	if err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return r, home, stop
}

// caFile returns the file with the certificate of the CA.
func caFile(t *testing.T, r *stack.Running) string {
	t.Helper()
	file, err := r.Settings.CAFile()
	if err != nil {
		t.Fatal(err)
	}
	return string(file)
}

// visitor is a program with a cookie jar. It follows redirects.
type visitor interface {
	// get requests an address; post submits a form. Both return the page and its address.
	get(t *testing.T, address string) page
	post(t *testing.T, address, origin string, form url.Values) page
}

type page struct {
	At     string
	Status int
	Body   string
}

// submit sends the form with this button, and the values.
func (p page) submit(t *testing.T, v visitor, button string, values url.Values) page {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(p.Body))
	if err != nil {
		t.Fatal(err)
	}
	form := doc.Find(button).Closest("form")
	at, err := url.Parse(p.At)
	if form.Length() != 1 || err != nil {
		t.Fatalf("no form with %s at %s (%d): %.2000s", button, p.At, p.Status, p.Body)
	}
	form.Find(`input[type="hidden"]`).Each(func(_ int, field *goquery.Selection) {
		values.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	to, err := at.Parse(form.AttrOr("action", p.At))
	if err != nil {
		t.Fatal(err)
	}
	return v.post(t, to.String(), at.Scheme+"://"+at.Host, values)
}

// signIn signs alice in at the client, and returns the page on which that ended.
func signIn(t *testing.T, v visitor, s *stack.Settings) page {
	t.Helper()
	p := v.get(t, s.Client.PublicURL+"/login").
		submit(t, v, `button[value="sign-in"]`, url.Values{"username": {"alice"}, "password": {"wonderland"}})
	if strings.HasPrefix(p.At, s.Client.PublicURL) { // alice has given her consent before
		return p
	}
	return p.submit(t, v, `button[value="allow"]`, url.Values{"decision": {"allow"}})
}
