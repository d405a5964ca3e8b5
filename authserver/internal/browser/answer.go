package browser

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"quartet.example/shared/seal"
)

// SealAnswer encrypts the authorization response, to be stored for a second click. The
// key is derived from the handle of the transaction and the browser's cookie. The store
// holds only hashes of both, so that somebody who can read the store cannot get the code.
func SealAnswer(c echo.Context, handle string, answer url.Values) string {
	return boxOf(c, handle).Seal([]byte(answer.Encode()), answerRecord)
}

// OpenAnswer decrypts what SealAnswer made for the same handle and browser.
func OpenAnswer(c echo.Context, handle, sealed string) (url.Values, error) {
	plain, err := boxOf(c, handle).Open(sealed, answerRecord)
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(string(plain))
}

const answerRecord = "answer to an authorization request"

func boxOf(c echo.Context, handle string) *seal.Box {
	return seal.WithKey(seal.KeyFrom(handle + " " + cookie(c, BrowserCookie)))
}
