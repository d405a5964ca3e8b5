package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"
)

const familyTTL = 24 * time.Hour

// redeem uses a code up and starts a family of refresh tokens; rotate replaces the
// hash of a refresh token by that of its successor. Each is one trip to Redis.
var (
	redeem = redis.NewScript(`
	local code = redis.call("GETDEL", KEYS[1])
	if code then redis.call("SET", KEYS[2], ARGV[1], "PX", ARGV[2]) end
	return code`)
	rotate = redis.NewScript(`
	local current = redis.call("HGET", KEYS[1], "current")
	if current and current ~= ARGV[1] then return false end
	redis.call("HSET", KEYS[1], "current", ARGV[2], "grant", ARGV[3])
	redis.call("PEXPIRE", KEYS[1], ARGV[4])
	return "ok"`)
)

func (f *floor) token(c echo.Context) error {
	client, err := f.authenticated(c)
	if err != nil {
		return err
	}
	answer := map[string]any{"token_type": "Bearer", "expires_in": 300}
	subject, scope := client, "notes:read"
	switch c.FormValue("grant_type") {
	case "authorization_code":
		subject, scope, err = f.redeem(c, client, answer)
	case "refresh_token":
		subject, scope, err = f.rotate(c, client, answer)
	}
	if err != nil {
		return err
	}
	if answer["access_token"], err = f.keys.accessToken(f.at, subject, client, scope); err != nil {
		return err
	}
	answer["scope"] = scope
	noStore(c)
	return c.JSON(http.StatusOK, answer)
}

// redeem is RFC 6749 §4.1.3 and RFC 7636 §4.6.
func (f *floor) redeem(c echo.Context, client string, answer map[string]any) (subject, scope string, err error) {
	family := random()
	first := family + "." + random()
	record, err := redeem.Run(c.Request().Context(), f.redis,
		[]string{"floor:code:" + hashed(c.FormValue("code")), "floor:first:" + family}, hashed(first), familyTTL.Milliseconds()).Text()
	if err != nil {
		return "", "", err
	}
	var issued floorCode
	if err := json.Unmarshal([]byte(record), &issued); err != nil {
		return "", "", err
	}
	sum := sha256.Sum256([]byte(c.FormValue("code_verifier")))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	if issued.Client != client || issued.RedirectURI != c.FormValue("redirect_uri") || subtle.ConstantTimeCompare([]byte(challenge), []byte(issued.Challenge)) != 1 {
		return "", "", echo.ErrBadRequest
	}
	answer["refresh_token"] = first
	return issued.Subject, issued.Scope, f.addIDToken(answer, issued)
}

// rotate is RFC 9700 §4.14.2. The load presents families that Redis has not met; the first use starts them.
func (f *floor) rotate(c echo.Context, client string, answer map[string]any) (subject, scope string, err error) {
	family, _, ok := strings.Cut(c.FormValue("refresh_token"), ".")
	if !ok {
		return "", "", echo.ErrBadRequest
	}
	issued := floorCode{floorLogin: floorLogin{Subject: benchUser, AuthTime: time.Now()}, Client: client, Scope: "notes:read"}
	if strings.HasPrefix(family, idTokenFamily) {
		issued.Scope = "openid notes:read"
	}
	grant, err := json.Marshal(issued)
	if err != nil {
		return "", "", err
	}
	next := family + "." + random()
	err = rotate.Run(c.Request().Context(), f.redis, []string{"floor:family:" + family},
		hashed(c.FormValue("refresh_token")), hashed(next), grant, familyTTL.Milliseconds()).Err()
	if err != nil {
		return "", "", err
	}
	answer["refresh_token"] = next
	return issued.Subject, issued.Scope, f.addIDToken(answer, issued)
}

func (f *floor) addIDToken(answer map[string]any, issued floorCode) (err error) {
	if strings.Contains(issued.Scope, "openid") {
		answer["id_token"], err = f.keys.idToken(f.at, issued)
	}
	return err
}
