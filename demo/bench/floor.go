package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"
)

// floor serves each operation at the lowest cost that is possible with these libraries.
type floor struct {
	key     *ecdsa.PrivateKey // signs access tokens
	trusted *ecdsa.PublicKey  // verifies the tokens of the benchmark's issuer
	secret  [32]byte          // SHA-256 of the client secret
	redis   *redis.Client
	jwks    []byte
	api     string // its own URL, which is the resource server for its proxy
	http    *http.Client

	mu   sync.RWMutex
	seen map[[32]byte]time.Time // verified tokens and their expiry
}

func newFloor(redisURL string, trusted *ecdsa.PublicKey, base string) (http.Handler, error) {
	options, err := redis.ParseURL(redisURL)
	if err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	f := &floor{
		key: key, trusted: trusted, secret: sha256.Sum256([]byte(benchSecret)), redis: redis.NewClient(options),
		seen: map[[32]byte]time.Time{}, api: base, http: &http.Client{Transport: transport()},
		jwks: []byte(`{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"k","x":"` +
			base64.RawURLEncoding.EncodeToString(point[1:33]) + `","y":"` + base64.RawURLEncoding.EncodeToString(point[33:]) + `"}]}`),
	}
	e := echo.New()
	e.POST("/token", f.token)
	e.GET("/jwks", f.keys)
	e.GET("/whoami", f.whoami)
	e.POST("/introspect", f.introspect)
	e.POST("/session", f.session)
	e.GET("/api/whoami", f.proxied)
	return e, nil
}

func (f *floor) token(c echo.Context) error {
	id, secret, _ := c.Request().BasicAuth()
	sum := sha256.Sum256([]byte(secret))
	if subtle.ConstantTimeCompare(sum[:], f.secret[:]) != 1 {
		return echo.ErrUnauthorized
	}
	answer := map[string]any{"token_type": "Bearer", "expires_in": 300, "scope": "notes:read"}
	if c.FormValue("grant_type") == "refresh_token" {
		next, err := f.rotate(c, c.FormValue("refresh_token"))
		if err != nil {
			return err
		}
		answer["refresh_token"] = next
	}
	signed, err := f.mint(id)
	if err != nil {
		return err
	}
	answer["access_token"] = signed
	return c.JSON(http.StatusOK, answer)
}

// rotate replaces the hash of the current token in one round trip.
var rotate = redis.NewScript(`
	local family = redis.call("HGETALL", KEYS[1])
	if #family > 0 and redis.call("HGET", KEYS[1], "current") ~= ARGV[1] then return {"reused"} end
	redis.call("HSET", KEYS[1], "current", ARGV[2])
	redis.call("PEXPIRE", KEYS[1], 86400000)
	return family`)

func (f *floor) rotate(c echo.Context, token string) (string, error) {
	family, _, ok := strings.Cut(token, ".")
	if !ok {
		return "", echo.ErrBadRequest
	}
	next := family + "." + random()
	was, is := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(next))
	reply, err := rotate.Run(c.Request().Context(), f.redis, []string{"floor:" + family},
		base64.RawURLEncoding.EncodeToString(was[:]), base64.RawURLEncoding.EncodeToString(is[:])).StringSlice()
	if err != nil {
		return "", err
	}
	if len(reply) == 1 {
		return "", echo.ErrBadRequest
	}
	return next, nil
}

func random() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func (f *floor) mint(client string) (string, error) {
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodES256, struct {
		jwt.RegisteredClaims
		ClientID string `json:"client_id"`
		Scope    string `json:"scope"`
	}{jwt.RegisteredClaims{
		Issuer: "http://auth.localhost:9000", Subject: client, Audience: jwt.ClaimStrings{"http://api.localhost:9001"},
		ExpiresAt: jwt.NewNumericDate(now.Add(5 * time.Minute)), IssuedAt: jwt.NewNumericDate(now), ID: random(),
	}, client, "notes:read"})
	token.Header["typ"], token.Header["kid"] = "at+jwt", "k"
	return token.SignedString(f.key)
}

func (f *floor) keys(c echo.Context) error {
	return c.Blob(http.StatusOK, "application/json", f.jwks)
}

// whoami verifies a new token, and looks up a token that it has verified before.
func (f *floor) whoami(c echo.Context) error {
	raw := strings.TrimPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
	sum := sha256.Sum256([]byte(raw))
	f.mu.RLock()
	until, ok := f.seen[sum]
	f.mu.RUnlock()
	if !ok || time.Now().After(until) {
		claims := &jwt.RegisteredClaims{}
		_, err := jwt.ParseWithClaims(raw, claims, func(*jwt.Token) (any, error) { return f.trusted, nil }, jwt.WithValidMethods([]string{"ES256"}))
		if err != nil {
			return errors.Join(echo.ErrUnauthorized, err)
		}
		f.mu.Lock()
		f.seen[sum] = claims.ExpiresAt.Time
		f.mu.Unlock()
	}
	body, err := json.Marshal(map[string]string{"sub": "alice"})
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/json", body)
}
