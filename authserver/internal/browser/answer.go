package browser

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/seal"
)

// SealAnswer encrypts what a client is told, so that it may lie in the store for a
// second click. The key comes from the handle of the transaction and from the
// browser's cookie; the store has only their hashes, so nobody who reads it gets
// the code.
func SealAnswer(c echo.Context, handle string, answer url.Values) (string, error) {
	box, err := boxOf(c, handle)
	if err != nil {
		return "", err
	}
	return box.Seal([]byte(answer.Encode()), answerRecord), nil
}

// OpenAnswer decrypts what SealAnswer made for the same handle and browser.
func OpenAnswer(c echo.Context, handle, sealed string) (url.Values, error) {
	box, err := boxOf(c, handle)
	if err != nil {
		return nil, err
	}
	plain, err := box.Open(sealed, answerRecord)
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(string(plain))
}

const answerRecord = "answer to an authorization request"

func boxOf(c echo.Context, handle string) (*seal.Box, error) {
	key := seal.KeyFrom(handle + " " + cookie(c, BrowserCookie))
	return seal.New(key[:])
}
