package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"quartet.example/client/bff"
	"quartet.example/client/internal/issuertest"
	"quartet.example/shared/localnet"
	"quartet.example/shared/redistest"
)

// The whole way: nobody, signed in, an API call with the user's token, signed out.
func TestShop(t *testing.T) {
	issuer := issuertest.Start(t, time.Now)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if issuer.Allow(w, r) != "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write([]byte("a note"))
	}))
	defer api.Close()
	cfg := settings(redistest.New(t))
	cfg.Issuer, cfg.ClientID, cfg.ClientSecret, cfg.TokenAuthMethod, cfg.APIURL = issuer.URL, "notes", bff.Secret(issuer.ClientSecret), "", api.URL
	cfg.HTTP = localnet.HTTPClient(5 * time.Second)
	app, err := bff.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	b := browser{t, shop(app, cfg.APIURL), map[string]string{}}
	if _, page := b.get("/"); !strings.Contains(page, "/login") {
		t.Errorf("got %s, want the way to sign in", page)
	}
	if status, _ := b.get("/mine"); status != http.StatusUnauthorized {
		t.Errorf("got %d for nobody, want 401", status)
	}
	_, location := b.get("/login")
	b.get("/callback?" + issuer.Approve(t, location).Encode())
	if _, page := b.get("/"); !strings.Contains(page, "Hello, Alice Adams") {
		t.Errorf("got %s, want the page of the user", page)
	}
	if _, notes := b.get("/mine"); notes != "a note" {
		t.Errorf("got %s, want what the API answers with the token", notes)
	}
}

type browser struct {
	t       *testing.T
	app     http.Handler
	cookies map[string]string
}

// get returns the status, and where the browser is sent or the page.
func (b browser) get(target string) (int, string) {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, "http://localhost:3000"+target, nil)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c.Value
	}
	if location := w.Header().Get("Location"); location != "" {
		return w.Code, location
	}
	return w.Code, w.Body.String()
}
