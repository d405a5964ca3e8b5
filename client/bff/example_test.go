package bff_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/client/bff"
	"quartet.example/shared/redisconn"
)

// settings are those of an application at app.example. New does not connect to anything yet.
func settings() bff.Config {
	redis, err := redisconn.Open("rediss://:password@redis.example")
	if err != nil {
		log.Fatal(err)
	}
	return bff.Config{
		Provider: bff.Provider{
			Issuer:       "https://auth.example", // the rest comes from its metadata
			ClientID:     "shop",
			ClientSecret: "from a file or a variable",
			Scopes:       []string{"openid", "profile", "groups", "orders"},
		},
		PublicURL:      "https://app.example", // where browsers find the mux below
		APIURL:         "https://api.example", // what Client may call
		APIRoutes:      []string{"GET /orders", "GET /products/**"},
		Redis:          redis,
		SealKey:        "32 random characters, such as those of openssl rand -base64 32: Zk3",
		TrustedProxies: bff.NoProxies,
	}
}

// shopPage is a page of the application; its token belongs to the session.
var shopPage = template.Must(template.New("").Parse(`<p>Hello, {{.Name}}.</p>
<form method="post" action="/orders"><input type="hidden" name="csrf" value="{{.FormToken}}"><button>Order</button></form>
<form method="post" action="/logout"><input type="hidden" name="csrf" value="{{.FormToken}}"><button>Sign out</button></form>`))

// An application with its own page at / signs its users in at an authorization server and calls an
// API for them. No token reaches the browser.
func Example() {
	app, err := bff.New(settings())
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = app.Close() }()

	mux := http.NewServeMux()
	app.Mount(mux) // /login, /callback, /logout, /session, /api/ and so on
	mux.Handle("GET /{$}", app.Recognize(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := app.User(r)
		if err != nil { // bff.ErrNobody, or Redis cannot be reached
			_, _ = io.WriteString(w, `<a href="/login">Sign in</a>`)
			return
		}
		_ = shopPage.Execute(w, user)
	})))
	mux.Handle("POST /orders", app.Protect(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resp, err := app.Client(r).Get("https://api.example/orders") // as the user
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
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "https://app.example"+path, nil)
		r.Header.Set("Accept", "text/html")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		fmt.Printf("%s %d %q\n", path, w.Code, w.Header().Get("Location"))
	}
	// Output:
	// / 200 ""
	// /mine 303 "/login?return_to=%2Fmine"
}

// New names everything that is missing or unsafe, at once.
func ExampleNew() {
	cfg := settings()
	cfg.Issuer, cfg.SessionTTL = "http://auth.example", 365*24*time.Hour
	_, err := bff.New(cfg)
	fmt.Println(err)
	// Output:
	// bff: issuer: production needs https (RFC 8414 §2, RFC 9700 §2.6)
	// session-ttl: 8760h0m0s is not between 1s and 2160h0m0s: a stolen session cookie must end by itself
}

// With Echo, Handler goes in front of the router, and Protect before a page.
func ExampleServer_Handler() {
	app, err := bff.New(settings())
	if err != nil {
		log.Fatal(err)
	}
	e := echo.New()
	e.Pre(echo.WrapMiddleware(app.Handler))
	e.GET("/mine", func(c echo.Context) error {
		user, err := app.User(c.Request())
		if err != nil {
			return err
		}
		return c.String(http.StatusOK, "Hello, "+user.Name)
	}, echo.WrapMiddleware(app.Protect))

	for _, path := range []string{"/jwks.json", "/mine"} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), http.MethodGet, "https://app.example"+path, nil))
		fmt.Println(path, w.Code)
	}
	// Output:
	// /jwks.json 200
	// /mine 401
}

// A claim is decoded as encoding/json does.
func ExampleUser_Claim() {
	user := bff.User{Claims: map[string]json.RawMessage{"groups": json.RawMessage(`["staff","night shift"]`)}}
	var groups []string
	fmt.Println(user.Claim("groups", &groups), groups)
	// Output: true [staff night shift]
}
