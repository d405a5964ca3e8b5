package notes

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
)

// parse returns the text in the request body.
func parse(c echo.Context) (string, error) {
	ctx := c.Request().Context()
	mediaType, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if err := checks.NoteJSON.Require(ctx, mediaType == echo.MIMEApplicationJSON); err != nil {
		return "", err
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, c.Request().Body, maxBody))
	if err != nil {
		return "", err // 413, or the client closed the connection
	}
	text, err := decode(body)
	if err := checks.NoteWellFormed.RequireNil(ctx, err); err != nil {
		return "", err
	}
	return text, checks.NoteText.Require(ctx, core.ValidText(text))
}

const maxBody = 16 << 10 // bytes of the request body

var (
	errNotUTF8 = errors.New("the body is not UTF-8") // encoding/json would replace invalid UTF-8 (RFC 8259 §8.1)
	errForm    = errors.New("the body is not one object with the member text, and no other")
)

// decode parses one object with exactly the member text. encoding/json alone would accept repeated
// members and use the last one, and accept Text for text (RFC 8259 §4).
func decode(body []byte) (string, error) {
	if !utf8.Valid(body) {
		return "", errNotUTF8
	}
	d := json.NewDecoder(bytes.NewReader(body))
	for _, want := range []json.Token{json.Delim('{'), "text"} {
		if got, err := d.Token(); err != nil || got != want {
			return "", errForm
		}
	}
	value, err := d.Token()
	text, ok := value.(string)
	if err != nil || !ok {
		return "", errForm
	}
	if end, err := d.Token(); err != nil || end != json.Delim('}') {
		return "", errForm
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return "", errForm
	}
	return text, nil
}
