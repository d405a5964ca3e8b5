package main

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"
)

// whoami verifies an access token that it has not seen, with issuer and audience, and looks up one that it has.
func (f *floor) whoami(c echo.Context) error {
	raw := presented(c)
	sum := sha256.Sum256([]byte(raw))
	f.mu.RLock()
	until, ok := f.seen[sum]
	f.mu.RUnlock()
	if !ok || time.Now().After(until) {
		claims := &jwt.RegisteredClaims{}
		if _, err := f.others.ParseWithClaims(raw, claims, func(*jwt.Token) (any, error) { return f.trusted, nil }); err != nil {
			if _, err = f.ours.ParseWithClaims(raw, claims, f.verifying); err != nil {
				return err
			}
		}
		f.mu.Lock()
		f.seen[sum] = claims.ExpiresAt.Time
		f.mu.Unlock()
	}
	noStore(c)
	return c.JSON(http.StatusOK, map[string]string{"sub": benchUser})
}

func presented(c echo.Context) string {
	return strings.TrimPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
}

func (f *floor) verifying(*jwt.Token) (any, error) { return &f.keys.es256.PublicKey, nil }

// userinfo verifies an access token, asks Redis whether it was revoked, and answers with claims of the user.
func (f *floor) userinfo(c echo.Context) error {
	if _, err := f.active(c, presented(c)); err != nil {
		return err
	}
	noStore(c)
	return c.JSON(http.StatusOK, map[string]any{"sub": benchUser, "name": "Alice Liddell"})
}

// introspect is RFC 7662: who asks, is the token valid, was it revoked.
func (f *floor) introspect(c echo.Context) error {
	if _, err := f.authenticated(c); err != nil {
		return err
	}
	claims, err := f.active(c, c.FormValue("token"))
	if err != nil {
		return err
	}
	claims["active"] = true
	noStore(c)
	return c.JSON(http.StatusOK, claims)
}

func (f *floor) active(c echo.Context, raw string) (jwt.MapClaims, error) {
	claims := jwt.MapClaims{}
	if _, err := f.ours.ParseWithClaims(raw, claims, f.verifying); err != nil {
		return nil, err
	}
	id, _ := claims["jti"].(string)
	revoked, err := f.redis.Exists(c.Request().Context(), "floor:revoked:"+id).Result()
	if err != nil {
		return nil, err
	}
	if revoked != 0 {
		return nil, echo.ErrUnauthorized
	}
	return claims, nil
}
