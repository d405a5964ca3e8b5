package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"quartet.example/authserver"
)

const floorCookie = "session"

// floorLogin is the session of a user, as Redis has it.
type floorLogin struct {
	Subject  string    `json:"sub"`
	AuthTime time.Time `json:"auth_time"`
}

// floorCode is what the token endpoint must know of a code.
type floorCode struct {
	floorLogin
	Client      string `json:"client_id"`
	RedirectURI string `json:"redirect_uri"`
	Challenge   string `json:"code_challenge"`
	Nonce       string `json:"nonce"`
	Scope       string `json:"scope"`
}

// live signs a user in without a password: the sessions of the load.
func (f *floor) live(c echo.Context) error {
	id := random()
	record, err := json.Marshal(floorLogin{benchUser, time.Now()})
	if err != nil {
		return err
	}
	if err := f.redis.Set(c.Request().Context(), "floor:login:"+hashed(id), record, time.Hour).Err(); err != nil {
		return err
	}
	return c.String(http.StatusOK, floorCookie+"="+id)
}

// authorize issues a code to whoever has a session, which lives an hour longer for it: two trips to Redis.
func (f *floor) authorize(c echo.Context) error {
	ctx, query := c.Request().Context(), c.QueryParams()
	if id := query.Get("client_id"); id != benchClient && id != benchRS256 || query.Get("redirect_uri") != benchRedirect ||
		query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" {
		return echo.ErrBadRequest
	}
	cookie, err := c.Cookie(floorCookie)
	if err != nil {
		return err
	}
	record, err := f.redis.GetEx(ctx, "floor:login:"+hashed(cookie.Value), time.Hour).Bytes()
	if err != nil {
		return err
	}
	issued := floorCode{
		Client: query.Get("client_id"), RedirectURI: query.Get("redirect_uri"), Challenge: query.Get("code_challenge"),
		Nonce: query.Get("nonce"), Scope: query.Get("scope"),
	}
	if err := json.Unmarshal(record, &issued.floorLogin); err != nil {
		return err
	}
	if record, err = json.Marshal(issued); err != nil {
		return err
	}
	code := random()
	if err := f.redis.Set(ctx, "floor:code:"+hashed(code), record, time.Minute).Err(); err != nil {
		return err
	}
	noStore(c)
	return c.Redirect(http.StatusSeeOther, benchRedirect+"?"+url.Values{"code": {code}, "state": {query.Get("state")}, "iss": {f.at.Auth}}.Encode())
}

// hash is the unavoidable part of a sign-in with a password: one argon2id hash.
func (f *floor) hash(c echo.Context) error {
	if _, err := authserver.HashPassword(benchPassword); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
