package endpoint

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"quartet.example/shared/localnet"
	"quartet.example/shared/oauth"
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 2 << 20

// Options say which endpoint it is. Issuer, ClientID, ClientSecret and Find are
// required.
type Options struct {
	Issuer                 string
	URL                    string       // "" finds it
	Find                   Find         // reads a document of the issuer that names it
	ClientID, ClientSecret string       // client_secret_basic
	HTTP                   *http.Client // nil means one of our own
}

// Find gives the URL of the endpoint as a document of the issuer names it, "" if the
// document does not name it, and an error if there is no such document or it is of
// another issuer. Whether credentials may go to that URL, Endpoint decides.
type Find func(ctx context.Context, client *http.Client, issuer string) (string, error)

// Endpoint may be called. It is safe for concurrent use.
type Endpoint struct {
	Options
	client *http.Client
	found  atomic.Pointer[string]
}

// New returns every problem of the options at once.
func New(o Options) (*Endpoint, error) {
	errs := []error{trusted("issuer", o.Issuer)}
	if o.URL != "" {
		errs = append(errs, trusted("endpoint", o.URL))
	}
	if o.ClientID == "" || o.ClientSecret == "" {
		errs = append(errs, errors.New("client: id and secret are required (RFC 7662 §2.1)"))
	}
	// A redirect is not followed: it would take our credentials elsewhere. The context
	// of each call bounds it: some wait long on purpose.
	return &Endpoint{Options: o, client: localnet.NewClient(o.HTTP, localnet.Options{MaxBody: maxAnswer})}, errors.Join(errs...)
}

// RefusedError is an answer that is none.
type RefusedError struct {
	Status     int
	Code       string        // the error of RFC 6749 §5.2, "" if the answer names none
	RetryAfter time.Duration // 0 if it says nothing of it
}

func (e *RefusedError) Error() string {
	said := "the authorization server answered " + strconv.Itoa(e.Status)
	if e.Code != "" {
		said += " " + e.Code
	}
	return said
}

// Answer is what came back with status 200.
type Answer struct {
	MediaType string // as sent
	Body      []byte
}

// Post sends the body, with our credentials (RFC 6749 §2.3.1).
func (e *Endpoint) Post(ctx context.Context, contentType, accept string, body []byte) (Answer, error) {
	at, err := e.address(ctx)
	if err != nil {
		return Answer{}, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", accept)
	req.SetBasicAuth(url.QueryEscape(e.ClientID), url.QueryEscape(e.ClientSecret))
	resp, err := e.client.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var said struct{ Error string }
		body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)) // all of it, so that the connection can be used again
		_ = json.Unmarshal(body, &said)
		seconds, _ := strconv.ParseInt(resp.Header.Get("Retry-After"), 10, 64)
		return Answer{}, &RefusedError{Status: resp.StatusCode, Code: printableCode(said.Error), RetryAfter: oauth.Seconds(seconds)}
	}
	read, err := io.ReadAll(resp.Body)
	return Answer{MediaType: resp.Header.Get("Content-Type"), Body: read}, err
}

// printableCode gives an error code for the log, "" for what is none: lower case
// words of at most 64 characters.
func printableCode(said string) string {
	if len(said) > 64 || strings.Trim(said, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return ""
	}
	return said
}
