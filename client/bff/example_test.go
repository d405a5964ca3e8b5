package bff_test

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"quartet.example/client/bff"
	"quartet.example/shared/redisconn/embedded"
)

// form is a page of one's own; its token is of the session.
var form = template.Must(template.New("").Parse(`<p>Hello, {{.Name}}.</p>
<form method="post" action="/orders"><input type="hidden" name="csrf" value="{{.FormToken}}"><button>Order</button></form>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="{{.FormToken}}"><button>Sign out</button></form>`))

// A shop of one's own, with its own page at /, signs its users in at an
// authorization server and calls an API for them. No token reaches the browser.
func Example() {
	cfg, err := bff.DevConfig() // on a server: DefaultConfig
	if err != nil {
		log.Fatal(err)
	}
	cfg.PublicURL = "http://app.localhost:8080"           // where browsers find the mux below
	cfg.Issuer = "http://auth.localhost:9000"             // the rest comes from its metadata
	cfg.APIURL = "http://api.localhost:9001"              // what Client may call
	cfg.APIRoutes = []string{"GET /orders"}               // what /api/ lets pages call
	cfg.Scopes = []string{"openid", "profile"}            // what to ask for
	redis, err := embedded.Open(context.Background(), "") // embedded; give a URL to keep sessions
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = redis.Close() }()
	app, err := bff.New(cfg, bff.Deps{Redis: redis})
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
		_ = form.Execute(w, user)
	})
	mux.Handle("POST /orders", app.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resp, err := app.Client(r).Get(cfg.APIURL + "/orders") // as the user
		if err != nil {
			http.Error(w, "the shop is closed", http.StatusBadGateway)
			return
		}
		defer func() { _ = resp.Body.Close() }()
		if app.StepUp(w, r, resp, "/") { // the API wants a more recent sign-in
			return
		}
		_, _ = io.Copy(w, resp.Body)
	})))
	mux.Handle("GET /mine", app.Protect(http.NotFoundHandler()))

	for _, path := range []string{"/", "/mine"} { // as a browser that nobody uses yet
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, cfg.PublicURL+path, nil)
		r.Header.Set("Accept", "text/html")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		fmt.Printf("%s %d %q\n", path, w.Code, w.Header().Get("Location"))
	}
	// Output:
	// / 200 ""
	// /mine 303 "/login?return_to=%2Fmine"
}
