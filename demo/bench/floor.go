package main

import (
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/labstack/echo/v4"
	"github.com/redis/go-redis/v9"
)

// floor is the least that a correct server must do for each operation, with these libraries.
type floor struct {
	at      addresses
	issuer  string // whose tokens its resource server accepts
	trusted *ecdsa.PublicKey
	keys    floorKeys
	secret  [32]byte // SHA-256 of the secret of every client
	redis   *redis.Client
	http    *http.Client
	box     cipher.AEAD // seals sessions of the client
	same    published

	ours, others *jwt.Parser // of access tokens: for userinfo and introspection, and for the resource server

	mu   sync.RWMutex
	seen map[[32]byte]time.Time // access tokens that verified, until they expire
}

// published are documents that the floor serves with the same octets as our services.
type published struct{ JWKS, Metadata []byte }

func newFloor(c *childConfig) (http.Handler, error) {
	options, err := redis.ParseURL(c.RedisURL)
	if err != nil {
		return nil, err
	}
	f := &floor{
		at: c.At, issuer: c.Issuer, secret: sha256.Sum256([]byte(benchSecret)), redis: redis.NewClient(options),
		http: &http.Client{Transport: transport()}, same: c.Published, seen: map[[32]byte]time.Time{},
		ours:   jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(c.At.Auth), jwt.WithAudience(c.At.API), jwt.WithExpirationRequired()),
		others: jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(c.Issuer), jwt.WithAudience(c.Audience), jwt.WithExpirationRequired()),
	}
	if f.trusted, err = c.trustedKey(); err != nil {
		return nil, err
	}
	if f.keys, err = newFloorKeys(); err != nil {
		return nil, err
	}
	if f.box, err = newBox(); err != nil {
		return nil, err
	}
	return f.routes(), nil
}

// routes are those of all three servers: each process serves its own share of them.
func (f *floor) routes() *echo.Echo {
	e := echo.New()
	e.GET("/authorize", f.authorize)
	e.POST("/live", f.live)
	e.POST("/hash", f.hash)
	e.POST("/token", f.token)
	e.GET("/jwks", f.document(f.same.JWKS))
	e.GET("/.well-known/openid-configuration", f.document(f.same.Metadata))
	e.POST("/introspect", f.introspect)
	e.GET("/userinfo", f.userinfo)
	e.GET("/whoami", f.whoami)
	e.POST("/session", f.session)
	e.GET("/api/whoami", f.proxied)
	return e
}

func (f *floor) document(body []byte) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, body) }
}

// authenticated checks client_secret_basic and returns the client.
func (f *floor) authenticated(c echo.Context) (string, error) {
	id, secret, _ := c.Request().BasicAuth()
	sum := sha256.Sum256([]byte(secret))
	if subtle.ConstantTimeCompare(sum[:], f.secret[:]) != 1 {
		return "", echo.ErrUnauthorized
	}
	return id, nil
}

// noStore is RFC 6749 §5.1.
func noStore(c echo.Context) { c.Response().Header().Set("Cache-Control", "no-store") }

func random() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hashed is what stands for a secret in Redis.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
