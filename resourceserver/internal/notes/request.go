package notes

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
)

const maxBody = 32 << 10 // 4000 characters, escaped, and their braces

// textOf reads the body of a new note, {"text": "..."}.
func textOf(r *http.Request) (string, error) {
	ctx := r.Context()
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return "", checks.NoteMediaType.Fail(ctx, nil).WithStatus(http.StatusUnsupportedMediaType)
	}
	_ = checks.NoteMediaType.Require(ctx, true)
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return "", err // 413, or a caller who went away
	}
	text, err := decode(body)
	if err := checks.NoteForm.RequireNil(ctx, err); err != nil {
		return "", err
	}
	if err := checks.NoteText.Require(ctx, core.IsText(text)); err != nil {
		return "", err
	}
	return text, nil
}

var (
	errNotUTF8 = errors.New("body is not UTF-8") // encoding/json would replace it
	errForm    = errors.New("body is not one object with the member text")
)

// decode takes one object with exactly one member. encoding/json alone would
// take the last of two, and Text for text.
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
