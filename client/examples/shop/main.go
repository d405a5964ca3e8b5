// Command shop is a web application of one's own that signs its users in and calls
// an API for them. No token reaches the browser.
package main

import (
	"context"
	"fmt"
	"html"
	"io"
	"log"
	"net/http"
	"time"

	"quartet.example/client/bff"
	"quartet.example/shared/redisconn/embedded"
)

const page = `<p>Hello, %s. <a href="/mine">Your notes</a></p>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="%s"><button>Sign out</button></form>`

func main() {
	app, err := connect()
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	app.Mount(mux) // /login, /callback, /logout, /session, /api/ and so on
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		user, err := app.User(r)
		if err != nil { // bff.ErrNobody, or the store is away
			_, _ = io.WriteString(w, `<a href="/login">Sign in</a>`)
			return
		}
		_, _ = fmt.Fprintf(w, page, html.EscapeString(user.Name), user.FormToken)
	})
	mux.Handle("GET /mine", app.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, "http://api.localhost:9001/notes", nil)
		if err != nil {
			panic(err) // the address is no address
		}
		resp, err := app.Client(r).Do(req) // with the user's token
		if err != nil {
			http.Error(w, "the notes are away", http.StatusBadGateway)
			return
		}
		defer func() { _ = resp.Body.Close() }()
		_, _ = io.Copy(w, resp.Body)
	})))
	server := &http.Server{Addr: "localhost:3000", Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// connect says who we are and to whom. DevConfig is for this machine and the demo;
// elsewhere begin with DefaultConfig, which takes https and secrets of your own.
func connect() (*bff.Server, error) {
	cfg, err := bff.DevConfig()
	if err != nil {
		return nil, err
	}
	cfg.PublicURL = "http://localhost:3000" // /callback below it is registered
	cfg.Issuer = "http://auth.localhost:9000"
	cfg.ClientID, cfg.ClientSecret = "web-post", "web-post-dev-secret-not-for-production"
	cfg.TokenAuthMethod = "client_secret_post"
	cfg.APIURL = "http://api.localhost:9001"
	redis, err := embedded.Open(context.Background(), "") // embedded: sessions end with the process
	if err != nil {
		return nil, err
	}
	return bff.New(cfg, bff.Deps{Redis: redis})
}
