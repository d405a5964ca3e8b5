package notes

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"quartet.example/resourceserver/internal/checks"
	"quartet.example/resourceserver/internal/core"
)

// parse reads the text of a new note.
func parse(c echo.Context) (string, error) {
	ctx := c.Request().Context()
	mediaType, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if mediaType != echo.MIMEApplicationJSON {
		return "", checks.NoteJSON.Fail(ctx, nil).WithStatus(http.StatusUnsupportedMediaType)
	}
	var body struct {
		Text string `json:"text"`
	}
	decoder := json.NewDecoder(c.Request().Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&body)
	if tooLarge(err) {
		return "", err
	}
	if err == nil {
		_, err = decoder.Token() // nothing may follow
		if errors.Is(err, io.EOF) {
			err = nil
		} else if err == nil {
			err = errors.New("something follows the note")
		}
	}
	if err := checks.NoteWellFormed.RequireNil(ctx, err); err != nil {
		return "", err
	}
	return body.Text, checks.NoteText.Require(ctx, core.ValidText(body.Text))
}

// tooLarge tells whether the body broke the limit that shared/web sets: a 413.
func tooLarge(err error) bool {
	var limit *http.MaxBytesError
	var refused *echo.HTTPError
	return errors.As(err, &limit) || errors.As(err, &refused)
}
