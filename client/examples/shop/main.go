// Command shop is a web application that signs its users in and calls an API for them. No token
// reaches the browser.
package main

import (
	"io"
	"log"
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff"
)

func main() {
	cfg := settings(redis.NewClient(&redis.Options{Addr: "localhost:6379", MaxRetries: -1}))
	app, err := bff.New(cfg)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(shop(app, cfg.APIURL).Start("localhost:3000"))
}

// settings are for this machine and the demo. On a server leave out Development, and New says
// what is missing: https, TrustedProxies, and secrets of your own.
func settings(rdb redis.UniversalClient) bff.Config {
	return bff.Config{
		Provider: bff.Provider{
			Issuer: "http://auth.localhost:9000", ClientID: "web-post", ClientSecret: "web-post-dev-secret-not-for-production",
			TokenAuthMethod: "client_secret_post", Scopes: []string{"openid", "profile", "notes:read"},
		},
		PublicURL: "http://localhost:3000", // /callback below it is registered
		APIURL:    "http://api.localhost:9001", APIRoutes: []string{"GET /notes/**"},
		Redis: rdb, AppName: "Shop", Development: true,
	}
}

// shop is the application: the routes of bff in front, and two pages.
func shop(app *bff.Server, api string) *echo.Echo {
	e := echo.New()
	e.Pre(echo.WrapMiddleware(app.Handler)) // /login, /callback, /logout, /session, /api/ and so on
	e.GET("/", func(c echo.Context) error {
		user, err := app.User(c.Request())
		if err != nil { // bff.ErrNobody, or Redis cannot be reached
			return c.HTML(http.StatusOK, `<a href="/login">Sign in</a>`)
		}
		return c.HTML(http.StatusOK, page(user))
	}, echo.WrapMiddleware(app.Recognize))
	e.GET("/mine", func(c echo.Context) error { // the user's notes
		req, err := http.NewRequestWithContext(c.Request().Context(), http.MethodGet, api+"/notes", nil)
		if err != nil {
			return err
		}
		resp, err := app.Client(c.Request()).Do(req) // with the user's token
		if err != nil {
			return echo.NewHTTPError(http.StatusBadGateway, "the notes cannot be read")
		}
		defer func() { _ = resp.Body.Close() }()
		c.Response().WriteHeader(resp.StatusCode)
		_, err = io.Copy(c.Response(), resp.Body)
		return err
	}, echo.WrapMiddleware(app.Protect))
	return e
}
