package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"
)

const floorCookie = "session"

// introspect verifies the signature, and asks Redis whether the token was revoked.
func (f *floor) introspect(c echo.Context) error {
	if _, _, ok := c.Request().BasicAuth(); !ok {
		return echo.ErrUnauthorized
	}
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(c.FormValue("token"), claims, func(*jwt.Token) (any, error) { return &f.key.PublicKey, nil }, jwt.WithValidMethods([]string{"ES256"}))
	if err != nil {
		return err
	}
	id, _ := claims["jti"].(string)
	revoked, err := f.redis.Exists(c.Request().Context(), "floor:revoked:"+id).Result()
	if err != nil {
		return err
	}
	claims["active"] = revoked == 0
	return c.JSON(http.StatusOK, claims)
}

// session stores an access token, and returns the cookie of the new session.
func (f *floor) session(c echo.Context) error {
	id := random()
	record, err := json.Marshal(map[string]string{"access_token": c.Request().Header.Get("Authorization")})
	if err != nil {
		return err
	}
	if err := f.redis.Set(c.Request().Context(), sessionKey(id), record, 0).Err(); err != nil {
		return err
	}
	return c.String(http.StatusOK, floorCookie+"="+id)
}

// proxied looks up the session and calls the resource server, which is this server.
func (f *floor) proxied(c echo.Context) error {
	cookie, err := c.Cookie(floorCookie)
	if err != nil {
		return err
	}
	record, err := f.redis.Get(c.Request().Context(), sessionKey(cookie.Value)).Bytes()
	if err != nil {
		return err
	}
	var session struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(record, &session); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(c.Request().Context(), http.MethodGet, f.api+"/whoami", http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", session.AccessToken)
	response, err := f.http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	return c.Blob(response.StatusCode, response.Header.Get("Content-Type"), body)
}

func sessionKey(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "floor:session:" + base64.RawURLEncoding.EncodeToString(sum[:])
}
