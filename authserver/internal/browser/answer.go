package browser

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/seal"
)

// SealAnswer encrypts the authorization response, to be stored for a second click. The
// key is derived from the handle of the transaction and the browser's cookie. The store
// holds only hashes of both, so that somebody who can read the store cannot get the code.
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
