package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

type floorSession struct {
	AccessToken string `json:"access_token"`
}

func newBox() (cipher.AEAD, error) {
	var key [32]byte
	_, _ = rand.Read(key[:])
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// session keeps an access token, sealed, and gives the cookie for it.
func (f *floor) session(c echo.Context) error {
	id := random()
	record, err := json.Marshal(floorSession{presented(c)})
	if err != nil {
		return err
	}
	key := "floor:session:" + hashed(id)
	if err := f.redis.Set(c.Request().Context(), key, f.box.Seal(nil, nil, record, []byte(key)), time.Hour).Err(); err != nil {
		return err
	}
	return c.String(http.StatusOK, floorCookie+"="+id)
}

// proxied opens the session of the cookie, which lives an hour longer for it, and calls the resource server.
func (f *floor) proxied(c echo.Context) error {
	cookie, err := c.Cookie(floorCookie)
	if err != nil {
		return err
	}
	key := "floor:session:" + hashed(cookie.Value)
	sealed, err := f.redis.GetEx(c.Request().Context(), key, time.Hour).Bytes()
	if err != nil {
		return err
	}
	record, err := f.box.Open(nil, nil, sealed, []byte(key))
	if err != nil {
		return err
	}
	var session floorSession
	if err := json.Unmarshal(record, &session); err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(c.Request().Context(), http.MethodGet, f.at.API+"/whoami", http.NoBody)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+session.AccessToken)
	response, err := f.http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	noStore(c)
	return c.Blob(response.StatusCode, response.Header.Get("Content-Type"), body)
}
