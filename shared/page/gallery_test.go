package page_test

import (
	"bytes"
	"embed"
	"errors"
	"io/fs"
	"testing"
	"time"

	"quartet.example/shared/page"
)

//go:embed testdata/gallery
var gallery embed.FS

// shot is one page of the gallery.
type shot struct {
	name   string
	chrome page.Chrome
	data   any
}

var (
	atAuthserver = page.Chrome{Role: "authserver", Host: "auth.localhost:9000", Dev: true, InspectorURL: "http://inspect.localhost:9002/flows/f-7c1"}
	atClient     = page.Chrome{Role: "client", Service: "Notes", Host: "app.localhost:8080", User: "alice", SignOutURL: "/logout", Dev: true}
	atInspector  = page.Chrome{Service: "Inspector", Host: "inspect.localhost:9002", Wide: true, Dev: true, Nav: []page.Link{
		{Href: "/", Text: "Flows", Current: true}, {Href: "/messages", Text: "Messages"}, {Href: "/glossary", Text: "Glossary"},
	}}
	behind = page.Behind{Href: "http://inspect.localhost:9002/flows/f-7c1", Holds: []page.Holding{
		{Role: "browser", What: "a cookie, no token"},
		{Role: "client", What: "the tokens", Left: 4*time.Minute + 31*time.Second},
	}}
	request = []page.Fact{
		{Name: "client_id", Value: "notes"},
		{Name: "redirect_uri", Value: "http://app.localhost:8080/callback", Note: "matched exactly with the registered one"},
		{Name: "response_type", Value: "code"},
		{Name: "code_challenge_method", Value: "S256"},
	}
)

var shots = []shot{
	{"signin", atAuthserver, map[string]any{"Username": "", "FieldError": "", "Error": "", "People": []string{"alice", "bob", "mallory"}}},
	{"signin-wrong", atAuthserver, map[string]any{"Username": "alice", "FieldError": "The password is not alice's.", "Error": "Check the username and the password.", "People": []string{"alice", "bob", "mallory"}}},
	{"consent", atAuthserver, map[string]any{"Facts": request, "Scopes": []page.Scope{
		{Text: "Know who you are", Name: "openid", Already: true},
		{Text: "Read your notes", Name: "notes:read"},
		{Text: "Write and delete your notes", Name: "notes:write"},
		{Text: "Keep access while you are away", Name: "offline_access", Detail: "Notes gets a refresh token. You can take it back in your account."},
	}}},
	{"client", atClient, map[string]any{"Behind": behind, "Notes": []string{"Milk, bread, a hexagon", "Ask the white rabbit about clock skew", "Read RFC 9700 §4.4 before Thursday"}}},
	{"diagram", atInspector, example},
	{"roles", atClient, fourRoles},
	{"components", page.Chrome{Host: "the design system", Dev: true}, map[string]any{
		"Roles": []string{"owner", "client", "authserver", "resourceserver", "redis", "attacker"},
		"Lines": []string{"Sign in again.", "Tell the owner of the client."}, "Facts": request,
		"Left": 4*time.Minute + 31*time.Second, "Behind": behind,
		"Table": page.Table{Caption: "Signing keys", Head: []string{"kid", "alg", "since", "signs"}, Mono: true, Rows: [][]any{
			{"k1-4f2a", "ES256", "21:52", "access tokens"}, {"k2-b7d3", "RS256", "21:52", "ID tokens"},
		}},
	}},
}

var refused = page.ErrorView{
	Status: 400, Title: "This link does not belong to Notes",
	Message: "The address to return to is not one that Notes has registered here, so you were not sent there. Nothing was shared.",
	Code:    "invalid_request", Check: "as.redirect_uri.exact", CheckMeaning: "the redirect URI is one of those registered, character by character", Spec: "RFC 9700 §4.1.3",
	NextSteps: []string{"Go back to Notes and start again.", "If this comes back, tell the people who run Notes. The request number below helps them."},
	Retry:     "/", RequestID: "0af7651916cd43dd", InspectorURL: "http://inspect.localhost:9002/flows/f-7c1", Dev: true,
}

// renderGallery returns each page of the gallery as HTML, by name.
func renderGallery(t *testing.T, theme string) map[string][]byte {
	t.Helper()
	set, err := page.New(gallery, "testdata/gallery/*.html")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, s := range shots {
		var b bytes.Buffer
		s.chrome.Theme = theme
		name := s.name
		if name == "signin-wrong" {
			name = "signin"
		}
		if err := set.Render(&b, name, s.chrome, s.data); err != nil {
			t.Fatal(err)
		}
		all[s.name] = b.Bytes()
	}
	var b bytes.Buffer
	chrome := atAuthserver
	chrome.Theme = theme
	if err := page.RenderError(&b, chrome, refused); err != nil {
		t.Fatal(err)
	}
	all["error"] = b.Bytes()
	return all
}

func TestEveryFileOfTheGalleryIsShown(t *testing.T) {
	pages := renderGallery(t, "")
	err := fs.WalkDir(gallery, "testdata/gallery", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name := d.Name()[:len(d.Name())-len(".html")]; pages[name] == nil {
			return errors.New(name + " is not in shots")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
