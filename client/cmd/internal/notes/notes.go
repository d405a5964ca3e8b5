// Package notes calls the notes API with an access token.
package notes

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

// Note is one note.
type Note struct {
	ID        string    `json:"id"`
	Text      string    `json:"text"`
	CreatedAt time.Time `json:"created_at"`
}

// API calls the notes API with an access token.
type API struct {
	URL   string
	Token *oauth2.Token
	HTTP  *http.Client
}

const (
	maxAnswer = 16 << 20
	maxPages  = 100
)

// WhoAmI returns the subject that the API finds in the token.
func (a API) WhoAmI(ctx context.Context) (subject string, err error) {
	var said struct {
		Subject string `json:"sub"`
	}
	_, err = a.get(ctx, a.URL+"/whoami", &said)
	return said.Subject, err
}

// List reads all notes, page by page (RFC 8288).
func (a API) List(ctx context.Context) ([]Note, error) {
	var all []Note
	at := a.URL + "/notes?limit=100"
	for range maxPages {
		var page struct {
			Notes []Note `json:"notes"`
		}
		header, err := a.get(ctx, at, &page)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Notes...)
		if at, err = nextPage(at, header.Values("Link")); err != nil || at == "" {
			return all, err
		}
	}
	return all, nil
}

// get sends one request with the token in the Authorization header (RFC 6750 §2.1), and decodes
// the response.
func (a API) get(ctx context.Context, address string, answer any) (http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	a.Token.SetAuthHeader(req)
	req.Header.Set("Accept", "application/json")
	resp, err := a.HTTP.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case err != nil:
		return nil, err
	case resp.StatusCode >= http.StatusMultipleChoices:
		return nil, refusal(resp.Status, content)
	}
	if err := json.Unmarshal(content, answer); err != nil {
		return nil, fmt.Errorf("the answer of the resource server: %w", err)
	}
	return resp.Header, nil
}

// refusal returns the error of the API: about the token (RFC 6750 §3.1), or about the request
// (RFC 9457).
func refusal(status string, body []byte) error {
	var says struct {
		Description string `json:"error_description"`
		Detail      string `json:"detail"`
	}
	_ = json.Unmarshal(body, &says) // of a malformed body only the status is reported
	if says.Detail == "" {
		says.Detail = says.Description
	}
	return fmt.Errorf("the resource server refused: %s %q", status, says.Detail)
}
