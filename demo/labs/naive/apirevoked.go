package naive

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// isActive asks the issuer whether a token is still valid (RFC 7662 §2). No answer means that it is not.
// The answer is not cached.
func (a *API) isActive(ctx context.Context, raw string) bool {
	var answer struct{ Active bool }
	form := url.Values{"token": {raw}}.Encode()
	err := a.ask(ctx, "/introspect", "application/x-www-form-urlencoded", form, &answer)
	return err == nil && answer.Active
}

// isRevoked reads all events of the issuer about revoked tokens (RFC 8936 §2.4), and reports whether one of
// them is about a token or its grant. No answer means that it was revoked.
func (a *API) isRevoked(ctx context.Context, claims jwt.MapClaims) bool {
	var answer struct{ Sets map[string]string }
	if a.ask(ctx, "/security_events", "application/json", `{"position": "0-0", "returnImmediately": true}`, &answer) != nil {
		return true
	}
	for _, set := range answer.Sets {
		event := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(set, event); err != nil || !a.isSigned(ctx, set) {
			continue
		}
		subject, _ := event["sub_id"].(map[string]any) // an opaque id is that of the grant
		if subject["id"] != nil && subject["id"] == claims["gid"] || subject["jti"] != nil && subject["jti"] == claims["jti"] {
			return true
		}
	}
	return false
}

// ask sends a request to the issuer, as the client that this API is there, and reads the JSON of the answer.
func (a *API) ask(ctx context.Context, path, mediaType, body string, answer any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.Issuer+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.SetBasicAuth(url.QueryEscape(a.ClientID), url.QueryEscape(a.ClientSecret)) // RFC 6749 §2.3.1
	r.Header.Set("Content-Type", mediaType)
	r.Header.Set("Accept", "application/json")
	resp, err := cmp.Or(a.HTTP, http.DefaultClient).Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %d", path, resp.StatusCode)
	}
	return json.NewDecoder(io.LimitReader(resp.Body, maxSet)).Decode(answer)
}
